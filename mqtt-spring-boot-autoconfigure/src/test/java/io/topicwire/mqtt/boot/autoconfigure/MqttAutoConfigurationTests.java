package io.topicwire.mqtt.boot.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttTimeoutException;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.FakeMqttClient;
import io.topicwire.mqtt.spring.annotation.MqttListener;
import io.topicwire.mqtt.spring.config.DefaultMqttListenerContainerFactory;
import io.topicwire.mqtt.spring.config.MqttListenerContainerFactory;
import io.topicwire.mqtt.spring.core.MqttClientRegistry;
import io.topicwire.mqtt.spring.core.MqttOperations;
import io.topicwire.mqtt.spring.core.MqttPublishListener;
import io.topicwire.mqtt.spring.core.MqttTemplate;
import io.topicwire.mqtt.spring.event.MqttConnectionEvent;
import io.topicwire.mqtt.spring.event.MqttDisconnectedEvent;
import io.topicwire.mqtt.spring.support.PlainPayloadConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.context.event.EventListener;
import org.springframework.messaging.converter.CompositeMessageConverter;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.converter.StringMessageConverter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link MqttAutoConfiguration}.
 */
class MqttAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MqttAutoConfiguration.class, JacksonAutoConfiguration.class));

	private final FakeMqttClient client = new FakeMqttClient();

	private final ApplicationContextRunner fakeClientRunner = this.contextRunner.withBean("fakeClient",
			MqttClient.class, () -> this.client);

	@Test
	void nothingIsConfiguredWithoutTheClientLibrary() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(MqttClient.class))
			.run((context) -> assertThat(context).doesNotHaveBean(MqttAutoConfiguration.class));
	}

	@Test
	void nothingIsConfiguredWithoutTheMessagingLayer() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(MqttTemplate.class))
			.run((context) -> assertThat(context).doesNotHaveBean(MqttAutoConfiguration.class));
	}

	@Test
	void clientComesWithAllThatUsesIt() {
		this.contextRunner.withPropertyValues("mqtt.url=mqtt://127.0.0.1:1", "mqtt.recovery.enabled=false")
			.withUserConfiguration(ListenerConfiguration.class)
			.run((context) -> assertThat(context).hasSingleBean(MqttClient.class)
				.hasSingleBean(MqttConnectionDetails.class)
				.hasSingleBean(MqttClientLifecycle.class)
				.hasSingleBean(MqttTemplate.class)
				.hasSingleBean(MqttListenerContainerFactory.class));
	}

	@Test
	void clientIsTheOneOfTheUserIfThereIsOne() {
		this.fakeClientRunner.run((context) -> {
			assertThat(context.getBean(MqttClient.class)).isSameAs(this.client);
			assertThat(context).doesNotHaveBean(MqttConnectionDetails.class);
		});
	}

	@Test
	void listenersAreRegisteredBeforeTheClientConnects() {
		this.fakeClientRunner.withUserConfiguration(ListenerConfiguration.class)
			.run((context) -> assertThat(this.client.events()).containsExactly("subscribe a/+", "connectAsync"));
	}

	@Test
	void listenersAreRegisteredAlthoughOtherBeansAreLazy() {
		this.fakeClientRunner.withUserConfiguration(ListenerConfiguration.class)
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(this.client.events()).contains("subscribe a/+"));
	}

	@Test
	void whatHappensToTheConnectionIsPublishedAsEvent() {
		List<MqttConnectionEvent> events = new ArrayList<>();
		this.fakeClientRunner.withBean(EventRecorder.class, () -> new EventRecorder(events)).run((context) -> {
			this.client.listeners().forEach((listener) -> listener.disconnected(null));
			assertThat(events).singleElement().isInstanceOf(MqttDisconnectedEvent.class).satisfies((event) -> {
				assertThat(event.getConnection()).isEqualTo("default");
				assertThat(event.getClient()).isSameAs(this.client);
			});
		});
	}

	@Test
	void clientIsDisconnectedAndClosedWithTheContext() {
		this.fakeClientRunner.run((context) -> {
		});
		assertThat(this.client.events()).containsExactly("connectAsync", "disconnectAsync", "close");
	}

	@Test
	void stoppedContextCanBeStartedAgain() {
		this.fakeClientRunner.withUserConfiguration(ListenerConfiguration.class).run((context) -> {
			context.getSourceApplicationContext().stop();
			context.getSourceApplicationContext().start();
			assertThat(this.client.events()).containsExactly("subscribe a/+", "connectAsync", "disconnectAsync",
					"connectAsync");
		});
	}

	@Test
	void contextStartsWhenTheBrokerCannotBeReached() {
		this.client.failWith(new MqttConnectionException("refused"));
		this.fakeClientRunner.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void contextFailsWhenTheBrokerCannotBeReachedAndFailFastIsSet() {
		this.client.failWith(new MqttConnectionException("refused"));
		this.fakeClientRunner.withPropertyValues("mqtt.fail-fast=true")
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseInstanceOf(MqttConnectionException.class)
				.cause()
				.isInstanceOf(MqttFailFastException.class)
				.hasMessage("Cannot connect to MQTT broker at mqtt://broker:1883: refused"));
	}

	@Test
	void contextWaitsForTheConnectionWhenFailFastIsSet() {
		this.fakeClientRunner.withPropertyValues("mqtt.fail-fast=true")
			.run((context) -> assertThat(this.client.events()).containsExactly("connect"));
	}

	@Test
	void clientsOfTheUserAreLeftAloneWithoutASingleOne() {
		this.fakeClientRunner.withBean("another", MqttClient.class, FakeMqttClient::new).run((context) -> {
			assertThat(this.client.events()).isEmpty();
			assertThat(context.getBean(MqttClientRegistry.class).getConnectionNames()).isEmpty();
			assertThat(context).doesNotHaveBean(MqttOperations.class)
				.doesNotHaveBean(MqttListenerContainerFactory.class);
		});
	}

	@Test
	void primaryClientOfSeveralIsUsed() {
		this.contextRunner.withUserConfiguration(TwoClientsConfiguration.class).run((context) -> {
			context.getBean(MqttOperations.class).send("a", "x");
			assertThat(context.getBean("first", FakeMqttClient.class).published()).hasSize(1);
		});
	}

	@Test
	void messageConverterWritesJsonIfThereIsAMapper() {
		this.fakeClientRunner.run((context) -> {
			assertThat(context.getBean("mqttMessageConverter")).isInstanceOf(CompositeMessageConverter.class);
			context.getBean(MqttTemplate.class).send("commands", new Stop("overheated"));
			assertThat(this.client.published()).singleElement()
				.extracting(MqttMessage::payloadAsString)
				.isEqualTo("{\"reason\":\"overheated\"}");
		});
	}

	@Test
	void messageConverterKnowsTextWithoutJackson() {
		this.fakeClientRunner.withClassLoader(new FilteredClassLoader(JsonMapper.class))
			.run((context) -> assertThat(context.getBean("mqttMessageConverter"))
				.isInstanceOf(PlainPayloadConverter.class));
	}

	@Test
	void messageConverterKnowsTextWithoutASingleMapper() {
		this.fakeClientRunner.withBean("one", JsonMapper.class, JsonMapper::new)
			.withBean("two", JsonMapper.class, JsonMapper::new)
			.run((context) -> assertThat(context.getBean("mqttMessageConverter"))
				.isInstanceOf(PlainPayloadConverter.class));
	}

	@Test
	void messageConverterOfTheUserIsFoundByName() {
		MessageConverter converter = new StringMessageConverter();
		this.fakeClientRunner.withBean("mqttMessageConverter", MessageConverter.class, () -> converter)
			.run((context) -> {
				assertThat(context.getBean(MqttTemplate.class)).extracting("messageConverter").isSameAs(converter);
				assertThat(context.getBean(DefaultMqttListenerContainerFactory.class)).extracting("messageConverter")
					.isSameAs(converter);
			});
	}

	@Test
	void messageConverterOfSomethingElseIsLeftAlone() {
		this.fakeClientRunner.withBean("other", MessageConverter.class, StringMessageConverter::new).run((context) -> {
			assertThat(context.getBean(MessageConverter.class)).isInstanceOf(StringMessageConverter.class);
			assertThat(context.getBean(MqttTemplate.class)).extracting("messageConverter")
				.isInstanceOf(CompositeMessageConverter.class);
		});
	}

	@Test
	void templateHasTheDefaultsOfTheProperties() {
		this.fakeClientRunner
			.withPropertyValues("mqtt.template.default-topic=events", "mqtt.template.qos=2",
					"mqtt.template.retain=true")
			.run((context) -> {
				context.getBean(MqttTemplate.class).sendDefault("x");
				assertThat(this.client.published()).singleElement().satisfies((message) -> {
					assertThat(message.topic()).isEqualTo("events");
					assertThat(message.qos()).isEqualTo(QoS.EXACTLY_ONCE);
					assertThat(message.retain()).isTrue();
				});
			});
	}

	@Test
	void wrongQosOfTheTemplateIsReportedWithItsProperty() {
		this.fakeClientRunner.withPropertyValues("mqtt.template.qos=-1")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("mqtt.template.qos"));
	}

	@Test
	void templateWaitsForRepliesAsLongAsThePropertiesSay() {
		this.fakeClientRunner.withPropertyValues("mqtt.template.reply-timeout=50ms")
			.run((context) -> assertThat(context.getBean(MqttTemplate.class).sendAndReceive("a", "x", String.class))
				.failsWithin(Duration.ofSeconds(30))
				.withThrowableThat()
				.havingCause()
				.isInstanceOf(MqttTimeoutException.class)
				.withMessageContaining("within 50 ms"));
	}

	@Test
	void templateWaitsForRepliesWhereThePropertiesSay() {
		// With the time limit by default: a request that has timed out is not published
		this.fakeClientRunner.withPropertyValues("mqtt.template.reply-topic=my/replies").run((context) -> {
			context.getBean(MqttTemplate.class).sendAndReceive("a", "x", String.class);
			assertThat(this.client.published()).singleElement()
				.satisfies((message) -> assertThat(message.properties().responseTopic()).isEqualTo("my/replies"));
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "mqtt.template.reply-timeout=0", "mqtt.template.reply-topic=a/+" })
	void wrongPropertyOfRepliesIsReportedWithItsName(String property) {
		this.fakeClientRunner.withPropertyValues(property)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining(property.substring(0, property.indexOf('='))));
	}

	@Test
	void templateTellsThePublishListener() {
		MqttPublishListener listener = mock();
		this.fakeClientRunner.withBean(MqttPublishListener.class, () -> listener).run((context) -> {
			context.getBean(MqttTemplate.class).send("a", "x");
			then(listener).should().onSuccess(this.client.published().get(0), PublishResult.SUCCESS);
		});
	}

	@Test
	void templateBacksOffForOtherOperations() {
		MqttOperations operations = mock();
		this.fakeClientRunner.withBean(MqttOperations.class, () -> operations)
			.run((context) -> assertThat(context).hasSingleBean(MqttOperations.class)
				.doesNotHaveBean(MqttTemplate.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class ListenerConfiguration {

		@MqttListener("a/{b}")
		void onMessage(String payload) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoClientsConfiguration {

		@Bean
		@Primary
		FakeMqttClient first() {
			return new FakeMqttClient();
		}

		@Bean
		FakeMqttClient second() {
			return new FakeMqttClient();
		}

	}

	record Stop(String reason) {

	}

	record EventRecorder(List<MqttConnectionEvent> events) {

		@EventListener
		void onEvent(MqttConnectionEvent event) {
			this.events.add(event);
		}

	}

}
