package io.topicwire.mqtt.spring.listener;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.UserProperty;
import io.topicwire.mqtt.spring.FakeMqttClient;
import io.topicwire.mqtt.spring.event.MqttEventPublisher;
import io.topicwire.mqtt.spring.event.MqttListenerFailedEvent;
import io.topicwire.mqtt.spring.event.MqttListenerStuckEvent;
import io.topicwire.mqtt.spring.support.Acknowledgment;
import io.topicwire.mqtt.spring.support.MqttHeaders;
import io.topicwire.mqtt.topic.TopicTemplate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.core.retry.RetryPolicy;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConversionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for containers that hand over messages in batches.
 */
class BatchListenerTests {

	private static final Duration LONG = Duration.ofDays(1);

	private final FakeMqttClient client = new FakeMqttClient();

	private final ContainerProperties properties = new ContainerProperties(List.of(TopicTemplate.of("a/#")));

	private final Listener listener = new Listener();

	private final List<Object> events = new CopyOnWriteArrayList<>();

	private @Nullable DefaultMqttMessageListenerContainer container;

	@BeforeEach
	void batchesOfThree() {
		this.properties.setBatchSize(3);
		this.properties.setBatchTimeout(LONG);
	}

	@AfterEach
	void stop() {
		this.listener.release();
		if (this.container != null) {
			this.container.stop();
		}
	}

	@Test
	void batchIsHandedOverWhenItIsFull() {
		start();
		receive("1", "2");
		assertThat(statistics().waiting()).isEqualTo(2);
		receive("3", "4");
		awaitCalls("1 2 3");
		awaitAnswers("acknowledged", "acknowledged", "acknowledged", null);
		assertThat(statistics().handled()).isEqualTo(3);
		assertThat(statistics().waiting()).isEqualTo(1);
	}

	@Test
	void batchIsHandedOverWhenItsFirstMessageHasWaitedForLongEnough() {
		this.properties.setBatchTimeout(Duration.ofMillis(1));
		start();
		receive("1");
		awaitCalls("1");
		receive("2");
		awaitCalls("1", "2");
		awaitAnswers("acknowledged", "acknowledged");
	}

	@Test
	void batchHoldsWhatCameWhileTheListenerWasBusy() {
		this.properties.setBatchTimeout(Duration.ZERO);
		this.listener.block();
		start();
		receive("1");
		awaitCalls("1");
		receive("2", "3", "4", "5");
		assertThat(statistics().waiting()).isEqualTo(4);
		this.listener.release();
		awaitCalls("1", "2 3 4", "5");
	}

	@Test
	void messagesOfAllTopicsKeepTheirOrder() {
		this.properties.setBatchSize(7);
		this.properties.setBatchTimeout(Duration.ofMillis(5));
		start();
		List<String> expected = IntStream.range(0, 100).mapToObj(String::valueOf).toList();
		expected.forEach((payload) -> receive(payload));
		Awaitility.await()
			.untilAsserted(() -> assertThat(
					this.listener.calls.stream().flatMap((batch) -> Stream.of(batch.split(" "))).toList())
				.isEqualTo(expected));
		assertThat(this.listener.calls).allSatisfy((batch) -> assertThat(batch.split(" ")).hasSizeBetween(1, 7));
	}

	@Test
	void batchIsAcknowledgedAfterTheListenerHasReturned() {
		this.listener.block();
		start();
		receive("1", "2", "3");
		awaitCalls("1 2 3");
		assertThat(answers()).containsExactly(null, null, null);
		this.listener.release();
		awaitAnswers("acknowledged", "acknowledged", "acknowledged");
	}

	@Test
	void batchIsAcknowledgedWhenTheFutureCompletes() {
		CompletableFuture<Void> future = new CompletableFuture<>();
		this.listener.results.add(future);
		start();
		receive("1", "2", "3", "4", "5", "6");
		awaitCalls("1 2 3");
		assertThat(answers()).containsOnlyNulls();
		future.complete(null);
		awaitCalls("1 2 3", "4 5 6");
	}

	@Test
	void batchIsAcknowledgedBeforeTheListenerIsCalledIfItSaysSo() {
		this.properties.setAckMode(AckMode.NONE);
		this.listener.block();
		start();
		receive("1", "2", "3");
		awaitCalls("1 2 3");
		assertThat(answers()).containsOnly("acknowledged");
	}

	@Test
	void listenerMayAcknowledgeTheBatchAsAWhole() {
		this.properties.setAckMode(AckMode.MANUAL);
		start();
		receive("1", "2", "3");
		Awaitility.await().until(() -> statistics().handled() == 3);
		assertThat(answers()).containsOnlyNulls();
		assertThat(this.listener.acknowledgment().acknowledge()).isTrue();
		assertThat(answers()).containsOnly("acknowledged");
		assertThat(this.listener.acknowledgment().acknowledge()).isFalse();
	}

	@Test
	void listenerMayAnswerEachMessageOfABatch() {
		this.properties.setAckMode(AckMode.MANUAL);
		start();
		receive("1", "2", "3");
		Awaitility.await().until(() -> statistics().handled() == 3);
		acknowledgment(this.listener.messages.get(1)).reject(ReasonCode.PAYLOAD_FORMAT_INVALID);
		assertThat(answers()).containsExactly(null, "rejected PAYLOAD_FORMAT_INVALID", null);
		this.listener.acknowledgment().reject(ReasonCode.QUOTA_EXCEEDED);
		assertThat(answers()).containsExactly("rejected QUOTA_EXCEEDED", "rejected PAYLOAD_FORMAT_INVALID",
				"rejected QUOTA_EXCEEDED");
	}

	@Test
	void wholeBatchIsRetriedBeforeLaterMessages() {
		this.properties.setRetryPolicy(retries(1));
		this.listener.results.add(CompletableFuture.failedFuture(new IllegalStateException("once")));
		start();
		receive("1", "2", "3", "4", "5", "6");
		awaitCalls("1 2 3", "1 2 3", "4 5 6");
		Awaitility.await().untilAsserted(() -> assertThat(answers()).containsOnly("acknowledged"));
		assertThat(statistics().retries()).isEqualTo(1);
		assertThat(statistics().handled()).isEqualTo(6);
	}

	@Test
	void eachMessageOfABatchGoesToTheRecovererAfterTheLastAttempt() {
		this.properties.setRetryPolicy(retries(1));
		this.properties.setRecoverer(new DeadLetterPublishingRecoverer(this.client));
		this.listener.failAlways();
		start();
		receive("1", "2", "3");
		awaitAnswers("acknowledged", "acknowledged", "acknowledged");
		assertThat(this.listener.calls).hasSize(2);
		assertThat(this.client.published()).extracting(MqttMessage::payloadAsString).containsExactly("1", "2", "3");
		assertThat(this.client.published()).allSatisfy((letter) -> assertThat(letter.userProperties())
			.contains(new UserProperty(MqttHeaders.DLT_ATTEMPTS, "2"))
			.contains(new UserProperty(MqttHeaders.DLT_EXCEPTION_MESSAGE, "always")));
		assertThat(statistics().recovered()).isEqualTo(3);
	}

	@Test
	void batchThatFailsIsLeftToTheFailurePolicyOfTheClient() {
		this.listener.failAlways();
		start();
		receive("1", "2", "3");
		awaitAnswers("failed", "failed", "failed");
		assertThat(statistics().failures()).isEqualTo(3);
		assertThat(this.events).hasSize(3)
			.allSatisfy((event) -> assertThat(event).isInstanceOf(MqttListenerFailedEvent.class));
	}

	@Test
	void messageThatCannotBeConvertedIsLeftOutOfTheBatchAndNotRetried() {
		this.properties.setRetryPolicy(retries(5));
		this.properties.setRecoverer(new DeadLetterPublishingRecoverer(this.client));
		start();
		receive("1", "bad", "3");
		awaitCalls("1 3");
		awaitAnswers("acknowledged", "acknowledged", "acknowledged");
		assertThat(this.client.published()).singleElement()
			.satisfies((letter) -> assertThat(letter.userProperties())
				.contains(new UserProperty(MqttHeaders.DLT_ATTEMPTS, "1")));
		assertThat(statistics().handled()).isEqualTo(2);
	}

	@Test
	void listenerIsNotCalledForABatchWithoutMessages() {
		start();
		receive("bad", "bad", "bad", "1", "2", "3");
		awaitCalls("1 2 3");
		assertThat(answers()).startsWith("failed", "failed", "failed");
	}

	@Test
	void filteredMessageIsAcknowledgedAndInNoBatch() {
		this.properties.setFilter((message) -> !message.payloadAsString().equals("2"));
		start();
		receive("1", "2", "3");
		awaitCalls("1 3");
		awaitAnswers("acknowledged", "acknowledged", "acknowledged");
		assertThat(statistics().filtered()).isEqualTo(1);
		assertThat(statistics().handled()).isEqualTo(2);
	}

	@Test
	void recovererThatStopsTheContainerLeavesTheRestOfTheBatchUnacknowledged() {
		this.properties.setRecoverer(new ContainerStoppingRecoverer());
		this.listener.failAlways();
		start();
		receive("1", "2", "3");
		awaitAnswers("failed", "cancelled", "cancelled");
		assertThat(container().isRunning()).isFalse();
		assertThat(this.events).hasSize(2);
	}

	@Test
	void stoppingHandsOverTheRest() {
		start();
		receive("1", "2");
		container().stop();
		assertThat(this.listener.calls).containsExactly("1 2");
		assertThat(answers()).containsExactly("acknowledged", "acknowledged");
		assertThat(this.client.subscriptions()).isEmpty();
	}

	@Test
	void suspendingHandsOverWhatCameWhileTheListenerWasBusy() {
		this.listener.block();
		start();
		receive("1", "2", "3");
		awaitCalls("1 2 3");
		receive("4", "5", "6", "7");
		CompletableFuture<Void> suspended = CompletableFuture.runAsync(container()::suspend);
		Awaitility.await().until(() -> !container().isRunning());
		this.listener.release();
		assertThat(suspended).succeedsWithin(Duration.ofSeconds(30));
		assertThat(this.listener.calls).containsExactly("1 2 3", "4 5 6", "7");
		assertThat(answers()).containsOnly("acknowledged");
		receive("8");
		assertThat(answers()).endsWith("cancelled");
	}

	@Test
	void holdingHandsOverTheRestAndKeepsLaterMessagesWaiting() {
		start();
		receive("1");
		container().hold();
		assertThat(this.listener.calls).containsExactly("1");
		CompletableFuture<Void> received = CompletableFuture.runAsync(() -> receive("2"));
		Awaitility.await().until(() -> this.client.acknowledgements().size() == 2);
		assertThat(received).isNotDone();
		container().suspend();
		assertThat(received).succeedsWithin(Duration.ofSeconds(30));
		assertThat(answers()).containsExactly("acknowledged", "cancelled");
	}

	@Test
	void batchThatWaitsForItsRetryIsLeftUnacknowledgedWhenTheContainerIsStopped() {
		this.properties.setRetryPolicy(RetryPolicy.builder().maxRetries(1).delay(LONG).build());
		this.properties.setGracefulShutdownPeriod(LONG);
		this.listener.failAlways();
		start();
		receive("1", "2", "3", "4");
		Awaitility.await().until(() -> statistics().retries() == 1);
		container().suspend();
		assertThat(answers()).containsOnly("cancelled");
		assertThat(statistics().discarded()).isEqualTo(4);
		this.listener.succeed();
		container().start();
		receive("5", "6", "7");
		awaitCalls("1 2 3", "5 6 7");
	}

	@Test
	void stoppingDoesNotWaitForALongerTimeThanItIsGiven() {
		this.properties.setGracefulShutdownPeriod(Duration.ofMillis(1));
		this.listener.block();
		start();
		receive("1", "2", "3", "4");
		awaitCalls("1 2 3");
		container().suspend();
		assertThat(answers()).containsExactly(null, null, null, "cancelled");
	}

	@Test
	void containerThatIsStartedAgainDoesNotWaitForABatchFromBefore() {
		CompletableFuture<Void> first = new CompletableFuture<>();
		CompletableFuture<Void> second = new CompletableFuture<>();
		this.listener.results.addAll(List.of(first, second));
		this.properties.setRecoverer(new LoggingRecoverer());
		this.properties.setGracefulShutdownPeriod(Duration.ZERO);
		start();
		receive("1", "2", "3");
		awaitCalls("1 2 3");
		container().suspend();
		container().start();
		awaitAnswers("cancelled", "cancelled", "cancelled");
		receive("4", "5", "6", "7", "8", "9");
		awaitCalls("1 2 3", "4 5 6");
		// Neither is it handled any more, nor does it make room for another batch
		first.completeExceptionally(new IllegalStateException("late"));
		assertThat(statistics().recovered()).isZero();
		assertThat(statistics().waiting()).isEqualTo(3);
		second.complete(null);
		awaitCalls("1 2 3", "4 5 6", "7 8 9");
	}

	@Test
	void listenerMayStopItsOwnContainer() {
		this.properties.setGracefulShutdownPeriod(LONG);
		this.listener.action = () -> container().suspend();
		start();
		receive("1", "2", "3");
		awaitAnswers("acknowledged", "acknowledged", "acknowledged");
		assertThat(container().isRunning()).isFalse();
	}

	@Test
	void pausedContainerKeepsItsMessagesAndHandsThemOverWhenItIsResumed() {
		start();
		container().pause();
		receive("1", "2", "3", "4");
		assertThat(statistics().waiting()).isEqualTo(4);
		assertThat(container().isContainerPaused()).isTrue();
		assertThat(this.listener.calls).isEmpty();
		container().resume();
		awaitCalls("1 2 3");
	}

	@Test
	void pausedContainerDropsMessagesOfQos0ThatFindNoRoom() {
		start();
		container().pause();
		IntStream.range(0, MessageLanes.MAX_MESSAGES).forEach((i) -> receive("x"));
		this.client.receive(MqttMessage.of("a/b", "dropped"));
		assertThat(statistics().discarded()).isEqualTo(1);
		assertThat(statistics().waiting()).isEqualTo(MessageLanes.MAX_MESSAGES);
	}

	@Test
	void largeMessagesMakeABatchBeforeItIsFull() {
		start();
		this.client.receive(MqttMessage.of("a/b", new byte[MessageLanes.MAX_BYTES - 100]));
		this.client.receive(MqttMessage.of("a/b", new byte[1000]));
		Awaitility.await().until(() -> statistics().handled() == 1);
		assertThat(statistics().waiting()).isEqualTo(1);
	}

	@Test
	void batchThatDoesNotReturnIsReported() {
		this.properties.setStuckAfter(Duration.ofMillis(1));
		this.listener.block();
		start();
		receive("1", "2", "3");
		Awaitility.await().until(() -> !this.events.isEmpty());
		assertThat(this.events).singleElement()
			.isInstanceOfSatisfying(MqttListenerStuckEvent.class,
					(event) -> assertThat(event.getMessage().payloadAsString()).isEqualTo("1"));
		assertThat(statistics().stuck()).isEqualTo(1);
	}

	@Test
	void batchesAreNotHandledAtOnce() {
		this.properties.setConcurrency(2);
		assertThatIllegalStateException().isThrownBy(this::start)
			.withMessageContaining("'meters'")
			.withMessageContaining("has concurrency 2")
			.withMessageContaining("set its concurrency to 1");
	}

	private void start() {
		DefaultMqttMessageListenerContainer container = DefaultMqttMessageListenerContainer.ofBatches("meters",
				this.client, this.listener, this.properties);
		container.setEventPublisher(new MqttEventPublisher(this.events::add));
		container.start();
		this.container = container;
	}

	private void receive(String... payloads) {
		for (String payload : payloads) {
			this.client.receive(MqttMessage.of("a/" + payload, payload).qos(QoS.AT_LEAST_ONCE));
		}
	}

	private void awaitCalls(String... expected) {
		Awaitility.await().untilAsserted(() -> assertThat(this.listener.calls).containsExactly(expected));
	}

	private void awaitAnswers(@Nullable String... expected) {
		Awaitility.await().untilAsserted(() -> assertThat(answers()).containsExactly(expected));
	}

	private List<@Nullable String> answers() {
		return this.client.acknowledgements().stream().map(FakeMqttClient.FakeAcknowledgement::answer).toList();
	}

	private static RetryPolicy retries(int maxRetries) {
		return RetryPolicy.builder().maxRetries(maxRetries).delay(Duration.ofMillis(1)).build();
	}

	private static Acknowledgment acknowledgment(Message<?> message) {
		Acknowledgment acknowledgment = message.getHeaders().get(MqttHeaders.ACKNOWLEDGMENT, Acknowledgment.class);
		assertThat(acknowledgment).isNotNull();
		return acknowledgment;
	}

	private DefaultMqttMessageListenerContainer container() {
		assertThat(this.container).isNotNull();
		return this.container;
	}

	private ListenerStatistics statistics() {
		return container().getStatistics();
	}

	private static final class Listener implements MqttBatchMessageListener {

		// The payloads of each batch, with a space in between
		private final List<String> calls = new CopyOnWriteArrayList<>();

		private final Deque<CompletionStage<Void>> results = new ArrayDeque<>();

		private volatile CountDownLatch end = new CountDownLatch(0);

		private volatile boolean failing;

		private volatile Runnable action = () -> {
		};

		private volatile List<Message<?>> messages = Collections.emptyList();

		private volatile @Nullable Acknowledgment acknowledgment;

		void block() {
			this.end = new CountDownLatch(1);
		}

		void release() {
			this.end.countDown();
		}

		void failAlways() {
			this.failing = true;
		}

		void succeed() {
			this.failing = false;
		}

		Acknowledgment acknowledgment() {
			Acknowledgment acknowledgment = this.acknowledgment;
			assertThat(acknowledgment).isNotNull();
			return acknowledgment;
		}

		@Override
		public Message<?> convert(Message<byte[]> message) {
			if (text(message).equals("bad")) {
				throw new MessageConversionException("bad");
			}
			return message;
		}

		@Override
		public @Nullable CompletionStage<?> onMessages(List<Message<?>> messages, Acknowledgment acknowledgment)
				throws Exception {
			this.messages = messages;
			this.acknowledgment = acknowledgment;
			this.calls.add(messages.stream().map(Listener::text).collect(Collectors.joining(" ")));
			this.end.await();
			this.action.run();
			if (this.failing) {
				throw new IllegalStateException("always");
			}
			return this.results.poll();
		}

		private static String text(Message<?> message) {
			return new String((byte[]) message.getPayload(), StandardCharsets.UTF_8);
		}

	}

}
