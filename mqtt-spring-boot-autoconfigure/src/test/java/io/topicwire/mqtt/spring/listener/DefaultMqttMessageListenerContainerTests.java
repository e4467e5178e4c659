package io.topicwire.mqtt.spring.listener;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.spring.FakeMqttClient;
import io.topicwire.mqtt.topic.TopicTemplate;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DefaultMqttMessageListenerContainer}.
 */
@ExtendWith(OutputCaptureExtension.class)
class DefaultMqttMessageListenerContainerTests {

	private final FakeMqttClient client = new FakeMqttClient();

	private final List<String> calls = new ArrayList<>();

	@Test
	void startSubscribesToEachFilterWithTheOptions() {
		container("a/{x}", "b/#").start();
		assertThat(this.client.events()).containsExactly("subscribe a/+", "subscribe b/#");
		assertThat(this.client.subscriptions()).allSatisfy(
				(subscription) -> assertThat(subscription.options()).isEqualTo(SubscribeOptions.of(QoS.EXACTLY_ONCE)));
	}

	@Test
	void filterThatComesTwiceIsSubscribedToOnce() {
		MqttMessageListenerContainer container = container("a/{x}", "a/+");
		container.start();
		assertThat(container.getTopicFilters()).containsExactly("a/+");
		assertThat(this.client.events()).containsExactly("subscribe a/+");
	}

	@Test
	void messageThatMatchesSeveralFiltersIsHandledOnceWithTheVariablesOfTheFirst() {
		container("a/{x}", "a/{y*}", "a/b").start();
		assertThat(this.client.receive(MqttMessage.of("a/b", ""))).isEmpty();
		assertThat(this.calls).containsExactly("a/b {x=b}");
	}

	@Test
	void sameContentTwiceIsHandledTwice() {
		container("a/{x}", "a/#").start();
		this.client.receive(MqttMessage.of("a/b", "same"));
		this.client.receive(MqttMessage.of("a/b", "same"));
		assertThat(this.calls).hasSize(2);
	}

	@Test
	void failureIsHandedToTheClientWithTopicAndListenerButWithoutPayload() {
		container((message, variables) -> {
			throw new IllegalStateException("disk full");
		}, "a/#").start();
		List<Throwable> failures = this.client.receive(MqttMessage.of("a/b", "secret").qos(QoS.AT_LEAST_ONCE));
		assertThat(failures).singleElement()
			.isInstanceOf(ListenerExecutionFailedException.class)
			.satisfies((ex) -> assertThat(ex).hasRootCauseMessage("disk full")
				.hasMessage("Listener 'meters' failed on message from topic 'a/b' with QoS 1"));
	}

	@Test
	void failureOfOneMessageDoesNotKeepTheNextFromBeingHandled() {
		container((message, variables) -> {
			if (message.topic().equals("bad")) {
				throw new AssertionError("bad");
			}
			record(message, variables);
		}, "#").start();
		assertThat(this.client.receive(MqttMessage.of("bad", ""))).hasSize(1);
		assertThat(this.client.receive(MqttMessage.of("good", ""))).isEmpty();
		assertThat(this.calls).containsExactly("good {}");
	}

	@Test
	void stopUnsubscribes() {
		MqttMessageListenerContainer container = container("a/{x}");
		container.start();
		container.stop();
		assertThat(container.isRunning()).isFalse();
		assertThat(this.client.events()).containsExactly("subscribe a/+", "unsubscribe a/+");
	}

	@Test
	void stoppedContainerCanBeStartedAgain() {
		MqttMessageListenerContainer container = container("a/{x}");
		container.start();
		container.stop();
		container.start();
		this.client.receive(MqttMessage.of("a/b", ""));
		assertThat(this.calls).containsExactly("a/b {x=b}");
	}

	@Test
	void suspendedContainerKeepsItsSubscriptionsButHandlesNothing() {
		MqttMessageListenerContainer container = container("a/{x}");
		container.start();
		container.suspend();
		assertThat(container.isRunning()).isFalse();
		assertThat(this.client.receive(MqttMessage.of("a/b", ""))).singleElement()
			.isInstanceOf(CancellationException.class);
		assertThat(this.calls).isEmpty();
		container.start();
		this.client.receive(MqttMessage.of("a/c", ""));
		assertThat(this.calls).containsExactly("a/c {x=c}");
		assertThat(this.client.events()).containsExactly("subscribe a/+");
	}

	@Test
	void heldContainerHandlesAMessageOnceItIsStartedAgain() {
		MqttMessageListenerContainer container = container("a/{x}");
		container.start();
		container.hold();
		CompletableFuture<List<Throwable>> received = CompletableFuture
			.supplyAsync(() -> this.client.receive(MqttMessage.of("a/b", "")));
		assertThat(this.calls).isEmpty();
		container.start();
		assertThat(received).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(Collections.emptyList());
		assertThat(this.calls).containsExactly("a/b {x=b}");
	}

	@Test
	void heldContainerRefusesAMessageOnceItIsSuspended() {
		MqttMessageListenerContainer container = container("a/{x}");
		container.start();
		container.hold();
		CompletableFuture<List<Throwable>> received = CompletableFuture
			.supplyAsync(() -> this.client.receive(MqttMessage.of("a/b", "")));
		container.suspend();
		assertThat(received).succeedsWithin(Duration.ofSeconds(30))
			.asInstanceOf(InstanceOfAssertFactories.LIST)
			.hasSize(1);
		assertThat(this.calls).isEmpty();
	}

	@Test
	void listenerThatHasNotReturnedWhenItsContainerWasHeldIsNotWaitedForAgain(CapturedOutput output) throws Exception {
		CountDownLatch called = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		MqttMessageListenerContainer container = container((message, topicVariables) -> {
			called.countDown();
			end.await();
		}, "a/{x}");
		container.start();
		CompletableFuture<?> received = CompletableFuture.runAsync(() -> this.client.receive(MqttMessage.of("a/b", "")),
				new SimpleAsyncTaskExecutor());
		called.await();
		container.hold();
		container.suspend();
		assertThat(output).containsOnlyOnce("did not return");
		container.start();
		container.suspend();
		assertThat(output.toString().split("did not return")).hasSize(3);
		end.countDown();
		assertThat(received).succeedsWithin(Duration.ofSeconds(30));
	}

	@Test
	void listenerIsWaitedForAlthoughItsContainerWasHeldInVainBeforeItWasStartedAgain(CapturedOutput output)
			throws Exception {
		CountDownLatch called = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		ContainerProperties properties = new ContainerProperties(List.of(TopicTemplate.of("a/{x}")));
		properties.setGracefulShutdownPeriod(Duration.ofMillis(500));
		DefaultMqttMessageListenerContainer container = new DefaultMqttMessageListenerContainer("meters", this.client,
				(message, topicVariables) -> {
					called.countDown();
					end.await();
				}, properties);
		container.start();
		CompletableFuture<?> received = CompletableFuture.runAsync(() -> this.client.receive(MqttMessage.of("a/b", "")),
				new SimpleAsyncTaskExecutor());
		called.await();
		CompletableFuture<?> held = CompletableFuture.runAsync(container::hold, new SimpleAsyncTaskExecutor());
		Awaitility.await().until(() -> !container.isRunning());
		container.start();
		assertThat(held).succeedsWithin(Duration.ofSeconds(30));
		assertThat(output).doesNotContain("did not return");
		end.countDown();
		assertThat(received).succeedsWithin(Duration.ofSeconds(30));
		container.suspend();
		assertThat(output).doesNotContain("did not return");
	}

	@Test
	void shutContainerCallsItsListenerNoMore() {
		MqttMessageListenerContainer container = container("a/{x}");
		container.start();
		container.shut();
		container.shut();
		this.client.receive(MqttMessage.of("a/b", "").qos(QoS.AT_LEAST_ONCE));
		assertThat(this.calls).isEmpty();
		assertThat(container.isRunning()).isFalse();
		assertThat(this.client.events()).containsExactly("subscribe a/+");
		container.start();
		this.client.receive(MqttMessage.of("a/b", "").qos(QoS.AT_LEAST_ONCE));
		assertThat(this.calls).hasSize(1);
	}

	private MqttMessageListenerContainer container(String... topics) {
		return container(this::record, topics);
	}

	private MqttMessageListenerContainer container(MqttMessageListener listener, String... topics) {
		ContainerProperties properties = new ContainerProperties(Stream.of(topics).map(TopicTemplate::of).toList());
		properties.setSubscribeOptions(SubscribeOptions.of(QoS.EXACTLY_ONCE));
		properties.setGracefulShutdownPeriod(Duration.ZERO);
		return new DefaultMqttMessageListenerContainer("meters", this.client, listener, properties);
	}

	private void record(MqttMessage message, Map<String, String> variables) {
		this.calls.add(message.topic() + " " + variables);
	}

}
