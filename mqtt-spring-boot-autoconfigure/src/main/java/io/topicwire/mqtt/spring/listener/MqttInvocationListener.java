package io.topicwire.mqtt.spring.listener;

import java.time.Duration;

import io.topicwire.mqtt.MqttMessage;
import org.jspecify.annotations.Nullable;

/**
 * Is told about every call of a listener, each attempt of a message that is retried.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface MqttInvocationListener {

	/**
	 * Handle that a listener has handled a message, or failed to. Called on the thread
	 * that runs the listener, or the one that completes its future, before the message is
	 * acknowledged: it has to return at once. What it throws is ignored.
	 * @param listenerId the identifier of the listener
	 * @param message the message, the same object for each attempt
	 * @param elapsed how long the call took, until the future completed if the listener
	 * returned one; that of the whole batch if the listener handles batches
	 * @param failure why the listener failed, or {@code null} if it did not
	 */
	void invoked(String listenerId, MqttMessage message, Duration elapsed, @Nullable Throwable failure);

}
