package io.topicwire.mqtt.spring.annotation;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.spring.FakeMqttClient;
import io.topicwire.mqtt.spring.config.DefaultMqttListenerContainerFactory;
import io.topicwire.mqtt.spring.config.MqttListenerEndpointRegistry;
import io.topicwire.mqtt.spring.support.Acknowledgment;
import io.topicwire.mqtt.spring.support.JsonPayloadConverter;
import io.topicwire.mqtt.spring.support.MqttHeaders;
import io.topicwire.mqtt.spring.support.PlainPayloadConverter;
import org.aopalliance.aop.Advice;
import org.aopalliance.intercept.MethodInterceptor;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.CompositeMessageConverter;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MqttListener} methods that take batches.
 */
class MqttBatchListenerTests {

	private final FakeMqttClient client = new FakeMqttClient();

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	@AfterEach
	void stop() {
		this.context.close();
	}

	@Test
	void payloadsAreConverted() {
		start();
		receive("readings", "{\"celsius\":1}", "{\"celsius\":2}");
		awaitCall(List.of(new Reading(1), new Reading(2)));
	}

	@Test
	void payloadsOfAGenericTypeAreConverted() {
		start();
		receive("lists", "[{\"celsius\":1}]", "[]");
		awaitCall(List.of(List.of(new Reading(1)), Collections.emptyList()));
	}

	@Test
	void messagesHaveTheirHeaders() {
		start();
		receive("messages/7", "{\"celsius\":1}", "{\"celsius\":2}");
		awaitCall(List.of("messages/7 1.0", "messages/7 2.0"));
	}

	@Test
	void messagesAreHandedOverAsTheyWereReceived() {
		start();
		receive("raw", "", "x");
		awaitCall(List.of("raw 1 ", "raw 1 x"));
	}

	@Test
	void emptyPayloadIsAnEmptyText() {
		start();
		receive("texts", "", "x");
		awaitCall(List.of("", "x"));
	}

	@Test
	void payloadThatIsNoJsonIsLeftOut() {
		start();
		receive("readings", "secret", "{\"celsius\":2}");
		awaitCall(List.of(new Reading(2)));
		assertThat(this.client.acknowledgements().get(0).failures()).singleElement()
			.satisfies((failure) -> assertThat(failure).hasRootCauseInstanceOf(MessageConversionException.class)
				.hasMessageContaining("topic 'readings'"));
	}

	@Test
	void emptyPayloadThatNothingCanBeMadeOfIsLeftOut() {
		start();
		receive("readings", "", "{\"celsius\":2}");
		awaitCall(List.of(new Reading(2)));
		assertThat(answers()).containsExactly("failed", "acknowledged");
	}

	@Test
	void elementsAreValidated() {
		start((factory) -> factory.setValidator(new NotBlankValidator()));
		receive("validated", " ", "x");
		awaitCall(List.of("x"));
		assertThat(answers()).containsExactly("failed", "acknowledged");
	}

	@Test
	void methodMayAcknowledgeTheBatch() {
		start();
		receive("manual", "1", "2");
		Awaitility.await().untilAsserted(() -> assertThat(answers()).containsExactly("acknowledged", "acknowledged"));
	}

	@Test
	void methodMayReturnAFuture() {
		start();
		receive("future", "1", "2");
		awaitCall(List.of("1", "2"));
		assertThat(answers()).containsOnlyNulls();
		listeners().future.complete(null);
		Awaitility.await().untilAsserted(() -> assertThat(answers()).containsExactly("acknowledged", "acknowledged"));
	}

	@Test
	void adviceIsCalledAroundTheMethod() {
		start((factory) -> factory.setAdviceChain(advice()));
		receive("texts", "1", "2");
		Awaitility.await()
			.untilAsserted(() -> assertThat(listeners().calls).containsExactly("in", List.of("1", "2"), "out"));
	}

	@Test
	void sizeAndTimeoutAreThoseOfTheFactoryUnlessTheListenerSaysSo() {
		start((factory) -> {
			factory.setBatchSize(2);
			factory.setBatchTimeout(Duration.ZERO);
		});
		receive("factory", "1");
		awaitCall(List.of("1"));
		receive("texts", "1", "2");
		awaitCall(List.of("1", "2"));
	}

	private void start() {
		start((factory) -> {
		});
	}

	private void start(Consumer<DefaultMqttListenerContainerFactory> customizer) {
		this.context.registerBean("mqttListenerContainerFactory", DefaultMqttListenerContainerFactory.class, () -> {
			DefaultMqttListenerContainerFactory factory = new DefaultMqttListenerContainerFactory(this.client);
			factory.setMessageConverter(new CompositeMessageConverter(
					List.of(new PlainPayloadConverter(), new JsonPayloadConverter(JsonMapper.shared()))));
			customizer.accept(factory);
			return factory;
		});
		this.context.register(EnableMqttConfiguration.class, Listeners.class);
		this.context.refresh();
		assertThat(this.context.getBean(MqttListenerEndpointRegistry.class).isRunning()).isTrue();
	}

	private void receive(String topic, String... payloads) {
		for (String payload : payloads) {
			this.client.receive(MqttMessage.of(topic, payload).qos(QoS.AT_LEAST_ONCE));
		}
	}

	private void awaitCall(Object expected) {
		Awaitility.await().untilAsserted(() -> assertThat(listeners().calls).last().isEqualTo(expected));
	}

	private Listeners listeners() {
		return this.context.getBean(Listeners.class);
	}

	private List<@Nullable String> answers() {
		return this.client.acknowledgements().stream().map(FakeMqttClient.FakeAcknowledgement::answer).toList();
	}

	private Advice advice() {
		return (MethodInterceptor) (invocation) -> {
			listeners().calls.add("in");
			Object result = invocation.proceed();
			listeners().calls.add("out");
			return result;
		};
	}

	record Reading(double celsius) {

	}

	@EnableMqtt
	@Configuration(proxyBeanMethods = false)
	static class EnableMqttConfiguration {

	}

	static class Listeners {

		final List<Object> calls = new CopyOnWriteArrayList<>();

		final CompletableFuture<Void> future = new CompletableFuture<>();

		@MqttListener(topics = "readings", batch = "true", batchSize = "2", batchTimeout = "1d")
		void onReadings(List<Reading> readings) {
			this.calls.add(readings);
		}

		@MqttListener(topics = "lists", batch = "true", batchSize = "2", batchTimeout = "1d")
		void onLists(List<List<Reading>> lists) {
			this.calls.add(lists);
		}

		@MqttListener(topics = "messages/{id}", batch = "true", batchSize = "2", batchTimeout = "1d")
		void onMessages(List<Message<Reading>> messages) {
			this.calls.add(messages.stream()
				.map((message) -> message.getHeaders().get(MqttHeaders.RECEIVED_TOPIC) + " "
						+ message.getPayload().celsius())
				.toList());
		}

		@MqttListener(topics = "raw", batch = "true", batchSize = "2", batchTimeout = "1d")
		void onRaw(List<MqttMessage> messages) {
			this.calls.add(messages.stream()
				.map((message) -> message.topic() + " " + message.qos().level() + " " + message.payloadAsString())
				.toList());
		}

		@MqttListener(topics = "texts", batch = "true", batchSize = "2", batchTimeout = "1d")
		void onTexts(List<? extends String> texts) {
			this.calls.add(texts);
		}

		@MqttListener(topics = "validated", batch = "true", batchSize = "2", batchTimeout = "1d")
		void onValidated(@Validated List<String> texts) {
			this.calls.add(texts);
		}

		@MqttListener(topics = "manual", batch = "true", batchSize = "2", batchTimeout = "1d", ackMode = "manual")
		void onManual(Acknowledgment acknowledgment, List<String> texts) {
			acknowledgment.acknowledge();
		}

		@MqttListener(topics = "future", batch = "true", batchSize = "2", batchTimeout = "1d")
		CompletableFuture<Void> onFuture(List<String> texts) {
			this.calls.add(texts);
			return this.future;
		}

		@MqttListener(topics = "factory", batch = "true")
		void onFactory(List<String> texts) {
			this.calls.add(texts);
		}

	}

	static final class NotBlankValidator implements Validator {

		@Override
		public boolean supports(Class<?> type) {
			return type == String.class;
		}

		@Override
		public void validate(Object target, Errors errors) {
			if (target.toString().isBlank()) {
				errors.reject("blank", "must not be blank");
			}
		}

	}

}
