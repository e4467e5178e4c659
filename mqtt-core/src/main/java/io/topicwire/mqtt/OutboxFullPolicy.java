package io.topicwire.mqtt;

/**
 * What becomes of a message that finds no room in the outbox. A message that was sent, so
 * that the broker may have it, is not in the outbox any more and is never dropped. One
 * that is larger than the whole outbox is refused in any case.
 *
 * @since 0.1.0
 */
public enum OutboxFullPolicy {

	/**
	 * Refuse it: publishing and enqueueing fail at once with a
	 * {@link MqttOutboxFullException}.
	 */
	FAIL,

	/**
	 * Make room by dropping messages that were never sent, the one that was published
	 * first before all others, whatever its QoS. Each of them fails with a
	 * {@link MqttMessageDroppedException} and is counted in
	 * {@link ClientStatistics#messagesDroppedFromOutbox()}.
	 */
	DROP_OLDEST,

	/**
	 * Drop it: it fails with a {@link MqttMessageDroppedException} and is counted in
	 * {@link ClientStatistics#messagesDroppedFromOutbox()}. Enqueueing does not fail;
	 * {@link MqttClientListener#publishFailed(MqttMessage, MqttException)} tells.
	 */
	DROP_NEWEST,

	/**
	 * Let it wait for room, without blocking an asynchronous call: the future is
	 * completed later. Messages get in in the order of their calls. The time limit of the
	 * operation goes on. After {@link OutboxOptions#maxWait()}, or at once if
	 * {@link OutboxOptions#maxWaiting()} messages wait already, it fails with a
	 * {@link MqttOutboxFullException}.
	 */
	WAIT

}
