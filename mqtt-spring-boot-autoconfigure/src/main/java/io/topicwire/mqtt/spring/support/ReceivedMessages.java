package io.topicwire.mqtt.spring.support;

import java.util.Map;

import io.topicwire.mqtt.MqttMessage;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;

/**
 * Makes Spring messages of received ones.
 *
 * @since 0.1.0
 */
public final class ReceivedMessages {

	private ReceivedMessages() {
	}

	/**
	 * Return a Spring message with the headers of {@link MqttHeaders}.
	 * @param message the message as it was received
	 * @param topicVariables the levels of the topic name that a topic template names
	 * @return a message with the same payload, which is not copied
	 */
	public static Message<byte[]> toMessage(MqttMessage message, Map<String, String> topicVariables) {
		return toMessage(message, topicVariables, null);
	}

	/**
	 * Return a Spring message with the headers of {@link MqttHeaders}.
	 * @param message the message as it was received
	 * @param topicVariables the levels of the topic name that a topic template names
	 * @param acknowledgment acknowledges or refuses the message, {@code null} for none
	 * @return a message with the same payload, which is not copied
	 */
	public static Message<byte[]> toMessage(MqttMessage message, Map<String, String> topicVariables,
			@Nullable Acknowledgment acknowledgment) {
		return new GenericMessage<>(message.payload(),
				new ReceivedMessageHeaders(message, topicVariables, acknowledgment));
	}

}
