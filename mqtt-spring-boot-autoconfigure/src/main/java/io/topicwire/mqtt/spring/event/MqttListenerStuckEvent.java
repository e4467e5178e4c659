package io.topicwire.mqtt.spring.event;

import java.time.Duration;

import io.topicwire.mqtt.MqttMessage;

/**
 * A listener with threads of its own has not returned in time. Published once for a call,
 * at that moment; the listener may return later.
 *
 * @since 0.1.0
 */
public class MqttListenerStuckEvent extends MqttListenerEvent {

	private static final long serialVersionUID = 1L;

	private final transient MqttMessage message;

	private final Duration elapsed;

	/**
	 * Create an event.
	 * @param container the container of the listener
	 * @param listenerId the identifier of the listener
	 * @param message the message that it was called with
	 * @param elapsed how long it has run
	 */
	public MqttListenerStuckEvent(Object container, String listenerId, MqttMessage message, Duration elapsed) {
		super(container, listenerId);
		this.message = message;
		this.elapsed = elapsed;
	}

	/**
	 * Return the message that the listener was called with.
	 * @return the message
	 */
	public MqttMessage getMessage() {
		return this.message;
	}

	/**
	 * Return how long the listener has run.
	 * @return the time
	 */
	public Duration getElapsed() {
		return this.elapsed;
	}

	@Override
	public String toString() {
		return "MqttListenerStuckEvent[listenerId=%s, elapsed=%s]".formatted(getListenerId(), this.elapsed);
	}

}
