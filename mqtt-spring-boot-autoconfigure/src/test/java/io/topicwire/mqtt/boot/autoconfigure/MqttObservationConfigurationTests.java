package io.topicwire.mqtt.boot.autoconfigure;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.FakeMqttClient;
import io.topicwire.mqtt.spring.annotation.MqttListener;
import io.topicwire.mqtt.spring.core.MqttTemplate;
import io.topicwire.mqtt.spring.observation.DefaultMqttListenerObservationConvention;
import io.topicwire.mqtt.spring.observation.DefaultMqttPublishObservationConvention;
import io.topicwire.mqtt.spring.observation.MqttListenerContext;
import io.topicwire.mqtt.spring.observation.MqttListenerObservationConvention;
import io.topicwire.mqtt.spring.observation.MqttPublishContext;
import io.topicwire.mqtt.spring.observation.MqttPublishObservationConvention;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for how {@link MqttAutoConfiguration} has templates and listeners observed.
 */
class MqttObservationConfigurationTests {

	private final FakeMqttClient client = new FakeMqttClient();

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MqttAutoConfiguration.class))
		.withUserConfiguration(ListenerConfiguration.class)
		.withBean("fakeClient", MqttClient.class, () -> this.client);

	private final ApplicationContextRunner registryRunner = this.contextRunner.withBean(ObservationRegistry.class,
			() -> this.registry);

	@Test
	void nothingIsObservedWithoutARegistry() {
		this.contextRunner.run((context) -> {
			context.getBean(MqttTemplate.class).send("a/1", "x");
			assertThat(this.client.published()).hasSize(1);
			assertThat(this.client.receive(MqttMessage.of("a/1", "x"))).isEmpty();
		});
	}

	@Test
	void templateAndListenersAreObserved() {
		this.registryRunner.run((context) -> {
			context.getBean(MqttTemplate.class).send("a/1", "x");
			this.client.receive(MqttMessage.of("a/1", "x"));
			TestObservationRegistryAssert.assertThat(this.registry)
				.hasNumberOfObservationsEqualTo(2)
				.hasObservationWithNameEqualTo("mqtt.publish")
				.that()
				.hasLowCardinalityKeyValue("mqtt.connection", "default");
			TestObservationRegistryAssert.assertThat(this.registry)
				.hasObservationWithNameEqualTo("mqtt.listener")
				.that()
				.hasLowCardinalityKeyValue("mqtt.connection", "default")
				.hasLowCardinalityKeyValue("mqtt.listener.id", "letters");
		});
	}

	@Test
	void templateIsNotObservedIfThePropertySaysSo() {
		this.registryRunner.withPropertyValues("mqtt.template.observation-enabled=false").run((context) -> {
			context.getBean(MqttTemplate.class).send("a/1", "x");
			TestObservationRegistryAssert.assertThat(this.registry).doesNotHaveAnyObservation();
		});
	}

	@Test
	void listenersAreNotObservedIfThePropertySaysSo() {
		this.registryRunner.withPropertyValues("mqtt.listener.observation-enabled=false").run((context) -> {
			assertThat(this.client.receive(MqttMessage.of("a/1", "x"))).isEmpty();
			TestObservationRegistryAssert.assertThat(this.registry).doesNotHaveAnyObservation();
		});
	}

	@Test
	void conventionsOfTheUserAreUsed() {
		this.registryRunner
			.withBean(MqttPublishObservationConvention.class, () -> new DefaultMqttPublishObservationConvention() {

				@Override
				public KeyValues getLowCardinalityKeyValues(MqttPublishContext context) {
					return super.getLowCardinalityKeyValues(context).and(KeyValue.of("site", "north"));
				}

			})
			.withBean(MqttListenerObservationConvention.class, () -> new DefaultMqttListenerObservationConvention() {

				@Override
				public KeyValues getLowCardinalityKeyValues(MqttListenerContext context) {
					return super.getLowCardinalityKeyValues(context).and(KeyValue.of("site", "south"));
				}

			})
			.run((context) -> {
				context.getBean(MqttTemplate.class).send("a/1", "x");
				this.client.receive(MqttMessage.of("a/1", "x"));
				TestObservationRegistryAssert.assertThat(this.registry)
					.hasObservationWithNameEqualTo("mqtt.publish")
					.that()
					.hasLowCardinalityKeyValue("site", "north");
				TestObservationRegistryAssert.assertThat(this.registry)
					.hasObservationWithNameEqualTo("mqtt.listener")
					.that()
					.hasLowCardinalityKeyValue("site", "south");
			});
	}

	@Configuration(proxyBeanMethods = false)
	static class ListenerConfiguration {

		@MqttListener(id = "letters", topics = "a/+")
		void listen(String payload) {
		}

	}

}
