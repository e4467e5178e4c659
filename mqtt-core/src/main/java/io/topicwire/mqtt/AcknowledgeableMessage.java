package io.topicwire.mqtt;

import java.util.Objects;

/**
 * A received message with what the broker is to be told about it.
 *
 * @param message the message
 * @param acknowledgement acknowledges or refuses the message, now or later
 * @since 0.1.0
 */
public record AcknowledgeableMessage(MqttMessage message, Acknowledgement acknowledgement) {

	/**
	 * Create an acknowledgeable message.
	 */
	public AcknowledgeableMessage {
		Objects.requireNonNull(message, "message must not be null");
		Objects.requireNonNull(acknowledgement, "acknowledgement must not be null");
	}

}
