package io.topicwire.mqtt.spring.support;

import io.topicwire.mqtt.ReasonCode;

/**
 * Parameter of a listener that says itself when a message is acknowledged, in any order,
 * on any thread, at any later time. The first call counts, a later one has no effect.
 * Thread-safe; no method blocks.
 * <p>
 * MQTT has no negative acknowledgement that makes the broker send a message again at
 * once: what is not acknowledged comes again after a reconnect that resumes the session.
 *
 * @since 0.1.0
 */
public interface Acknowledgment {

	/**
	 * Acknowledge the message: it was handled.
	 * @return whether the broker can still be told; {@code false} if it was told before,
	 * or if the connection that the message came over is gone
	 */
	boolean acknowledge();

	/**
	 * Refuse the message, so that the broker discards it (MQTT 5.0, section 3.4.2). MQTT
	 * 3.1.1 cannot refuse: there the message is acknowledged.
	 * @param reasonCode why it is refused, such as
	 * {@link ReasonCode#PAYLOAD_FORMAT_INVALID}
	 * @return whether the broker can still be told, as for {@link #acknowledge()}
	 * @throws IllegalArgumentException if the reason code does not say why a message is
	 * refused
	 * @see io.topicwire.mqtt.Acknowledgement#reject(ReasonCode, String)
	 */
	boolean reject(ReasonCode reasonCode);

}
