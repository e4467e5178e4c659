package io.topicwire.mqtt.spring.listener;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.UserProperty;
import io.topicwire.mqtt.spring.FakeMqttClient;
import io.topicwire.mqtt.spring.support.Acknowledgment;
import io.topicwire.mqtt.spring.support.MqttHeaders;
import io.topicwire.mqtt.topic.TopicTemplate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.messaging.converter.MessageConversionException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for retries, recoverers and acknowledgements.
 */
@ExtendWith(OutputCaptureExtension.class)
class ListenerFailureTests {

	private static final MqttMessage MESSAGE = MqttMessage.of("a/b", "payload").qos(QoS.AT_LEAST_ONCE);

	private final FakeMqttClient client = new FakeMqttClient();

	private final ContainerProperties properties = new ContainerProperties(List.of(TopicTemplate.of("a/#")));

	private final List<String> calls = new CopyOnWriteArrayList<>();

	private @Nullable MqttMessageListenerContainer container;

	@AfterEach
	void stop() {
		if (this.container != null) {
			this.container.stop();
		}
	}

	@Test
	void messageIsAcknowledgedAfterTheListenerHasReturned() {
		start((message, variables) -> this.calls.add("answer " + answer(0)));
		this.client.receive(MESSAGE);
		assertThat(this.calls).containsExactly("answer null");
		assertThat(answer(0)).isEqualTo("acknowledged");
	}

	@Test
	void messageIsAcknowledgedBeforeTheListenerIsCalledIfItSaysSo() {
		this.properties.setAckMode(AckMode.NONE);
		start((message, variables) -> this.calls.add("answer " + answer(0)));
		this.client.receive(MESSAGE);
		assertThat(this.calls).containsExactly("answer acknowledged");
	}

	@Test
	void messageIsAcknowledgedWhenTheFutureOfTheListenerCompletes() {
		CompletableFuture<Void> future = new CompletableFuture<>();
		start(asynchronous(List.of(future)));
		this.client.receive(MESSAGE);
		assertThat(answer(0)).isNull();
		future.complete(null);
		assertThat(answer(0)).isEqualTo("acknowledged");
	}

	@Test
	void messageWhoseFutureFailsIsLeftToTheFailurePolicyOfTheClient() {
		CompletableFuture<Void> future = new CompletableFuture<>();
		start(asynchronous(List.of(future)));
		this.client.receive(MESSAGE);
		future.completeExceptionally(new IllegalStateException("late"));
		assertThat(answer(0)).isEqualTo("failed");
		assertThat(this.client.acknowledgements().get(0).failures()).singleElement()
			.satisfies((ex) -> assertThat(ex).hasRootCauseMessage("late"));
	}

	@Test
	void failedMessageIsRetriedUntilItIsHandled() {
		this.properties.setRetryPolicy(retries(3));
		start(failing(2));
		this.client.receive(MESSAGE);
		awaitAnswer(0, "acknowledged");
		assertThat(this.calls).containsExactly("a/b", "a/b", "a/b");
		assertThat(statistics().retries()).isEqualTo(2);
		assertThat(statistics().handled()).isEqualTo(1);
	}

	@Test
	void messageThatFailsAgainAndAgainIsLeftToTheFailurePolicyOfTheClient() {
		this.properties.setRetryPolicy(retries(2));
		start(failing(Integer.MAX_VALUE));
		this.client.receive(MESSAGE);
		awaitAnswer(0, "failed");
		assertThat(this.calls).hasSize(3);
		assertThat(statistics().failures()).isEqualTo(1);
	}

	@Test
	void laterMessagesOfTheTopicWaitForTheRetryWhileThoseOfOthersAreHandled() {
		this.properties.setConcurrency(2);
		this.properties.setRetryPolicy(RetryPolicy.builder().maxRetries(1).delay(Duration.ofDays(1)).build());
		start((message, variables) -> {
			this.calls.add(message.topic() + " " + message.payloadAsString());
			if (message.topic().equals("a/bad")) {
				throw new IllegalStateException("bad");
			}
		});
		this.client.receive(MqttMessage.of("a/bad", "1"));
		this.client.receive(MqttMessage.of("a/bad", "2"));
		this.client.receive(MqttMessage.of("a/good", "3"));
		awaitAnswer(2, "acknowledged");
		assertThat(this.calls).containsExactlyInAnyOrder("a/bad 1", "a/good 3");
		assertThat(answer(0)).isNull();
		assertThat(answer(1)).isNull();
	}

	@Test
	void messageThatWaitsForItsRetryIsLeftUnacknowledgedWhenTheContainerIsStopped() {
		this.properties.setRetryPolicy(RetryPolicy.builder().maxRetries(1).delay(Duration.ofDays(1)).build());
		start(failing(1));
		this.client.receive(MESSAGE);
		this.client.receive(MESSAGE);
		Awaitility.await().until(() -> statistics().retries() == 1);
		container().suspend();
		awaitAnswer(0, "cancelled");
		awaitAnswer(1, "cancelled");
		assertThat(statistics().discarded()).isEqualTo(2);
		assertThat(this.calls).hasSize(1);
	}

	@Test
	void futureThatFailsIsRetriedToo() {
		this.properties.setRetryPolicy(retries(1));
		CompletableFuture<Void> first = new CompletableFuture<>();
		start(asynchronous(List.of(first, CompletableFuture.completedFuture(null))));
		this.client.receive(MESSAGE);
		Awaitility.await().until(() -> this.calls.size() == 1);
		first.completeExceptionally(new IllegalStateException("late"));
		awaitAnswer(0, "acknowledged");
		assertThat(this.calls).hasSize(2);
	}

	@Test
	void conversionErrorsAreNotRetried() {
		this.properties.setRetryPolicy(retries(5));
		start((message, variables) -> {
			this.calls.add(message.topic());
			throw new IllegalStateException(new MessageConversionException("no JSON"));
		});
		this.client.receive(MESSAGE);
		awaitAnswer(0, "failed");
		assertThat(this.calls).hasSize(1);
	}

	@Test
	void deadLetterTellsWhereTheMessageIsFromAndWhyItFailed() {
		this.properties.setRetryPolicy(retries(1));
		Clock clock = Clock.fixed(Instant.parse("2026-01-31T12:34:56.789Z"), ZoneOffset.UTC);
		this.properties.setRecoverer(new DeadLetterPublishingRecoverer(this.client,
				(failed) -> "dead-letters/" + failed.message().topic(), clock));
		start(failing(Integer.MAX_VALUE));
		this.client.receive(MESSAGE.userProperty("unit", "°C").contentType("text/plain").retain(true));
		awaitAnswer(0, "acknowledged");
		assertThat(this.client.published()).singleElement().satisfies((letter) -> {
			assertThat(letter.topic()).isEqualTo("dead-letters/a/b");
			assertThat(letter.payloadAsString()).isEqualTo("payload");
			assertThat(letter.qos()).isEqualTo(QoS.AT_LEAST_ONCE);
			assertThat(letter.retain()).isFalse();
			assertThat(letter.properties().contentType()).isEqualTo("text/plain");
			assertThat(letter.userProperties()).containsExactly(new UserProperty("unit", "°C"),
					new UserProperty("mqtt_dlt-original-topic", "a/b"),
					new UserProperty("mqtt_dlt-listener-id", "meters"),
					new UserProperty("mqtt_dlt-exception-fqcn", "java.lang.IllegalStateException"),
					new UserProperty("mqtt_dlt-exception-message", "line 1 line 2"),
					new UserProperty("mqtt_dlt-attempts", "2"),
					new UserProperty("mqtt_dlt-failed-at", "2026-01-31T12:34:56.789Z"));
		});
		assertThat(statistics().recovered()).isEqualTo(1);
		assertThat(statistics().failures()).isZero();
	}

	@Test
	void deadLetterIsLoggedWithoutItsPayload(CapturedOutput output) {
		this.properties.setRecoverer(new DeadLetterPublishingRecoverer(this.client));
		start(failing(1));
		this.client.receive(MESSAGE);
		awaitAnswer(0, "acknowledged");
		assertThat(output).containsOnlyOnce("WARN")
			.contains("[meter-7] Listener 'meters' failed on message from topic 'a/b' with QoS 1 in 1 attempts; "
					+ "it was published to 'dead-letters/a/b': java.lang.IllegalStateException")
			.doesNotContain("payload");
	}

	@Test
	void deadLetterOfADeadLetterTellsOnlyOfTheLastFailure() {
		this.properties.setRecoverer(new DeadLetterPublishingRecoverer(this.client));
		start(failing(1));
		this.client.receive(MESSAGE.userProperty("unit", "°C")
			.userProperty(MqttHeaders.DLT_ORIGINAL_TOPIC, "before")
			.userProperty(MqttHeaders.DLT_ATTEMPTS, "7"));
		awaitAnswer(0, "acknowledged");
		assertThat(this.client.published()).singleElement()
			.satisfies((letter) -> assertThat(letter.userProperties())
				.contains(new UserProperty("unit", "°C"), new UserProperty(MqttHeaders.DLT_ORIGINAL_TOPIC, "a/b"),
						new UserProperty(MqttHeaders.DLT_ATTEMPTS, "1"))
				.hasSize(7));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a/letters", "a" })
	void deadLetterThatTheListenerWouldReceiveIsNotPublished(String topic) {
		this.properties.setRecoverer(new DeadLetterPublishingRecoverer(this.client, (failed) -> topic));
		start(failing(1));
		assertThat(this.client.receive(MESSAGE)).singleElement()
			.satisfies((ex) -> assertThat(ex.getSuppressed()).singleElement()
				.satisfies((suppressed) -> assertThat(suppressed)
					.hasMessageStartingWith("Dead letters of listener 'meters' would go to '" + topic
							+ "', which its own topic filter 'a/#' matches")));
		assertThat(this.client.published()).isEmpty();
		assertThat(answer(0)).isEqualTo("failed");
	}

	@Test
	void deadLetterMayGoToTheSameTopicOfAnotherBroker() {
		FakeMqttClient other = new FakeMqttClient();
		this.properties.setRecoverer(new DeadLetterPublishingRecoverer(other, (failed) -> failed.message().topic()));
		start(failing(1));
		this.client.receive(MESSAGE);
		awaitAnswer(0, "acknowledged");
		assertThat(other.published()).singleElement()
			.satisfies((letter) -> assertThat(letter.topic()).isEqualTo("a/b"));
	}

	@Test
	void messageWhoseDeadLetterCannotBePublishedIsNotAcknowledged() {
		this.client.failWith(new MqttException("no connection"));
		this.properties.setRecoverer(new DeadLetterPublishingRecoverer(this.client));
		start(failing(1));
		assertThat(this.client.receive(MESSAGE)).singleElement().satisfies((ex) -> {
			assertThat(ex).hasRootCauseMessage("line 1\nline 2");
			assertThat(ex.getSuppressed()).singleElement()
				.satisfies((suppressed) -> assertThat(suppressed).hasMessage("no connection"));
		});
		assertThat(answer(0)).isEqualTo("failed");
	}

	@Test
	void messageThatIsDroppedIsLoggedAndAcknowledged(CapturedOutput output) {
		this.properties.setRecoverer(new LoggingRecoverer());
		start(failing(1));
		assertThat(this.client.receive(MESSAGE)).isEmpty();
		assertThat(answer(0)).isEqualTo("acknowledged");
		assertThat(output).contains(
				"[meter-7] Listener 'meters' failed on message from topic 'a/b' with QoS 1 in 1 attempts; the message is dropped");
	}

	@Test
	void containerThatIsStoppedByAFailureKeepsItsSubscriptionAndHandlesNothing() {
		this.properties.setRecoverer(new ContainerStoppingRecoverer());
		start(failing(1));
		this.client.receive(MESSAGE);
		this.client.receive(MESSAGE);
		assertThat(container().isRunning()).isFalse();
		assertThat(answer(0)).isEqualTo("failed");
		assertThat(answer(1)).isEqualTo("cancelled");
		assertThat(this.calls).hasSize(1);
		assertThat(this.client.events()).containsExactly("subscribe a/#");
		container().start();
		this.client.receive(MESSAGE);
		assertThat(answer(2)).isEqualTo("acknowledged");
	}

	@Test
	void messagesOfOneTopicKeepTheirOrderWhileTopicsAreHandledAtOnce() throws Exception {
		this.properties.setConcurrency(2);
		CountDownLatch both = new CountDownLatch(2);
		start((message, variables) -> {
			both.countDown();
			both.await();
			this.calls.add(message.topic() + message.payloadAsString());
		});
		for (int i = 0; i < 20; i++) {
			this.client.receive(MqttMessage.of("a/" + (i % 2), "-" + (i / 2)));
		}
		Awaitility.await().until(() -> this.calls.size() == 20);
		for (String topic : List.of("a/0", "a/1")) {
			assertThat(this.calls.stream().filter((call) -> call.startsWith(topic)))
				.containsExactlyElementsOf(IntStream.range(0, 10).mapToObj((i) -> topic + "-" + i).toList());
		}
	}

	@Test
	void topicIsHandledWhileTheHandlerOfAnotherOneRunsThatCameBefore() throws Exception {
		this.properties.setConcurrency(2);
		CountDownLatch other = new CountDownLatch(1);
		start((message, variables) -> {
			this.calls.add(message.topic());
			if (message.topic().equals("a/0")) {
				other.await();
			}
			else {
				other.countDown();
			}
		});
		this.client.receive(MqttMessage.of("a/0", ""));
		Awaitility.await().until(() -> this.calls.size() == 1);
		this.client.receive(MqttMessage.of("a/1", ""));
		Awaitility.await().until(() -> this.calls.size() == 2);
	}

	private void start(MqttMessageListener listener) {
		this.properties.setGracefulShutdownPeriod(Duration.ofSeconds(30));
		this.container = new DefaultMqttMessageListenerContainer("meters", this.client, listener, this.properties);
		this.container.start();
	}

	private MqttMessageListener failing(int times) {
		AtomicInteger remaining = new AtomicInteger(times);
		return (message, variables) -> {
			this.calls.add(message.topic());
			if (remaining.getAndDecrement() > 0) {
				throw new IllegalStateException("line 1\nline 2");
			}
		};
	}

	private MqttMessageListener asynchronous(List<CompletableFuture<Void>> futures) {
		return new MqttMessageListener() {

			@Override
			public void onMessage(MqttMessage message, Map<String, String> topicVariables) {
				throw new UnsupportedOperationException();
			}

			@Override
			public CompletionStage<?> onMessage(MqttMessage message, Map<String, String> topicVariables,
					Acknowledgment acknowledgment) {
				ListenerFailureTests.this.calls.add(message.topic());
				return futures.get(ListenerFailureTests.this.calls.size() - 1);
			}

		};
	}

	private static RetryPolicy retries(int maxRetries) {
		return RetryPolicy.builder().maxRetries(maxRetries).delay(Duration.ofMillis(1)).build();
	}

	private MqttMessageListenerContainer container() {
		assertThat(this.container).isNotNull();
		return this.container;
	}

	private ListenerStatistics statistics() {
		return container().getStatistics();
	}

	private @Nullable String answer(int index) {
		return this.client.acknowledgements().get(index).answer();
	}

	private void awaitAnswer(int index, String expected) {
		Awaitility.await().untilAsserted(() -> assertThat(answer(index)).isEqualTo(expected));
	}

}
