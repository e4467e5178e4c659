package io.topicwire.mqtt.spring.listener;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.spring.FakeMqttClient;
import io.topicwire.mqtt.spring.event.MqttEventPublisher;
import io.topicwire.mqtt.spring.event.MqttListenerStuckEvent;
import io.topicwire.mqtt.topic.TopicTemplate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for threads of a listener's own.
 */
@ExtendWith(OutputCaptureExtension.class)
class ListenerThreadTests {

	private static final MqttMessage MESSAGE = MqttMessage.of("a/b", "secret").qos(QoS.AT_LEAST_ONCE);

	private final FakeMqttClient client = new FakeMqttClient();

	private final ContainerProperties properties = new ContainerProperties(List.of(TopicTemplate.of("a/#")));

	private final List<Object> events = new CopyOnWriteArrayList<>();

	private @Nullable DefaultMqttMessageListenerContainer container;

	@BeforeEach
	void ownThread() {
		this.properties.setConcurrency(1);
	}

	@AfterEach
	void stop() {
		if (this.container != null) {
			this.container.stop();
		}
	}

	@Test
	void listenerThatDoesNotReturnIsReportedOnce(CapturedOutput output) {
		CountDownLatch end = new CountDownLatch(1);
		this.properties.setStuckAfter(Duration.ofMillis(1));
		DefaultMqttMessageListenerContainer container = start((message, variables) -> end.await());
		this.client.receive(MESSAGE);
		Awaitility.await().until(() -> !this.events.isEmpty());
		assertThat(output).contains("[meter-7] Listener 'meters' has not returned for")
			.contains("with a message of QoS 1 to topic 'a/b'; its messages wait. Thread meters-1 is at")
			.contains("CountDownLatch.await")
			.doesNotContain("secret");
		assertThat(container.getStatistics().stuck()).isEqualTo(1);
		end.countDown();
		Awaitility.await()
			.untilAsserted(() -> assertThat(output).contains("[meter-7] Listener 'meters' has finished after"));
		assertThat(this.events).singleElement().isInstanceOfSatisfying(MqttListenerStuckEvent.class, (event) -> {
			assertThat(event.getListenerId()).isEqualTo("meters");
			assertThat(event.getMessage()).isEqualTo(MESSAGE);
			assertThat(event.getElapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(1));
		});
		assertThat(this.client.acknowledgements().get(0).answer()).isEqualTo("acknowledged");
	}

	@Test
	void listenerMayRunForAnyTimeIfItSaysSo() throws Exception {
		this.properties.setStuckAfter(Duration.ZERO);
		DefaultMqttMessageListenerContainer container = start((message, variables) -> {
		});
		this.client.receive(MESSAGE);
		Awaitility.await().until(() -> container.getStatistics().handled() == 1);
		assertThat(container.watch()).isNull();
	}

	@Test
	void timeLimitIsNotNegative() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.properties.setStuckAfter(Duration.ofSeconds(-1)))
			.withMessage("'stuckAfter' must not be negative but is PT-1S");
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void threadsAreVirtualOnesIfThatIsSaid() throws Exception {
		this.properties.setVirtualThreads(true);
		CompletableFuture<Thread> thread = new CompletableFuture<>();
		start((message, variables) -> thread.complete(Thread.currentThread()));
		this.client.receive(MESSAGE);
		assertThat(Thread.class.getMethod("isVirtual").invoke(thread.join())).isEqualTo(true);
	}

	private DefaultMqttMessageListenerContainer start(MqttMessageListener listener) {
		DefaultMqttMessageListenerContainer container = new DefaultMqttMessageListenerContainer("meters", this.client,
				listener, this.properties);
		container.setEventPublisher(new MqttEventPublisher(this.events::add));
		container.start();
		this.container = container;
		return container;
	}

}
