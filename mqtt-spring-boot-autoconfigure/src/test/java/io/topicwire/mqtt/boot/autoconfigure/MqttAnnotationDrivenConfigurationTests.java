package io.topicwire.mqtt.boot.autoconfigure;

import java.time.Duration;

import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.FakeMqttClient;
import io.topicwire.mqtt.spring.annotation.EnableMqtt;
import io.topicwire.mqtt.spring.annotation.MqttListener;
import io.topicwire.mqtt.spring.config.DefaultMqttListenerContainerFactory;
import io.topicwire.mqtt.spring.config.MqttListenerConfigUtils;
import io.topicwire.mqtt.spring.config.MqttListenerContainerFactory;
import io.topicwire.mqtt.spring.config.MqttListenerEndpointRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link MqttAnnotationDrivenConfiguration}.
 */
class MqttAnnotationDrivenConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MqttAutoConfiguration.class, JacksonAutoConfiguration.class));

	private final FakeMqttClient client = new FakeMqttClient();

	private final ApplicationContextRunner fakeClientRunner = this.contextRunner.withBean("fakeClient",
			MqttClient.class, () -> this.client);

	@Test
	void containerFactoryHasTheDefaultsOfTheProperties() {
		this.fakeClientRunner.withUserConfiguration(ListenerConfiguration.class)
			.withPropertyValues("mqtt.listener.qos=2", "mqtt.listener.auto-startup=false",
					"mqtt.listener.graceful-shutdown-period=5")
			.run((context) -> {
				assertThat(context.getBean(DefaultMqttListenerContainerFactory.class))
					.hasFieldOrPropertyWithValue("subscribeOptions", SubscribeOptions.of(QoS.EXACTLY_ONCE))
					.hasFieldOrPropertyWithValue("gracefulShutdownPeriod", Duration.ofSeconds(5));
				assertThat(context.getBean(MqttListenerEndpointRegistry.class).getListenerContainers()).hasSize(1);
				assertThat(this.client.subscriptions()).isEmpty();
			});
	}

	@Test
	void containerFactoryBacksOffForOneOfTheSameName() {
		MqttListenerContainerFactory factory = mock();
		this.fakeClientRunner
			.withBean("mqttListenerContainerFactory", MqttListenerContainerFactory.class, () -> factory)
			.run((context) -> assertThat(context.getBean(MqttListenerContainerFactory.class)).isSameAs(factory));
	}

	@Test
	void containerFactoryOfAnotherNameCanBeConfiguredAlike() {
		this.fakeClientRunner.withPropertyValues("mqtt.listener.qos=0")
			.withUserConfiguration(SecondFactoryConfiguration.class)
			.run((context) -> {
				assertThat(context).getBeans(MqttListenerContainerFactory.class).hasSize(2);
				assertThat(context.getBean("second")).hasFieldOrPropertyWithValue("subscribeOptions",
						SubscribeOptions.of(QoS.AT_MOST_ONCE));
			});
	}

	@Test
	void listenersAreEnabledOnce() {
		this.fakeClientRunner.withUserConfiguration(EnableMqttConfiguration.class, ListenerConfiguration.class)
			.run((context) -> {
				assertThat(context).hasBean(MqttListenerConfigUtils.MQTT_LISTENER_ANNOTATION_PROCESSOR_BEAN_NAME);
				assertThat(this.client.subscriptions()).hasSize(1);
			});
	}

	@Test
	void wrongQosIsReportedWithItsProperty() {
		this.fakeClientRunner.withPropertyValues("mqtt.listener.qos=3")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("mqtt.listener.qos"));
	}

	@Configuration(proxyBeanMethods = false)
	static class ListenerConfiguration {

		@MqttListener("a/{b}")
		void onMessage(String payload) {
		}

	}

	@EnableMqtt
	@Configuration(proxyBeanMethods = false)
	static class EnableMqttConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	static class SecondFactoryConfiguration {

		@Bean
		DefaultMqttListenerContainerFactory second(MqttClient client,
				MqttListenerContainerFactoryConfigurer configurer) {
			DefaultMqttListenerContainerFactory factory = new DefaultMqttListenerContainerFactory(client);
			configurer.configure(factory);
			return factory;
		}

	}

}
