package io.topicwire.mqtt;

/**
 * What becomes of a message of QoS 1 or 2 whose handler threw an exception, or could not
 * take it because it is stuck and too many bytes wait for it. In every case the failure
 * is logged and counted, and the connection goes on.
 *
 * @since 0.1.0
 */
public enum HandlerFailurePolicy {

	/**
	 * Send no acknowledgement. The broker sends the message again after a reconnect that
	 * resumes the session; until then it occupies one place of the Receive Maximum, so
	 * that no more messages come when that many have failed. If an MQTT 5.0 broker does
	 * not keep the session it would never send the message again: then the message is
	 * refused as with {@link #REJECT}.
	 */
	LEAVE_UNACKNOWLEDGED,

	/**
	 * Refuse the message with reason code 0x80 so that the broker discards it. MQTT 3.1.1
	 * cannot refuse: there it is acknowledged.
	 */
	REJECT

}
