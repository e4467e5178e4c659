package io.topicwire.mqtt.spring.listener;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.spring.FakeMqttClient;
import io.topicwire.mqtt.topic.TopicTemplate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.support.TaskExecutorAdapter;
import org.springframework.util.backoff.BackOff;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for listeners whose executor, filter or retry policy is not as obliging as usual.
 */
class ListenerExecutorTests {

	private final ContainerProperties properties = new ContainerProperties(List.of(TopicTemplate.of("a/{x}")));

	private final List<String> calls = new CopyOnWriteArrayList<>();

	private final FakeMqttClient client = new FakeMqttClient();

	private @Nullable MqttMessageListenerContainer container;

	@AfterEach
	void stop() {
		if (this.container != null) {
			this.container.stop();
		}
	}

	@Test
	void messageWaitsForAnExecutorThatRefusesIt() {
		AtomicInteger refusals = new AtomicInteger();
		SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor("test-");
		this.properties.setTaskExecutor(new TaskExecutorAdapter((task) -> {
			if (refusals.getAndIncrement() == 0) {
				throw new RejectedExecutionException("busy");
			}
			threads.execute(task);
		}));
		start((message, variables) -> this.calls.add(message.topic()));
		assertThat(receive("a/1")).isEmpty();
		Awaitility.await().untilAsserted(() -> assertThat(answer(0)).isEqualTo("acknowledged"));
		assertThat(this.calls).containsExactly("a/1");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void messageWaitsUntilAThreadCanBeStarted(CapturedOutput output) {
		AtomicInteger failures = new AtomicInteger();
		SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor("test-");
		this.properties.setTaskExecutor(new TaskExecutorAdapter((task) -> {
			if (failures.getAndIncrement() < 2) {
				throw new OutOfMemoryError("unable to create native thread");
			}
			threads.execute(task);
		}));
		start((message, variables) -> this.calls.add(message.topic()));
		assertThat(receive("a/1")).isEmpty();
		Awaitility.await().untilAsserted(() -> assertThat(answer(0)).isEqualTo("acknowledged"));
		assertThat(receive("a/2")).isEmpty();
		Awaitility.await().untilAsserted(() -> assertThat(answer(1)).isEqualTo("acknowledged"));
		assertThat(this.calls).containsExactly("a/1", "a/2");
		assertThat(output).containsOnlyOnce("A thread for a listener could not be started");
	}

	@Test
	void executorThatRefusesManyMessagesIsAskedAgainForAllAtOnce() {
		AtomicInteger asked = new AtomicInteger();
		AtomicBoolean busy = new AtomicBoolean(true);
		SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor("test-");
		this.properties.setTaskExecutor(new TaskExecutorAdapter((task) -> {
			asked.incrementAndGet();
			if (busy.get()) {
				throw new RejectedExecutionException("busy");
			}
			threads.execute(task);
		}));
		start((message, variables) -> this.calls.add(message.topic()));
		for (int i = 0; i < 100; i++) {
			assertThat(receive("a/" + i)).isEmpty();
		}
		int byMessages = asked.get();
		Awaitility.await().until(() -> asked.get() > byMessages + 5);
		// With a timer for each message it would be a hundred each time
		assertThat(asked).hasValueLessThan(byMessages + 50);
		busy.set(false);
		Awaitility.await().until(() -> this.calls.size() == 100);
	}

	@Test
	void executorThatRunsTheStepAtOnceDoesSoWithoutALock() {
		AsyncTaskExecutor callerRuns = new TaskExecutorAdapter(Runnable::run);
		this.properties.setTaskExecutor(callerRuns);
		start((message, variables) -> CompletableFuture.supplyAsync(() -> this.container.getStatistics())
			.get(5, TimeUnit.SECONDS));
		assertThat(receive("a/1")).isEmpty();
		assertThat(answer(0)).isEqualTo("acknowledged");
	}

	@Test
	void filterIsAskedOnceAlsoIfTheMessageIsHandledAgain() {
		Set<String> seen = new HashSet<>();
		this.properties.setFilter((message) -> seen.add(message.topic()));
		this.properties.setRetryPolicy(RetryPolicy.builder().maxRetries(1).delay(Duration.ofMillis(1)).build());
		start((message, variables) -> {
			this.calls.add(message.topic());
			if (this.calls.size() == 1) {
				throw new IllegalStateException("first time");
			}
		});
		receive("a/1");
		Awaitility.await().untilAsserted(() -> assertThat(answer(0)).isEqualTo("acknowledged"));
		assertThat(this.calls).containsExactly("a/1", "a/1");
		assertThat(statistics().filtered()).isZero();
	}

	@Test
	void messageFailsAndTheNextIsHandledIfTheRetryPolicyFails() {
		this.properties.setRetryPolicy(new RetryPolicy() {

			@Override
			public boolean shouldRetry(Throwable failure) {
				return true;
			}

			@Override
			public BackOff getBackOff() {
				throw new IllegalStateException("no back-off");
			}

		});
		start((message, variables) -> {
			this.calls.add(message.topic());
			if (this.calls.size() == 1) {
				throw new IllegalStateException("first time");
			}
		});
		receive("a/1");
		receive("a/2");
		Awaitility.await().untilAsserted(() -> assertThat(answer(1)).isEqualTo("acknowledged"));
		assertThat(answer(0)).startsWith("failed");
		assertThat(statistics().failures()).isOne();
	}

	private void start(MqttMessageListener listener) {
		this.container = new DefaultMqttMessageListenerContainer("meters", this.client, listener, this.properties);
		this.container.start();
	}

	private ListenerStatistics statistics() {
		assertThat(this.container).isNotNull();
		return this.container.getStatistics();
	}

	private List<Throwable> receive(String topic) {
		return this.client.receive(MqttMessage.of(topic, "").qos(QoS.AT_LEAST_ONCE));
	}

	private @Nullable String answer(int index) {
		return this.client.acknowledgements().get(index).answer();
	}

}
