package io.topicwire.mqtt;

/**
 * What becomes of received messages of QoS 0 when more of them wait for their handlers
 * than may. What is dropped is counted in {@link ClientStatistics#messagesDropped()}, and
 * told to {@link MqttClientListener#messagesDropped(MqttMessage)}. Messages of QoS 1 and
 * 2 are never dropped.
 *
 * @since 0.1.0
 */
public enum InboxOverflowPolicy {

	/**
	 * Drop the message that has just come.
	 */
	DROP_NEWEST,

	/**
	 * Drop the messages that have waited longest, so that the last ones are handled. What
	 * a handler is being called with is not dropped.
	 */
	DROP_OLDEST,

	/**
	 * Drop nothing and read nothing until there is room again, so that the broker has to
	 * wait. That holds back everything else that the broker sends as well, such as the
	 * acknowledgements of messages that are published, while pings go on. What waits for
	 * a handler that is stuck cannot hold back the others: there the oldest messages stay
	 * and the others are dropped.
	 */
	STOP_READING

}
