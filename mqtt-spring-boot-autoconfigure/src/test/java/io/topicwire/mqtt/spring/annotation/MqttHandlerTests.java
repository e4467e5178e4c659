package io.topicwire.mqtt.spring.annotation;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.spring.FakeMqttClient;
import io.topicwire.mqtt.spring.config.DefaultMqttListenerContainerFactory;
import io.topicwire.mqtt.spring.support.JsonPayloadConverter;
import io.topicwire.mqtt.spring.support.MqttHeaders;
import io.topicwire.mqtt.spring.support.PlainPayloadConverter;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.CompositeMessageConverter;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.messaging.support.NativeMessageHeaderAccessor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link MqttHandler} methods of a class with {@link MqttListener}.
 */
class MqttHandlerTests {

	private final FakeMqttClient client = new FakeMqttClient();

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	@AfterEach
	void stop() {
		this.context.close();
	}

	@Test
	void methodIsChosenByTheTypeOfThePayload() {
		start(Typed.class);
		receive("machines/7", "{\"celsius\":80.5}", "temperature");
		receive("machines/8", "{\"text\":\"hot\"}", "alarm");
		awaitAnswers("acknowledged", "acknowledged");
		assertThat(calls()).containsExactly("7 Temperature[celsius=80.5]", "alarm Alarm[text=hot] from machines/8");
	}

	@Test
	void oneSubscriptionServesAllMethods() {
		start(Typed.class);
		assertThat(this.client.subscriptions()).extracting(FakeMqttClient.FakeSubscription::filter)
			.containsExactly("machines/+");
	}

	@Test
	void defaultMethodTakesWhatNoOtherTakes() {
		start(Typed.class);
		receive("machines/7", "no JSON", "unknown");
		receive("machines/7", "no JSON", "alarm");
		awaitAnswers("acknowledged", "acknowledged");
		assertThat(calls()).containsExactly("default no JSON", "default no JSON");
	}

	@Test
	void resultGoesToTheTopicOfTheMethod() {
		start(Typed.class);
		receive("machines/8", "{\"text\":\"hot\"}", "alarm");
		Awaitility.await().until(() -> this.client.published().size() == 1);
		assertThat(this.client.published().get(0).topic()).isEqualTo("alarms");
	}

	@Test
	void messageThatNoMethodTakesIsAFailure() {
		start(WithoutDefault.class);
		assertThat(receive("a", "1", "number")).singleElement()
			.satisfies((ex) -> assertThat(ex)
				.hasRootCauseMessage("No handler method takes a payload of type java.lang.Integer; "
						+ "add one, or a default method that takes all others"));
	}

	@Test
	void jsonIsTakenByItsKind() {
		start(WithoutDefault.class);
		receive("a", "{\"b\":1}", "json");
		receive("a", "[1,2]", "json");
		assertThat(calls()).containsExactly("map {b=1}", "list [1, 2]");
	}

	@Test
	void methodsThatTakeTheSameTypeAreRefused() {
		assertThatStartOf(SameType.class, "take the same type of payload");
	}

	@Test
	void methodWithoutPayloadIsRefused() {
		assertThatStartOf(NoPayload.class, "has no payload by which it could be chosen");
	}

	@Test
	void severalDefaultMethodsAreRefused() {
		assertThatStartOf(SeveralDefaults.class, "has several default methods");
	}

	@Test
	void classWithoutMethodsIsRefused() {
		assertThatStartOf(NoMethods.class, "has no methods to call; mark them with @MqttHandler");
	}

	private void assertThatStartOf(Class<?> type, String message) {
		Throwable failure = catchThrowable(() -> start(type));
		assertThat(failure).isNotNull();
		assertThat(NestedExceptionUtils.getMostSpecificCause(failure)).hasMessageContaining(message)
			.hasMessageContaining(type.getSimpleName());
	}

	private void start(Class<?> type) {
		this.context.registerBean("mqttListenerContainerFactory", DefaultMqttListenerContainerFactory.class, () -> {
			DefaultMqttListenerContainerFactory factory = new DefaultMqttListenerContainerFactory(this.client);
			factory.setMessageConverter(new CompositeMessageConverter(
					List.of(new PlainPayloadConverter(), new JsonPayloadConverter(JsonMapper.builder().build()))));
			return factory;
		});
		this.context.register(EnableMqttConfiguration.class, type);
		this.context.refresh();
	}

	private List<Throwable> receive(String topic, String payload, String type) {
		return this.client.receive(MqttMessage.of(topic, payload).qos(QoS.AT_LEAST_ONCE).userProperty("type", type));
	}

	private void awaitAnswers(String... expected) {
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.client.acknowledgements())
				.extracting(FakeMqttClient.FakeAcknowledgement::answer)
				.containsExactly(expected));
	}

	private List<String> calls() {
		return this.context.getBean(Calls.class).calls;
	}

	@EnableMqtt
	@Configuration(proxyBeanMethods = false)
	static class EnableMqttConfiguration {

		@Bean
		static MessageConverter byUserProperty() {
			return new TypedConverter(new JsonPayloadConverter(JsonMapper.builder().build()));
		}

	}

	static class Calls {

		final List<String> calls = new CopyOnWriteArrayList<>();

	}

	@MqttListener(topics = "machines/{machine}", messageConverter = "byUserProperty")
	static class Typed extends Calls {

		@MqttHandler
		void onTemperature(Temperature temperature, @DestinationVariable String machine) {
			this.calls.add(machine + " " + temperature);
		}

		@MqttHandler
		@SendTo("alarms")
		Alarm onAlarm(@Header(MqttHeaders.RECEIVED_TOPIC) String topic, Message<Alarm> alarm) {
			this.calls.add("alarm " + alarm.getPayload() + " from " + topic);
			return alarm.getPayload();
		}

		@MqttHandler(isDefault = true)
		void onOther(MqttMessage message) {
			this.calls.add("default " + message.payloadAsString());
		}

	}

	@MqttListener("a")
	static class WithoutDefault extends Calls {

		@MqttHandler
		void onMap(Map<String, Object> payload) {
			this.calls.add("map " + payload);
		}

		@MqttHandler
		void onList(List<Integer> payload) {
			this.calls.add("list " + payload);
		}

	}

	@MqttListener("a")
	static class SameType {

		@MqttHandler
		void one(String payload) {
		}

		@MqttHandler
		void two(String payload) {
		}

	}

	@MqttListener("a")
	static class NoPayload {

		@MqttHandler
		void one(MqttMessage message) {
		}

	}

	@MqttListener("a")
	static class SeveralDefaults {

		@MqttHandler(isDefault = true)
		void one(String payload) {
		}

		@MqttHandler(isDefault = true)
		void two(byte[] payload) {
		}

	}

	@MqttListener("a")
	static class NoMethods {

	}

	/**
	 * Finds the type of the payload by a user property.
	 */
	static final class TypedConverter implements MessageConverter {

		private final Map<String, Class<?>> types = Map.of("temperature", Temperature.class, "alarm", Alarm.class);

		private final JsonPayloadConverter json;

		TypedConverter(JsonPayloadConverter json) {
			this.json = json;
		}

		@Override
		public @Nullable Object fromMessage(Message<?> message, Class<?> targetClass) {
			Class<?> type = this.types
				.get(String.valueOf(NativeMessageHeaderAccessor.getFirstNativeHeader("type", message.getHeaders())));
			return (type != null) ? this.json.fromMessage(message, type) : null;
		}

		@Override
		public @Nullable Message<?> toMessage(Object payload, @Nullable MessageHeaders headers) {
			return this.json.toMessage(payload, headers);
		}

	}

	record Temperature(double celsius) {

	}

	record Alarm(String text) {

	}

}
