package io.topicwire.mqtt;

/**
 * What becomes of a message of QoS 1 or 2 that no handler wants: there is none for its
 * topic, and none was registered while the message was kept for one, or the handler that
 * it waited for was removed. In every case the message is counted in
 * {@link ClientStatistics#messagesUnmatched()}, and the first one of a connection that
 * had no handler is told to {@link MqttClientListener#messageUnmatched(MqttMessage)}.
 * Messages of QoS 0 are counted only.
 *
 * @since 0.1.0
 */
public enum UnmatchedMessagePolicy {

	/**
	 * Refuse the message with reason code 0x80, so that the broker discards it and knows
	 * that nobody has handled it. MQTT 3.1.1 cannot refuse: there it is acknowledged
	 * (MQTT 3.1.1, section 4.5).
	 */
	REJECT,

	/**
	 * Send no acknowledgement. The broker sends the message again after a reconnect that
	 * resumes the session; until then it occupies one place of the Receive Maximum, so
	 * that no more messages come when there are that many. If an MQTT 5.0 broker does not
	 * keep the session it would never send the message again: then the message is refused
	 * as with {@link #REJECT}.
	 */
	LEAVE_UNACKNOWLEDGED,

	/**
	 * Acknowledge the message as if it had been handled.
	 */
	ACKNOWLEDGE

}
