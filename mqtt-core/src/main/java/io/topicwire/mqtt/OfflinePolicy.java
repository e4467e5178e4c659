package io.topicwire.mqtt;

/**
 * Which messages may wait while there is no connection. Publishing or enqueueing one that
 * may not fails at once with an {@link MqttConnectionException}, and so do those that
 * wait to be sent when the connection ends. What was sent, or was about to be, belongs to
 * the session and is not affected.
 *
 * @since 0.1.0
 */
public enum OfflinePolicy {

	/**
	 * Messages of every QoS wait.
	 */
	KEEP_ALL,

	/**
	 * Messages of QoS 1 and 2 wait, those of QoS 0 do not.
	 */
	KEEP_ACKNOWLEDGED,

	/**
	 * No message waits. Not possible with a session store, which is there to keep them.
	 */
	KEEP_NONE;

	/**
	 * Return whether a message may wait while there is no connection.
	 * @param qos the QoS of the message
	 * @return whether it may
	 */
	public boolean keeps(QoS qos) {
		return this == KEEP_ALL || (this == KEEP_ACKNOWLEDGED && qos != QoS.AT_MOST_ONCE);
	}

}
