package io.topicwire.mqtt.spring.listener;

import java.time.Duration;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.spring.event.MqttEventPublisher;
import io.topicwire.mqtt.spring.event.MqttListenerFailedEvent;
import io.topicwire.mqtt.spring.event.MqttListenerIdleEvent;
import io.topicwire.mqtt.spring.event.MqttListenerStuckEvent;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what happens to a container, as long as there is a publisher. Thread-safe.
 */
final class ContainerEvents {

	private final MqttMessageListenerContainer container;

	private volatile @Nullable MqttEventPublisher publisher;

	ContainerEvents(MqttMessageListenerContainer container) {
		this.container = container;
	}

	void setPublisher(@Nullable MqttEventPublisher publisher) {
		this.publisher = publisher;
	}

	/**
	 * Handle a failure.
	 * @param message the message that was not handled, or {@code null} if the container
	 * was suspended
	 * @param failure why
	 */
	void failed(@Nullable MqttMessage message, Throwable failure) {
		MqttEventPublisher publisher = this.publisher;
		if (publisher != null) {
			publisher
				.publish(new MqttListenerFailedEvent(this.container, this.container.getListenerId(), message, failure));
		}
	}

	void idle(Duration time) {
		MqttEventPublisher publisher = this.publisher;
		if (publisher != null) {
			publisher.publish(new MqttListenerIdleEvent(this.container, this.container.getListenerId(), time,
					this.container.getTopicFilters(), this.container.isPauseRequested()));
		}
	}

	void stuck(MqttMessage message, Duration elapsed) {
		MqttEventPublisher publisher = this.publisher;
		if (publisher != null) {
			publisher
				.publish(new MqttListenerStuckEvent(this.container, this.container.getListenerId(), message, elapsed));
		}
	}

}
