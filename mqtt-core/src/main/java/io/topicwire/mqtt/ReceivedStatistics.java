package io.topicwire.mqtt;

import java.util.Map;

/**
 * Which messages a client has received since it was built.
 *
 * @param fresh how many messages came because they were published at that time, by their
 * QoS; every QoS is there
 * @param retained how many messages came because the broker had retained them, by their
 * QoS; every QoS is there
 * @param duplicates how many PUBLISH packets had the DUP flag, because the broker has
 * sent them before; those of QoS 1 are messages again, those of QoS 2 are not
 * @since 0.1.0
 */
public record ReceivedStatistics(Map<QoS, Long> fresh, Map<QoS, Long> retained, long duplicates) {

	/**
	 * Create statistics.
	 */
	public ReceivedStatistics {
		fresh = Map.copyOf(fresh);
		retained = Map.copyOf(retained);
	}

}
