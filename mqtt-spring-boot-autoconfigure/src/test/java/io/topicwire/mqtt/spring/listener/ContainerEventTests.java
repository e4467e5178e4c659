package io.topicwire.mqtt.spring.listener;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.spring.FakeMqttClient;
import io.topicwire.mqtt.spring.event.MqttEventPublisher;
import io.topicwire.mqtt.spring.event.MqttListenerFailedEvent;
import io.topicwire.mqtt.spring.event.MqttListenerIdleEvent;
import io.topicwire.mqtt.topic.TopicTemplate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the events of a {@link DefaultMqttMessageListenerContainer}.
 */
class ContainerEventTests {

	private static final MqttMessage MESSAGE = MqttMessage.of("a/b", "").qos(QoS.AT_LEAST_ONCE);

	private final FakeMqttClient client = new FakeMqttClient();

	private final ContainerProperties properties = new ContainerProperties(List.of(TopicTemplate.of("a/#")));

	private final List<Object> events = new CopyOnWriteArrayList<>();

	private DefaultMqttMessageListenerContainer container = container();

	@AfterEach
	void stop() {
		this.container.stop();
	}

	@Test
	void listenerThatFailsIsToldWithTheMessage() {
		this.container.start();
		this.client.receive(MESSAGE);
		assertThat(events(MqttListenerFailedEvent.class)).singleElement().satisfies((event) -> {
			assertThat(event.getListenerId()).isEqualTo("meters");
			assertThat(event.getSource()).isSameAs(this.container);
			assertThat(event.getMessage()).isEqualTo(MESSAGE);
			assertThat(event.getCause()).hasRootCauseMessage("disk full");
			assertThat(event.isFatal()).isFalse();
		});
	}

	@Test
	void messageThatARecovererTakesIsNoFailure() {
		this.properties.setRecoverer(new LoggingRecoverer());
		this.container.start();
		this.client.receive(MESSAGE);
		assertThat(this.events).isEmpty();
	}

	@Test
	void containerThatIsSuspendedBecauseOfAFailureIsTold() {
		this.container.start();
		IllegalStateException reason = new IllegalStateException("disk full");
		this.container.stopAbnormally(reason);
		assertThat(events(MqttListenerFailedEvent.class)).singleElement().satisfies((event) -> {
			assertThat(event.isFatal()).isTrue();
			assertThat(event.getMessage()).isNull();
			assertThat(event.getCause()).isSameAs(reason);
		});
	}

	@Test
	void listenerThatGetsNoMessageIsToldAgainAndAgain() {
		this.properties.setIdleEventInterval(Duration.ofMillis(1));
		this.container = container();
		this.container.start();
		this.container.pause();
		Awaitility.await().until(() -> events(MqttListenerIdleEvent.class).size() > 2);
		assertThat(events(MqttListenerIdleEvent.class)).last().satisfies((event) -> {
			assertThat(event.getListenerId()).isEqualTo("meters");
			assertThat(event.getTopicFilters()).containsExactly("a/#");
			assertThat(event.isPaused()).isTrue();
			assertThat(event.getIdleTime()).isGreaterThan(Duration.ofMillis(1));
		});
	}

	@Test
	void messageStartsTheTimeAnew() {
		this.properties.setIdleEventInterval(Duration.ofDays(1));
		this.container = container();
		this.container.start();
		this.client.receive(MESSAGE);
		assertThat(events(MqttListenerIdleEvent.class)).isEmpty();
	}

	@Test
	void intervalHasToBePositive() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.properties.setIdleEventInterval(Duration.ZERO))
			.withMessage("'idleEventInterval' must be more than zero but is PT0S");
	}

	private <T> List<T> events(Class<T> type) {
		return Stream.of(this.events.toArray()).filter(type::isInstance).map(type::cast).toList();
	}

	private DefaultMqttMessageListenerContainer container() {
		DefaultMqttMessageListenerContainer container = new DefaultMqttMessageListenerContainer("meters", this.client,
				(message, variables) -> {
					throw new IllegalStateException("disk full");
				}, this.properties);
		container.setEventPublisher(new MqttEventPublisher(this.events::add));
		return container;
	}

}
