package io.topicwire.mqtt.boot.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.FakeMqttClient;
import io.topicwire.mqtt.spring.annotation.EnableMqtt;
import io.topicwire.mqtt.spring.annotation.MqttListener;
import io.topicwire.mqtt.spring.config.ContainerCustomizer;
import io.topicwire.mqtt.spring.config.DefaultMqttListenerContainerFactory;
import io.topicwire.mqtt.spring.config.MqttListenerConfigUtils;
import io.topicwire.mqtt.spring.config.MqttListenerContainerFactory;
import io.topicwire.mqtt.spring.config.MqttListenerEndpointRegistry;
import io.topicwire.mqtt.spring.core.MqttTemplate;
import io.topicwire.mqtt.spring.event.MqttListenerFailedEvent;
import io.topicwire.mqtt.spring.listener.AckMode;
import io.topicwire.mqtt.spring.listener.ContainerProperties;
import io.topicwire.mqtt.spring.listener.MqttMessageInterceptor;
import io.topicwire.mqtt.spring.listener.MqttMessageRecoverer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.validation.Validator;

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
					"mqtt.listener.graceful-shutdown-period=5", "mqtt.listener.idle-event-interval=20",
					"mqtt.listener.stuck-after=7", "mqtt.listener.batch-size=50", "mqtt.listener.batch-timeout=250ms")
			.run((context) -> {
				assertThat(context.getBean(DefaultMqttListenerContainerFactory.class))
					.hasFieldOrPropertyWithValue("subscribeOptions", SubscribeOptions.of(QoS.EXACTLY_ONCE))
					.hasFieldOrPropertyWithValue("gracefulShutdownPeriod", Duration.ofSeconds(5))
					.hasFieldOrPropertyWithValue("idleEventInterval", Duration.ofSeconds(20))
					.hasFieldOrPropertyWithValue("stuckAfter", Duration.ofSeconds(7))
					.hasFieldOrPropertyWithValue("batchSize", 50)
					.hasFieldOrPropertyWithValue("batchTimeout", Duration.ofMillis(250))
					.hasFieldOrPropertyWithValue("virtualThreads", false);
				assertThat(context.getBean(MqttListenerEndpointRegistry.class).getListenerContainers()).hasSize(1);
				assertThat(this.client.subscriptions()).isEmpty();
			});
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void listenersWithThreadsOfTheirOwnHaveVirtualOnesIfTheApplicationHas() {
		this.fakeClientRunner.withPropertyValues("spring.threads.virtual.enabled=true")
			.run((context) -> assertThat(context.getBean(DefaultMqttListenerContainerFactory.class))
				.hasFieldOrPropertyWithValue("virtualThreads", true));
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
	void containersAreCustomizedInOrderAfterTheirListenersHaveHadTheirSay() {
		this.fakeClientRunner.withUserConfiguration(ListenerConfiguration.class)
			.withBean("last", ContainerCustomizer.class, () -> new OrderedCustomizer(2))
			.withBean("first", ContainerCustomizer.class, () -> new OrderedCustomizer(1))
			.run((context) -> assertThat(context.getBean(MqttListenerEndpointRegistry.class).getListenerContainers())
				.singleElement()
				.satisfies((container) -> assertThat(container.getPhase()).isEqualTo(12)));
	}

	@Test
	void interceptorOfTheApplicationIsThatOfAllContainerFactories() {
		MqttMessageInterceptor interceptor = (message) -> message;
		this.fakeClientRunner.withPropertyValues("mqtt.connection.cloud.url=mqtt://127.0.0.1:4")
			.withBean(MqttMessageInterceptor.class, () -> interceptor)
			.run((context) -> assertThat(
					context.getBean(MqttListenerConfigUtils.getListenerContainerFactoryBeanName("cloud")))
				.hasFieldOrPropertyWithValue("interceptor", interceptor));
	}

	@Test
	void severalInterceptorsChangeMessagesInTheirOrder() {
		this.fakeClientRunner.withBean("last", MqttMessageInterceptor.class, () -> new OrderedInterceptor(2))
			.withBean("first", MqttMessageInterceptor.class, () -> new OrderedInterceptor(1))
			.withUserConfiguration(ListenerConfiguration.class)
			.run((context) -> {
				Object interceptor = ReflectionTestUtils.getField(
						context.getBean(MqttListenerConfigUtils.DEFAULT_MQTT_LISTENER_CONTAINER_FACTORY_BEAN_NAME),
						"interceptor");
				assertThat(((MqttMessageInterceptor) interceptor).intercept(MqttMessage.of("a", "0")).payloadAsString())
					.isEqualTo("012");
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

	@Test
	void wrongIdleEventIntervalIsReportedWithItsProperty() {
		this.fakeClientRunner.withPropertyValues("mqtt.listener.idle-event-interval=0s")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("mqtt.listener.idle-event-interval"));
	}

	@ParameterizedTest
	@CsvSource({ "batch-size, 0", "batch-size, 1001", "batch-timeout, -1s" })
	void wrongBatchIsReportedWithItsProperty(String property, String value) {
		this.fakeClientRunner.withPropertyValues("mqtt.listener." + property + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("mqtt.listener." + property));
	}

	@Test
	void failureOfAListenerIsPublishedAsEvent() {
		List<MqttListenerFailedEvent> events = new ArrayList<>();
		this.fakeClientRunner.withUserConfiguration(ListenerConfiguration.class)
			.withBean(FailureRecorder.class, () -> new FailureRecorder(events))
			.run((context) -> {
				context.getBean(MqttListenerEndpointRegistry.class)
					.getListenerContainers()
					.forEach((container) -> container.stopAbnormally(new IllegalStateException("disk full")));
				assertThat(events).singleElement().satisfies((event) -> assertThat(event.isFatal()).isTrue());
			});
	}

	@Test
	void failuresAreLeftToTheClientByDefault() {
		this.fakeClientRunner.run((context) -> assertThat(context.getBean(DefaultMqttListenerContainerFactory.class))
			.hasFieldOrPropertyWithValue("ackMode", AckMode.AUTO)
			.hasFieldOrPropertyWithValue("retryPolicy", null)
			.hasFieldOrPropertyWithValue("recoverer", null));
	}

	@Test
	void retriesHaveTheBackOffOfTheProperties() {
		this.fakeClientRunner
			.withPropertyValues("mqtt.listener.retry.enabled=true", "mqtt.listener.retry.max-retries=2",
					"mqtt.listener.retry.initial-interval=10ms", "mqtt.listener.retry.multiplier=3",
					"mqtt.listener.retry.max-interval=20ms", "mqtt.listener.retry.jitter=0")
			.run((context) -> assertThat(context.getBean(DefaultMqttListenerContainerFactory.class))
				.extracting("retryPolicy", InstanceOfAssertFactories.type(RetryPolicy.class))
				.satisfies((policy) -> {
					BackOffExecution backOff = policy.getBackOff().start();
					assertThat(backOff.nextBackOff()).isEqualTo(10);
					assertThat(backOff.nextBackOff()).isEqualTo(20);
					assertThat(backOff.nextBackOff()).isEqualTo(BackOffExecution.STOP);
				}));
	}

	@Test
	void wrongRetryIsReportedWithItsProperty() {
		this.fakeClientRunner
			.withPropertyValues("mqtt.listener.retry.enabled=true", "mqtt.listener.retry.multiplier=0.5")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("mqtt.listener.retry"));
	}

	@Test
	void ackModeIsThatOfTheProperties() {
		this.fakeClientRunner.withPropertyValues("mqtt.listener.ack-mode=manual")
			.run((context) -> assertThat(context.getBean(DefaultMqttListenerContainerFactory.class))
				.hasFieldOrPropertyWithValue("ackMode", AckMode.MANUAL));
	}

	@ParameterizedTest
	@CsvSource({ "dead-letter, DeadLetterPublishingRecoverer", "drop, LoggingRecoverer",
			"stop, ContainerStoppingRecoverer" })
	void recovererIsThatOfTheProperties(String value, String type) {
		this.fakeClientRunner.withPropertyValues("mqtt.listener.recoverer=" + value)
			.run((context) -> assertThat(context.getBean(DefaultMqttListenerContainerFactory.class))
				.extracting("recoverer")
				.extracting((recoverer) -> recoverer.getClass().getSimpleName())
				.isEqualTo(type));
	}

	@Test
	void deadLettersGoToTheTopicOfTheProperties() {
		this.fakeClientRunner.withUserConfiguration(FailingListenerConfiguration.class)
			.withPropertyValues("mqtt.listener.recoverer=dead-letter",
					"mqtt.listener.dead-letter-topic=graveyard/{topic}/x")
			.run((context) -> {
				assertThat(this.client.receive(MqttMessage.of("a/b", "x"))).isEmpty();
				assertThat(this.client.published()).singleElement()
					.extracting(MqttMessage::topic)
					.isEqualTo("graveyard/a/b/x");
			});
	}

	@Test
	void wrongDeadLetterTopicIsReportedWithItsProperty() {
		this.fakeClientRunner
			.withPropertyValues("mqtt.listener.recoverer=dead-letter", "mqtt.listener.dead-letter-topic=a/#")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("mqtt.listener.dead-letter-topic"));
	}

	@Test
	void recovererBeanTakesPrecedence() {
		MqttMessageRecoverer recoverer = mock();
		this.fakeClientRunner.withBean(MqttMessageRecoverer.class, () -> recoverer)
			.withPropertyValues("mqtt.listener.recoverer=drop")
			.run((context) -> assertThat(context.getBean(DefaultMqttListenerContainerFactory.class))
				.hasFieldOrPropertyWithValue("recoverer", recoverer));
	}

	@Test
	void payloadsAreValidatedByTheValidatorBean() {
		Validator validator = mock();
		this.fakeClientRunner.withBean(Validator.class, () -> validator)
			.run((context) -> assertThat(context.getBean(DefaultMqttListenerContainerFactory.class))
				.hasFieldOrPropertyWithValue("validator", validator));
	}

	@Test
	void payloadsAreNotValidatedWithoutValidatorBean() {
		this.fakeClientRunner.run((context) -> assertThat(context.getBean(DefaultMqttListenerContainerFactory.class))
			.hasFieldOrPropertyWithValue("validator", null));
	}

	@Test
	void repliesAreSentByTheTemplate() {
		this.fakeClientRunner.run((context) -> assertThat(context.getBean(DefaultMqttListenerContainerFactory.class))
			.hasFieldOrPropertyWithValue("replyTemplate", context.getBean(MqttTemplate.class)));
	}

	@Configuration(proxyBeanMethods = false)
	static class FailingListenerConfiguration {

		@MqttListener("a/{b}")
		void onMessage(String payload) {
			throw new IllegalStateException("always");
		}

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

	record FailureRecorder(List<MqttListenerFailedEvent> events) {

		@EventListener
		void onFailure(MqttListenerFailedEvent event) {
			this.events.add(event);
		}

	}

	private record OrderedInterceptor(int number) implements MqttMessageInterceptor, Ordered {

		@Override
		public MqttMessage intercept(MqttMessage message) {
			return message.payload((message.payloadAsString() + this.number).getBytes());
		}

		@Override
		public int getOrder() {
			return this.number;
		}

	}

	private record OrderedCustomizer(int number) implements ContainerCustomizer, Ordered {

		@Override
		public void configure(String listenerId, ContainerProperties properties) {
			assertThat(listenerId).isNotEmpty();
			properties.setPhase(properties.getPhase() * 10 + this.number);
		}

		@Override
		public int getOrder() {
			return this.number;
		}

	}

}
