package io.topicwire.mqtt;

/**
 * What becomes of messages of QoS 1 and 2 that were sent but not acknowledged when the
 * broker has not kept the session: nobody knows whether it has got them. Messages that
 * were never sent are kept in every case.
 *
 * @since 0.1.0
 */
public enum SessionLossPolicy {

	/**
	 * They fail with an {@link MqttConnectionException}, so that the application decides.
	 */
	FAIL,

	/**
	 * Messages of QoS 1 are published again, as new ones, which may deliver them twice,
	 * as QoS 1 allows. Those of QoS 2 fail. The default.
	 */
	REPUBLISH_AT_LEAST_ONCE,

	/**
	 * All are published again, as new ones. A message of QoS 2 may be delivered twice.
	 */
	REPUBLISH;

	/**
	 * Return whether a message is published again.
	 * @param qos its QoS
	 * @return whether the policy says so
	 */
	public boolean republishes(QoS qos) {
		return this == REPUBLISH || (this == REPUBLISH_AT_LEAST_ONCE && qos == QoS.AT_LEAST_ONCE);
	}

}
