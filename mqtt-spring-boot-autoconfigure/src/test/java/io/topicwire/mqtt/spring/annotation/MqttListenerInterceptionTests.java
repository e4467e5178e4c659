package io.topicwire.mqtt.spring.annotation;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.spring.FakeMqttClient;
import io.topicwire.mqtt.spring.config.DefaultMqttListenerContainerFactory;
import io.topicwire.mqtt.spring.config.MqttListenerEndpointRegistry;
import io.topicwire.mqtt.spring.listener.ListenerStatistics;
import io.topicwire.mqtt.spring.listener.MqttMessageFilter;
import io.topicwire.mqtt.spring.listener.MqttMessageListenerContainer;
import io.topicwire.mqtt.spring.support.MqttHeaders;
import org.aopalliance.aop.Advice;
import org.aopalliance.intercept.MethodInterceptor;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.messaging.handler.annotation.support.DestinationVariableMethodArgumentResolver;
import org.springframework.messaging.support.MessageBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what comes between a message and a {@link MqttListener} method.
 */
class MqttListenerInterceptionTests {

	private final FakeMqttClient client = new FakeMqttClient();

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	@AfterEach
	void stop() {
		this.context.close();
	}

	@Test
	void filteredMessageIsAcknowledgedAndCounted() {
		start((factory) -> {
		});
		receive("filtered", "retained", true);
		receive("filtered", "live", false);
		assertThat(calls()).containsExactly("live");
		assertThat(answers()).containsExactly("acknowledged", "acknowledged");
		assertThat(statistics("filtered").filtered()).isEqualTo(1);
		assertThat(statistics("filtered").handled()).isEqualTo(1);
	}

	@Test
	void filterMayBeAnExpression() {
		start((factory) -> {
		});
		receive("filtered-by-expression", "retained", true);
		assertThat(calls()).isEmpty();
		assertThat(answers()).containsExactly("acknowledged");
	}

	@Test
	void filteredMessageOfAListenerThatAcknowledgesByItselfIsAcknowledged() {
		start((factory) -> {
		});
		receive("filtered-manually", "retained", true);
		assertThat(answers()).containsExactly("acknowledged");
	}

	@Test
	void filterOfTheContainerFactoryIsForListenersWithoutTheirOwn() {
		start((factory) -> factory.setFilter((message) -> message.retain()));
		receive("plain", "live", false);
		receive("filtered", "live", false);
		assertThat(calls()).containsExactly("live");
		assertThat(statistics("plain").filtered()).isEqualTo(1);
	}

	@Test
	void filterThatThrowsIsAFailureOfTheListener() {
		start((factory) -> factory.setFilter((message) -> {
			throw new IllegalStateException("filter");
		}));
		receive("plain", "x", false);
		assertThat(answers()).containsExactly("failed");
		assertThat(statistics("plain").failures()).isEqualTo(1);
	}

	@Test
	void adviceIsCalledAroundTheMethodInItsOrder() {
		start((factory) -> {
		});
		receive("advised", "x", false);
		assertThat(calls()).containsExactly("outer in", "inner in", "x", "inner out", "outer out");
		assertThat(answers()).containsExactly("acknowledged");
	}

	@Test
	void adviceIsCalledAtEachAttempt() {
		start((factory) -> {
			factory.setAdviceChain(advice("factory", () -> calls()));
			factory.setRetryPolicy(RetryPolicy.builder().maxRetries(1).delay(Duration.ofMillis(1)).build());
		});
		receive("failing", "x", false);
		Awaitility.await().untilAsserted(() -> assertThat(answers()).containsExactly("failed"));
		assertThat(calls()).containsExactly("factory in", "x", "factory in", "x");
	}

	@Test
	void interceptorChangesMessagesWithinTheAdvice() {
		start((factory) -> factory.setInterceptor((message) -> message.payload(new byte[] { 'y' })));
		receive("advised", "x", false);
		assertThat(calls()).containsExactly("outer in", "inner in", "y", "inner out", "outer out");
		assertThat(answers()).containsExactly("acknowledged");
	}

	@Test
	void interceptorChangesTheMessagesOfABatchWithAllTheirHeaders() {
		start((factory) -> factory.setInterceptor((message) -> message.payload(new byte[] { 'y' })));
		receive("batched/7", "x", false);
		Awaitility.await().untilAsserted(() -> assertThat(answers()).containsExactly("acknowledged"));
		assertThat(calls()).containsExactly("y from batched/7 with {id=7}");
	}

	@Test
	void interceptorThatThrowsIsAFailureAndTheRecovererGetsTheMessageAsItWasReceived() {
		List<String> recovered = new CopyOnWriteArrayList<>();
		start((factory) -> {
			factory.setInterceptor((message) -> {
				throw new IllegalStateException("interceptor");
			});
			factory.setRecoverer((failed) -> {
				recovered.add(failed.message().payloadAsString());
				return CompletableFuture.completedFuture(null);
			});
		});
		receive("plain", "x", false);
		receive("batched/7", "z", false);
		Awaitility.await().untilAsserted(() -> assertThat(answers()).containsExactly("acknowledged", "acknowledged"));
		assertThat(recovered).containsExactly("x", "z");
		assertThat(calls()).isEmpty();
	}

	@Test
	void interceptorThatChangesTheTopicIsAFailure() {
		start((factory) -> factory.setInterceptor((message) -> message.topic("other")));
		receive("plain", "x", false);
		assertThat(answers()).containsExactly("failed");
		assertThat(calls()).isEmpty();
	}

	@Test
	void converterOfTheListenerConvertsPayloadsAndReplies() {
		start((factory) -> {
		});
		receive("converted", "x", false);
		Awaitility.await().until(() -> this.client.published().size() == 1);
		assertThat(calls()).containsExactly("X");
		assertThat(this.client.published().get(0).payloadAsString()).isEqualTo("reply");
	}

	private void start(Consumer<DefaultMqttListenerContainerFactory> customizer) {
		this.context.registerBean("mqttListenerContainerFactory", DefaultMqttListenerContainerFactory.class, () -> {
			DefaultMqttListenerContainerFactory factory = new DefaultMqttListenerContainerFactory(this.client);
			customizer.accept(factory);
			return factory;
		});
		this.context.register(EnableMqttConfiguration.class, Listeners.class);
		this.context.refresh();
	}

	private void receive(String topic, String payload, boolean retain) {
		this.client.receive(MqttMessage.of(topic, payload).qos(QoS.AT_LEAST_ONCE).retain(retain));
	}

	private List<String> calls() {
		return this.context.getBean(Listeners.class).calls;
	}

	private ListenerStatistics statistics(String id) {
		MqttMessageListenerContainer container = this.context.getBean(MqttListenerEndpointRegistry.class)
			.getListenerContainer(id);
		assertThat(container).isNotNull();
		return container.getStatistics();
	}

	private List<@Nullable String> answers() {
		return this.client.acknowledgements().stream().map(FakeMqttClient.FakeAcknowledgement::answer).toList();
	}

	private static Advice advice(String name, Calls calls) {
		return (MethodInterceptor) (invocation) -> {
			calls.get().add(name + " in");
			Object result = invocation.proceed();
			calls.get().add(name + " out");
			return result;
		};
	}

	private interface Calls {

		List<String> get();

	}

	@EnableMqtt
	@Configuration(proxyBeanMethods = false)
	static class EnableMqttConfiguration {

		@Bean
		static MqttMessageFilter liveOnly() {
			return (message) -> !message.retain();
		}

		@Bean
		static Advice outer(ObjectProvider<Listeners> listeners) {
			return advice("outer", () -> listeners.getObject().calls);
		}

		@Bean
		static Advice inner(ObjectProvider<Listeners> listeners) {
			return advice("inner", () -> listeners.getObject().calls);
		}

		@Bean
		static MessageConverter upperCase() {
			return new UpperCaseConverter();
		}

	}

	static class Listeners {

		final List<String> calls = new CopyOnWriteArrayList<>();

		@MqttListener(topics = "batched/{id}", batch = "true", batchTimeout = "0")
		void onBatch(List<Message<String>> messages) {
			messages.forEach((message) -> this.calls.add("%s from %s with %s".formatted(message.getPayload(),
					message.getHeaders().get(MqttHeaders.RECEIVED_TOPIC), message.getHeaders()
						.get(DestinationVariableMethodArgumentResolver.DESTINATION_TEMPLATE_VARIABLES_HEADER))));
		}

		@MqttListener(id = "plain", topics = "plain")
		void onPlain(String text) {
			this.calls.add(text);
		}

		@MqttListener(id = "filtered", topics = "filtered", filter = "liveOnly")
		void onFiltered(String text) {
			this.calls.add(text);
		}

		@MqttListener(topics = "filtered-by-expression", filter = "#{@liveOnly}")
		void onFilteredByExpression(String text) {
			this.calls.add(text);
		}

		@MqttListener(topics = "filtered-manually", filter = "liveOnly", ackMode = "manual")
		void onFilteredManually(String text) {
			this.calls.add(text);
		}

		@MqttListener(topics = "advised", adviceChain = { "outer", "#{@inner}" })
		void onAdvised(String text) {
			this.calls.add(text);
		}

		@MqttListener(topics = "failing")
		void onFailing(String text) {
			this.calls.add(text);
			throw new IllegalStateException(text);
		}

		@MqttListener(topics = "converted", messageConverter = "upperCase")
		@SendTo("replies")
		String onConverted(String text) {
			this.calls.add(text);
			return "REPLY";
		}

	}

	static final class UpperCaseConverter implements MessageConverter {

		@Override
		public @Nullable Object fromMessage(Message<?> message, Class<?> targetClass) {
			return new String((byte[]) message.getPayload(), StandardCharsets.UTF_8).toUpperCase(Locale.ROOT);
		}

		@Override
		public @Nullable Message<?> toMessage(Object payload, @Nullable MessageHeaders headers) {
			return MessageBuilder
				.withPayload(payload.toString().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8))
				.build();
		}

	}

}
