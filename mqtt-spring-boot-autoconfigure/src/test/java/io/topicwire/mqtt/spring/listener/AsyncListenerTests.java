package io.topicwire.mqtt.spring.listener;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.spring.FakeMqttClient;
import io.topicwire.mqtt.spring.support.Acknowledgment;
import io.topicwire.mqtt.topic.TopicTemplate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for listeners that say later that a message is handled.
 */
@ExtendWith(OutputCaptureExtension.class)
class AsyncListenerTests {

	private final FakeMqttClient client = new FakeMqttClient();

	private final ContainerProperties properties = new ContainerProperties(List.of(TopicTemplate.of("a/#")));

	private final Listener listener = new Listener();

	private @Nullable DefaultMqttMessageListenerContainer container;

	@AfterEach
	void stop() {
		this.listener.futures.values().forEach((future) -> future.complete(null));
		if (this.container != null) {
			this.container.stop();
		}
	}

	@Test
	void laterMessagesOfTheListenerWaitUntilTheFutureCompletes() {
		start();
		receive("a/1", "first");
		receive("a/2", "second");
		awaitCalls("first");
		assertThat(answers()).containsExactly(null, null);
		complete("first");
		awaitCalls("first", "second");
		complete("second");
		awaitAnswers("acknowledged", "acknowledged");
	}

	@Test
	void topicsAreHandledAtOnceAndEachInItsOrder() {
		this.properties.setConcurrency(2);
		start();
		receive("a/1", "first");
		receive("a/1", "second");
		receive("a/2", "other");
		Awaitility.await().until(() -> this.listener.calls.size() == 2);
		assertThat(this.listener.calls).containsExactlyInAnyOrder("first", "other");
		complete("first");
		Awaitility.await().until(() -> this.listener.calls.contains("second"));
	}

	@Test
	void futuresThatAreNotCompleteCountAsHandledAtOnce() {
		this.properties.setConcurrency(2);
		start();
		receive("a/1", "first");
		receive("a/2", "second");
		receive("a/3", "third");
		Awaitility.await().until(() -> this.listener.calls.size() == 2);
		assertThat(statistics().waiting()).isEqualTo(1);
		complete("second");
		awaitCalls("first", "second", "third");
	}

	@Test
	void noThreadWaitsForAFuture() {
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor();
		ThreadGroup threads = new ThreadGroup("listener");
		executor.setThreadGroup(threads);
		this.properties.setTaskExecutor(executor);
		start();
		receive("a/1", "first");
		awaitCalls("first");
		Awaitility.await().until(() -> threads.activeCount() == 0);
		assertThat(answers()).containsExactly((String) null);
		complete("first");
		awaitAnswers("acknowledged");
	}

	@Test
	void failedFutureIsRetriedBeforeLaterMessages() {
		this.properties.setRetryPolicy(RetryPolicy.builder().maxRetries(1).delay(Duration.ofMillis(1)).build());
		start();
		receive("a/1", "first");
		receive("a/1", "second");
		awaitCalls("first");
		fail("first");
		awaitCalls("first", "first");
		complete("first");
		awaitCalls("first", "first", "second");
		assertThat(statistics().retries()).isEqualTo(1);
	}

	@Test
	void failedFutureGoesToTheRecoverer() {
		this.properties.setRecoverer(new LoggingRecoverer());
		start();
		receive("a/1", "first");
		awaitCalls("first");
		fail("first");
		awaitAnswers("acknowledged");
		assertThat(statistics().recovered()).isEqualTo(1);
	}

	@Test
	void policyThatThrowsDoesNotKeepLaterMessagesWaiting() {
		this.properties.setRetryPolicy((failure) -> {
			throw new IllegalStateException("policy");
		});
		start();
		receive("a/1", "first");
		receive("a/1", "second");
		awaitCalls("first");
		fail("first");
		awaitCalls("first", "second");
		assertThat(answers()).containsExactly("failed", null);
	}

	@Test
	void stoppingWaitsForTheFutureAndLeavesLaterMessagesUnacknowledged() {
		start();
		receive("a/1", "first");
		receive("a/1", "second");
		awaitCalls("first");
		CompletableFuture<Void> stopped = CompletableFuture.runAsync(container()::suspend);
		Awaitility.await().until(() -> !container().isRunning());
		assertThat(stopped).isNotDone();
		complete("first");
		assertThat(stopped).succeedsWithin(Duration.ofSeconds(30));
		assertThat(answers()).containsExactly("acknowledged", "cancelled");
		assertThat(this.listener.calls).containsExactly("first");
	}

	@Test
	void containerThatIsStartedAgainDoesNotWaitForAFutureFromBefore() {
		this.properties.setGracefulShutdownPeriod(Duration.ZERO);
		start();
		receive("a/1", "first");
		awaitCalls("first");
		container().suspend();
		container().start();
		// So that its acknowledgement does not hold back those of later messages
		awaitAnswers("cancelled");
		receive("a/1", "second");
		awaitCalls("first", "second");
		complete("second");
		awaitAnswers("cancelled", "acknowledged");
	}

	@Test
	void futureFromBeforeTheContainerWasStartedAgainChangesNothingWhenItCompletes() {
		this.properties.setGracefulShutdownPeriod(Duration.ZERO);
		this.properties.setRetryPolicy(RetryPolicy.builder().maxRetries(1).delay(Duration.ofMillis(1)).build());
		start();
		receive("a/1", "first");
		awaitCalls("first");
		container().suspend();
		container().start();
		receive("a/1", "second");
		receive("a/1", "third");
		awaitCalls("first", "second");
		fail("first");
		assertThat(statistics().waiting()).isEqualTo(1);
		complete("second");
		awaitCalls("first", "second", "third");
		complete("third");
		awaitAnswers("cancelled", "acknowledged", "acknowledged");
	}

	@Test
	void stoppingDoesNotWaitForAFutureThatAnEarlierStopHasLeftBehind() {
		this.properties.setGracefulShutdownPeriod(Duration.ZERO);
		start();
		receive("a/1", "first");
		awaitCalls("first");
		container().suspend();
		container().start();
		container().pause();
		assertThat(container().isContainerPaused()).isTrue();
	}

	@Test
	void containerThatIsRunningKeepsWaitingWhenItIsStartedOnceMore() {
		start();
		receive("a/1", "first");
		receive("a/1", "second");
		awaitCalls("first");
		container().start();
		assertThat(statistics().waiting()).isEqualTo(1);
		complete("first");
		awaitCalls("first", "second");
		assertThat(answers()).containsExactly("acknowledged", null);
	}

	@Test
	void futureThatDoesNotCompleteIsReportedOnce(CapturedOutput output) {
		this.properties.setStuckAfter(Duration.ofMillis(1));
		start();
		receive("a/1", "first");
		Awaitility.await().untilAsserted(() -> assertThat(statistics().stuck()).isEqualTo(1));
		assertThat(output).contains("[meter-7] Listener 'meters' has returned a future that has not completed for")
			.contains("with a message of QoS 1 to topic 'a/1'; its messages wait");
		complete("first");
		Awaitility.await()
			.untilAsserted(() -> assertThat(output).contains("[meter-7] Listener 'meters' has finished after"));
		assertThat(statistics().stuck()).isEqualTo(1);
	}

	private void start() {
		this.container = new DefaultMqttMessageListenerContainer("meters", this.client, this.listener, this.properties);
		this.container.start();
	}

	private void receive(String topic, String payload) {
		this.client.receive(MqttMessage.of(topic, payload).qos(QoS.AT_LEAST_ONCE));
	}

	private void awaitCalls(String... expected) {
		Awaitility.await().untilAsserted(() -> assertThat(this.listener.calls).containsExactlyInAnyOrder(expected));
	}

	private void complete(String payload) {
		this.listener.next(payload).complete(null);
	}

	private void fail(String payload) {
		this.listener.next(payload).completeExceptionally(new IllegalStateException("late"));
	}

	private DefaultMqttMessageListenerContainer container() {
		assertThat(this.container).isNotNull();
		return this.container;
	}

	private ListenerStatistics statistics() {
		return container().getStatistics();
	}

	/**
	 * Wait, because the listener may not have returned yet that has noted its call.
	 */
	private void awaitAnswers(String... expected) {
		Awaitility.await().untilAsserted(() -> assertThat(answers()).containsExactly(expected));
	}

	private List<@Nullable String> answers() {
		return this.client.acknowledgements().stream().map(FakeMqttClient.FakeAcknowledgement::answer).toList();
	}

	private static final class Listener implements MqttMessageListener {

		private final List<String> calls = new CopyOnWriteArrayList<>();

		private final Map<String, CompletableFuture<@Nullable Void>> futures = new ConcurrentHashMap<>();

		@Override
		public void onMessage(MqttMessage message, Map<String, String> topicVariables) {
			throw new UnsupportedOperationException();
		}

		@Override
		public CompletionStage<?> onMessage(MqttMessage message, Map<String, String> topicVariables,
				Acknowledgment acknowledgment) {
			CompletableFuture<@Nullable Void> future = new CompletableFuture<>();
			this.futures.put(message.payloadAsString(), future);
			this.calls.add(message.payloadAsString());
			return future;
		}

		@Override
		public boolean isAsyncReplies() {
			return true;
		}

		CompletableFuture<@Nullable Void> next(String payload) {
			CompletableFuture<@Nullable Void> future = this.futures.remove(payload);
			assertThat(future).isNotNull();
			return future;
		}

	}

}
