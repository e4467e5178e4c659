package io.topicwire.mqtt;

import org.jspecify.annotations.Nullable;

/**
 * What one handler says to the broker about one message, once: the first call counts, a
 * later one has no effect. Thread-safe; no method blocks.
 * <p>
 * If several handlers got the message, it is acknowledged when the last of them has
 * acknowledged it, and the worst counts: a refusal of one is the answer for all. For a
 * message of QoS 0 there is nobody to tell, no answer is waited for, and all methods do
 * nothing but return {@code true}.
 *
 * @since 0.1.0
 */
public interface Acknowledgement {

	/**
	 * Acknowledge the message: it was handled. PUBACK (QoS 1) or PUBREC (QoS 2) is sent
	 * as soon as all messages that came before have been answered.
	 * @return whether this answer can still reach the broker. {@code false} if the
	 * message was answered before, or if the connection it came over is gone: a broker
	 * that keeps the session then sends a message of QoS 1 again and it is handled once
	 * more. For QoS 2 the answer is kept for the next connection of the same session, and
	 * the message not handled again
	 */
	boolean acknowledge();

	/**
	 * Refuse the message without an explanation.
	 * @param reasonCode why it is refused
	 * @return whether this answer can still reach the broker
	 * @throws IllegalArgumentException if the reason code does not say why a message is
	 * refused
	 * @see #reject(ReasonCode, String)
	 */
	default boolean reject(ReasonCode reasonCode) {
		return reject(reasonCode, null);
	}

	/**
	 * Refuse the message (MQTT 5.0, sections 3.4.2 and 3.5.2): the broker discards it,
	 * one of a shared subscription for all subscribers. MQTT 3.1.1 cannot refuse: there
	 * the message is acknowledged, because the application does not want it again.
	 * @param reasonCode {@link ReasonCode#UNSPECIFIED_ERROR},
	 * {@link ReasonCode#IMPLEMENTATION_SPECIFIC_ERROR},
	 * {@link ReasonCode#NOT_AUTHORIZED}, {@link ReasonCode#TOPIC_NAME_INVALID},
	 * {@link ReasonCode#QUOTA_EXCEEDED} or {@link ReasonCode#PAYLOAD_FORMAT_INVALID}
	 * @param reason explanation for people, or {@code null} for none; left out if it does
	 * not fit into the largest packet that the broker takes
	 * @return whether this answer can still reach the broker, as for
	 * {@link #acknowledge()}; other than there, a message of QoS 2 that is refused
	 * without its connection is sent again and handled once more
	 * @throws IllegalArgumentException if the reason code does not say why a message is
	 * refused, or the reason is longer than 65,535 bytes in UTF-8 or not well-formed
	 */
	boolean reject(ReasonCode reasonCode, @Nullable String reason);

	/**
	 * Tell that the message could not be handled, as if the handler had thrown the
	 * exception, for a handler that goes on after it has returned: the failure is logged
	 * and counted, and what becomes of the message is the client's
	 * {@link HandlerFailurePolicy}. With a
	 * {@link java.util.concurrent.CancellationException} the message is left
	 * unacknowledged, and neither logged nor counted.
	 * @param failure why the message could not be handled
	 * @return whether no answer was given before and the connection is still there; for
	 * QoS 0 always {@code true}
	 */
	boolean fail(Throwable failure);

	/**
	 * Return what identifies a message of QoS 2 within the session of the client. It is
	 * the same when the message is handed over again because its handler had not
	 * succeeded, with a session store on disk also after the process was killed: an
	 * application that keeps the number together with what it does about the message
	 * recognises the one message whose handler was interrupted. Later messages have
	 * higher numbers.
	 * @return the number, at least 1; 0 for a message of QoS 0 or 1
	 */
	default long messageNumber() {
		return 0;
	}

}
