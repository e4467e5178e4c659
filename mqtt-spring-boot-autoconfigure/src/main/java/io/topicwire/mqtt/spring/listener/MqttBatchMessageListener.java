package io.topicwire.mqtt.spring.listener;

import java.util.List;
import java.util.concurrent.CompletionStage;

import io.topicwire.mqtt.spring.support.Acknowledgment;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;

/**
 * Handles the messages of one listener container in batches. Called on threads of the
 * container, for one batch after the other.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface MqttBatchMessageListener {

	/**
	 * Handle a batch. With {@link AckMode#AUTO} its messages of QoS 1 or 2 are
	 * acknowledged after that.
	 * @param messages what {@link #convert} has made of the messages, in the order in
	 * which they came; at least one. Each has an {@link Acknowledgment} of its own as
	 * header {@link io.topicwire.mqtt.spring.support.MqttHeaders#ACKNOWLEDGMENT}
	 * @param acknowledgment acknowledges or refuses all messages of the batch
	 * @return completed when the batch is handled, exceptionally if it could not be, with
	 * a value that nothing is done with; or {@code null} if it is handled when the method
	 * returns
	 * @throws Exception if the batch could not be handled
	 */
	@Nullable CompletionStage<?> onMessages(List<Message<?>> messages, Acknowledgment acknowledgment) throws Exception;

	/**
	 * Convert a message, once, before the first attempt to handle the batch that it
	 * belongs to.
	 * @param message the message as it was received
	 * @return the message as {@link #onMessages} needs it, with the same headers
	 * @throws Exception if the message could not be converted; it is left out of the
	 * batch then and treated like one that failed for good
	 */
	default Message<?> convert(Message<byte[]> message) throws Exception {
		return message;
	}

}
