package io.topicwire.mqtt.spring.listener;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.spring.FakeMqttClient;
import io.topicwire.mqtt.topic.TopicTemplate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for what can be changed about a {@link MqttMessageListenerContainer} while it is
 * running.
 */
class RunningContainerTests {

	private final FakeMqttClient client = new FakeMqttClient();

	private final List<String> calls = new CopyOnWriteArrayList<>();

	private final ContainerProperties properties = new ContainerProperties(List.of(TopicTemplate.of("a/{x}")));

	private MqttMessageListenerContainer container = container(this::record);

	@AfterEach
	void stop() {
		this.container.stop();
	}

	@Test
	void messagesWaitUnacknowledgedWhileTheContainerIsPaused() {
		this.container.start();
		this.container.pause();
		receive("a/1", QoS.AT_LEAST_ONCE);
		receive("a/2", QoS.AT_MOST_ONCE);
		assertThat(this.container.isPauseRequested()).isTrue();
		assertThat(this.container.isContainerPaused()).isTrue();
		assertThat(this.container.isRunning()).isTrue();
		assertThat(this.container.getStatistics().waiting()).isEqualTo(2);
		assertThat(this.client.events()).containsExactly("subscribe a/+");
		assertThat(answer(0)).isNull();
		assertThat(this.calls).isEmpty();
		this.container.resume();
		Awaitility.await().untilAsserted(() -> assertThat(answer(1)).isEqualTo("acknowledged"));
		assertThat(answer(0)).isEqualTo("acknowledged");
		assertThat(this.calls).containsExactly("a/1 {x=1}", "a/2 {x=2}");
		assertThat(this.container.isPauseRequested()).isFalse();
	}

	@Test
	void containerIsPausedWhenTheListenerHasReturned() throws Exception {
		CountDownLatch called = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		this.container = container((message, variables) -> {
			called.countDown();
			end.await();
		});
		this.container.start();
		CompletableFuture<Void> receiving = CompletableFuture.runAsync(() -> receive("a/1", QoS.AT_LEAST_ONCE));
		called.await();
		this.container.pause();
		assertThat(this.container.isPauseRequested()).isTrue();
		assertThat(this.container.isContainerPaused()).isFalse();
		end.countDown();
		receiving.join();
		assertThat(this.container.isContainerPaused()).isTrue();
		assertThat(answer(0)).isEqualTo("acknowledged");
	}

	@Test
	void messagesOfQos0ThatFindNoRoomWhileTheContainerIsPausedAreCounted() {
		this.container.start();
		this.container.pause();
		for (int i = 0; i < MessageLanes.MAX_MESSAGES; i++) {
			receive("a/1", QoS.AT_LEAST_ONCE);
		}
		receive("a/1", QoS.AT_MOST_ONCE);
		assertThat(this.container.getStatistics().waiting()).isEqualTo(MessageLanes.MAX_MESSAGES);
		assertThat(this.container.getStatistics().discarded()).isEqualTo(1);
	}

	@Test
	void messageOfQos0ThatWaitsForRoomIsDroppedWhenTheContainerIsPaused() throws Exception {
		CountDownLatch called = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		this.properties.setConcurrency(1);
		this.container = container((message, variables) -> {
			called.countDown();
			end.await();
		});
		this.container.start();
		receive("a/1", QoS.AT_LEAST_ONCE);
		called.await();
		for (int i = 0; i < MessageLanes.MAX_MESSAGES; i++) {
			receive("a/1", QoS.AT_LEAST_ONCE);
		}
		Thread receiving = new Thread(() -> receive("a/1", QoS.AT_MOST_ONCE));
		receiving.start();
		Awaitility.await().until(() -> receiving.getState() == Thread.State.WAITING);
		this.container.pause();
		receiving.join();
		assertThat(this.container.getStatistics().discarded()).isEqualTo(1);
		end.countDown();
		Awaitility.await().until(this.container::isContainerPaused);
	}

	@Test
	void containerThatIsStartedStaysPaused() {
		this.container.pause();
		this.container.start();
		receive("a/1", QoS.AT_LEAST_ONCE);
		assertThat(this.calls).isEmpty();
		this.container.resume();
		Awaitility.await().untilAsserted(() -> assertThat(this.calls).hasSize(1));
	}

	@Test
	void whatWaitsWhenAPausedContainerIsStoppedIsLeftUnacknowledged() {
		this.container.start();
		this.container.pause();
		receive("a/1", QoS.AT_LEAST_ONCE);
		this.container.stop();
		assertThat(answer(0)).isEqualTo("cancelled");
		assertThat(this.calls).isEmpty();
	}

	@Test
	void topicsComeAndGoWhileTheContainerIsRunning() {
		this.container.start();
		this.container.addTopics("b/{y}/z", "a/{other}", "b/{y}/z");
		assertThat(this.container.getTopicFilters()).containsExactly("a/+", "b/+/z");
		receive("b/7/z", QoS.AT_LEAST_ONCE);
		receive("a/1", QoS.AT_LEAST_ONCE);
		assertThat(this.calls).containsExactly("b/7/z {y=7}", "a/1 {x=1}");
		this.container.removeTopics("b/+/z", "unknown");
		assertThat(this.container.getTopicFilters()).containsExactly("a/+");
		assertThat(this.client.events()).containsExactly("subscribe a/+", "subscribe b/+/z", "unsubscribe b/+/z");
	}

	@Test
	void topicsOfAContainerThatIsNotRunningAreSubscribedToWhenItIsStarted() {
		this.container.addTopics("b");
		assertThat(this.client.events()).isEmpty();
		this.container.start();
		this.container.suspend();
		this.container.addTopics("c");
		assertThat(this.client.events()).containsExactly("subscribe a/+", "subscribe b");
		this.container.start();
		assertThat(this.client.events()).containsExactly("subscribe a/+", "subscribe b", "subscribe c");
	}

	@Test
	void containerMayLoseAllTopics() {
		this.container.start();
		this.container.removeTopics("a/{x}");
		this.container.addTopics("b");
		assertThat(this.client.events()).containsExactly("subscribe a/+", "unsubscribe a/+", "subscribe b");
	}

	@Test
	void messageOfATopicThatIsRemovedIsHandledIfItHasCome() {
		this.container.start();
		this.container.pause();
		receive("a/1", QoS.AT_LEAST_ONCE);
		this.container.removeTopics("a/{x}");
		this.container.resume();
		Awaitility.await().untilAsserted(() -> assertThat(this.calls).containsExactly("a/1 {x=1}"));
	}

	@Test
	void badTopicChangesNothing() {
		this.container.start();
		assertThatIllegalArgumentException().isThrownBy(() -> this.container.addTopics("good", "#/bad"));
		assertThat(this.container.getTopicFilters()).containsExactly("a/+");
	}

	private MqttMessageListenerContainer container(MqttMessageListener listener) {
		return new DefaultMqttMessageListenerContainer("meters", this.client, listener, this.properties);
	}

	private void record(MqttMessage message, Map<String, String> variables) {
		this.calls.add(message.topic() + " " + variables);
	}

	private void receive(String topic, QoS qos) {
		this.client.receive(MqttMessage.of(topic, "").qos(qos));
	}

	private @Nullable String answer(int index) {
		return this.client.acknowledgements().get(index).answer();
	}

}
