package io.topicwire.mqtt.spring.listener;

import java.util.Map;
import java.util.concurrent.CompletionStage;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.spring.support.Acknowledgment;
import org.jspecify.annotations.Nullable;

/**
 * Handles the messages of one listener container.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface MqttMessageListener {

	/**
	 * Handle a message. With {@link AckMode#AUTO} one of QoS 1 or 2 is acknowledged after
	 * this method has returned.
	 * @param message the message
	 * @param topicVariables the levels of its topic name that the topic template names
	 * @throws Exception if the message could not be handled
	 */
	void onMessage(MqttMessage message, Map<String, String> topicVariables) throws Exception;

	/**
	 * Handle a message, and say when that is done. This is what the container calls.
	 * @param message the message
	 * @param topicVariables the levels of its topic name that the topic template names
	 * @param acknowledgment acknowledges or refuses the message
	 * @return completed when the message is handled, exceptionally if it could not be,
	 * with a value that nothing is done with; or {@code null} if it is handled when the
	 * method returns
	 * @throws Exception if the message could not be handled
	 */
	default @Nullable CompletionStage<?> onMessage(MqttMessage message, Map<String, String> topicVariables,
			Acknowledgment acknowledgment) throws Exception {
		onMessage(message, topicVariables);
		return null;
	}

	/**
	 * Return whether messages may be handled some time after
	 * {@link #onMessage(MqttMessage, Map, Acknowledgment)} has returned. The container
	 * then calls the listener on threads other than those of the client, so that it can
	 * keep later messages of the same topic waiting until a message is handled.
	 * @return {@code false} by default
	 */
	default boolean isAsyncReplies() {
		return false;
	}

}
