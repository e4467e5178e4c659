package io.topicwire.mqtt.spring.annotation;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.spring.FakeMqttClient;
import io.topicwire.mqtt.spring.config.DefaultMqttListenerContainerFactory;
import io.topicwire.mqtt.spring.listener.MqttListenerErrorHandler;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MqttListener} methods that return when a message is handled.
 */
class MqttListenerReturnTests {

	private final FakeMqttClient client = new FakeMqttClient();

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	@BeforeEach
	void start() {
		this.context.registerBean("mqttListenerContainerFactory", DefaultMqttListenerContainerFactory.class,
				() -> new DefaultMqttListenerContainerFactory(this.client));
		this.context.register(EnableMqttConfiguration.class, Listeners.class);
		this.context.refresh();
	}

	@AfterEach
	void stop() {
		this.context.close();
	}

	@Test
	void messageIsAcknowledgedWhenTheFutureCompletes() {
		receive("future");
		awaitCall("future");
		assertThat(answer()).isNull();
		listeners().future.complete(null);
		awaitAnswer("acknowledged");
	}

	@Test
	void messageIsAcknowledgedWhenTheMonoCompletes() {
		receive("mono");
		awaitCall("mono");
		assertThat(answer()).isNull();
		listeners().sink.tryEmitEmpty();
		awaitAnswer("acknowledged");
	}

	@Test
	void monoThatFailsIsAFailure() {
		receive("mono");
		awaitCall("mono");
		listeners().sink.tryEmitError(new IllegalStateException("late"));
		awaitAnswer("failed");
		assertThat(this.client.acknowledgements().get(0).failures()).singleElement()
			.satisfies((ex) -> assertThat(ex).hasRootCauseMessage("late"));
	}

	@Test
	void errorHandlerHandlesWhatTheFutureFailsWith() {
		receive("handled");
		awaitCall("handled");
		listeners().future.completeExceptionally(new IllegalStateException("late"));
		awaitAnswer("acknowledged");
		assertThat(listeners().calls).containsExactly("handled", "handler late");
	}

	@Test
	void errorHandlerMayFailToo() {
		receive("worse");
		awaitCall("worse");
		listeners().future.completeExceptionally(new IllegalStateException("late"));
		awaitAnswer("failed");
		assertThat(this.client.acknowledgements().get(0).failures()).singleElement()
			.satisfies((ex) -> assertThat(ex).hasRootCauseMessage("worse"));
	}

	@Test
	void nothingInPlaceOfAFutureIsSuccess() {
		receive("nothing");
		awaitAnswer("acknowledged");
	}

	private void receive(String topic) {
		this.client.receive(MqttMessage.of(topic, "x").qos(QoS.AT_LEAST_ONCE));
	}

	private void awaitCall(String call) {
		Awaitility.await().untilAsserted(() -> assertThat(listeners().calls).containsExactly(call));
	}

	/**
	 * Wait, because the method may not have returned yet that has noted its call.
	 */
	private void awaitAnswer(String expected) {
		Awaitility.await().untilAsserted(() -> assertThat(answer()).isEqualTo(expected));
	}

	private @Nullable String answer() {
		return this.client.acknowledgements().get(0).answer();
	}

	private Listeners listeners() {
		return this.context.getBean(Listeners.class);
	}

	@EnableMqtt
	@Configuration(proxyBeanMethods = false)
	static class EnableMqttConfiguration {

		@Bean
		static MqttListenerErrorHandler recording(ObjectProvider<Listeners> listeners) {
			return (message, exception, acknowledgment) -> {
				listeners.getObject().calls.add("handler " + exception.getCause().getMessage());
				return null;
			};
		}

		@Bean
		static MqttListenerErrorHandler failing() {
			return (message, exception, acknowledgment) -> {
				throw new IllegalStateException("worse", exception.getCause().getCause());
			};
		}

	}

	static class Listeners {

		final List<String> calls = new CopyOnWriteArrayList<>();

		final CompletableFuture<@Nullable Void> future = new CompletableFuture<>();

		final Sinks.Empty<Void> sink = Sinks.empty();

		@MqttListener("future")
		CompletableFuture<@Nullable Void> onFuture() {
			this.calls.add("future");
			return this.future;
		}

		@MqttListener("mono")
		Mono<Void> onMono() {
			this.calls.add("mono");
			return this.sink.asMono();
		}

		@MqttListener(topics = "handled", errorHandler = "recording")
		CompletionStage<@Nullable Void> onHandled() {
			this.calls.add("handled");
			return this.future;
		}

		@MqttListener(topics = "worse", errorHandler = "failing")
		CompletionStage<@Nullable Void> onWorse() {
			this.calls.add("worse");
			return this.future;
		}

		@MqttListener("nothing")
		@Nullable CompletableFuture<@Nullable Void> onNothing() {
			return null;
		}

	}

}
