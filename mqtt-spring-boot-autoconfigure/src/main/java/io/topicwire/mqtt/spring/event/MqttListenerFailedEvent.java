package io.topicwire.mqtt.spring.event;

import io.topicwire.mqtt.MqttMessage;
import org.jspecify.annotations.Nullable;

/**
 * A listener failed on a message after all attempts, and no recoverer took care of it; or
 * its container was suspended because of a failure.
 *
 * @since 0.1.0
 */
public class MqttListenerFailedEvent extends MqttListenerEvent {

	private static final long serialVersionUID = 1L;

	private final transient @Nullable MqttMessage message;

	private final Throwable cause;

	/**
	 * Create an event.
	 * @param container the container of the listener
	 * @param listenerId the identifier of the listener
	 * @param message the message, or {@code null} if the container was suspended
	 * @param cause why the listener failed
	 */
	public MqttListenerFailedEvent(Object container, String listenerId, @Nullable MqttMessage message,
			Throwable cause) {
		super(container, listenerId);
		this.message = message;
		this.cause = cause;
	}

	/**
	 * Return the message that the listener failed on.
	 * @return the message, or {@code null} if the container was suspended
	 */
	public @Nullable MqttMessage getMessage() {
		return this.message;
	}

	/**
	 * Return why the listener failed.
	 * @return the failure
	 */
	public Throwable getCause() {
		return this.cause;
	}

	/**
	 * Return whether the container was suspended, so that the listener gets no message
	 * until it is started again.
	 * @return whether it was
	 */
	public boolean isFatal() {
		return this.message == null;
	}

	@Override
	public String toString() {
		return "MqttListenerFailedEvent[listenerId=%s, fatal=%s, cause=%s]".formatted(getListenerId(), isFatal(),
				this.cause);
	}

}
