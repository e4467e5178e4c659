package io.topicwire.mqtt.spring.listener;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.spring.support.Acknowledgment;
import io.topicwire.mqtt.spring.support.MqttHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link TimedCaller}.
 */
class TimedCallerTests {

	private static final Acknowledgment ACKNOWLEDGMENT = new Acknowledgment() {

		@Override
		public boolean acknowledge() {
			return true;
		}

		@Override
		public boolean reject(ReasonCode reasonCode) {
			return true;
		}

	};

	private final MqttMessage message = MqttMessage.of("a", "x");

	private final List<String> told = new ArrayList<>();

	private void tell(String listenerId, MqttMessage message, Duration elapsed, @Nullable Throwable failure) {
		assertThat(elapsed).isPositive();
		this.told
			.add(listenerId + " " + message.topic() + " " + ((failure != null) ? failure.getMessage() : "handled"));
	}

	private MqttMessageListener timed(MqttMessageListener listener) {
		return new InstrumentedMessageListener(listener, timed(this::tell));
	}

	private static ListenerCaller timed(MqttInvocationListener invocationListener) {
		return new TimedCaller(ListenerCall::run, "one", invocationListener);
	}

	@Test
	void successIsTold() throws Exception {
		CompletionStage<?> stage = timed((message, variables) -> assertThat(this.told).isEmpty())
			.onMessage(this.message, Collections.emptyMap(), ACKNOWLEDGMENT);
		assertThat(stage).isNull();
		timed((message, variables) -> {
		}).onMessage(this.message, Collections.emptyMap());
		assertThat(this.told).containsExactly("one a handled", "one a handled");
	}

	@Test
	void failureIsToldAndThrown() {
		assertThatIllegalStateException().isThrownBy(() -> timed((message, variables) -> {
			throw new IllegalStateException("broken");
		}).onMessage(this.message, Collections.emptyMap(), ACKNOWLEDGMENT));
		assertThat(this.told).containsExactly("one a broken");
	}

	@Test
	void futureIsToldWhenItCompletes() throws Exception {
		CompletableFuture<String> future = new CompletableFuture<>();
		CompletionStage<?> stage = timed(new MqttMessageListener() {

			@Override
			public void onMessage(MqttMessage message, Map<String, String> topicVariables) {
				throw new UnsupportedOperationException();
			}

			@Override
			public CompletionStage<?> onMessage(MqttMessage message, Map<String, String> topicVariables,
					Acknowledgment acknowledgment) {
				return future.thenApply((value) -> value);
			}

		}).onMessage(this.message, Collections.emptyMap(), ACKNOWLEDGMENT);
		assertThat(this.told).isEmpty();
		future.completeExceptionally(new IllegalStateException("broken"));
		assertThat(this.told).containsExactly("one a broken");
		assertThat(stage.toCompletableFuture()).isCompletedExceptionally();
	}

	@Test
	void failureOfWhoIsToldDoesNotHurt() throws Exception {
		new InstrumentedMessageListener((message, variables) -> this.told.add("handled"),
				timed((listenerId, message, elapsed, failure) -> {
					throw new IllegalStateException("broken");
				}))
			.onMessage(this.message, Collections.emptyMap(), ACKNOWLEDGMENT);
		assertThat(this.told).containsExactly("handled");
	}

	@Test
	void eachMessageOfABatchIsTold() throws Exception {
		List<Message<?>> batch = new ArrayList<>();
		for (String topic : List.of("a", "b")) {
			batch.add(MessageBuilder.withPayload("x")
				.setHeader(MqttHeaders.RAW_MESSAGE, MqttMessage.of(topic, "x"))
				.build());
		}
		new InstrumentedBatchMessageListener((messages, acknowledgment) -> null, timed(this::tell)).onMessages(batch,
				ACKNOWLEDGMENT);
		assertThat(this.told).containsExactly("one a handled", "one b handled");
	}

}
