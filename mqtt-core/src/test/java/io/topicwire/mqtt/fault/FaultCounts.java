package io.topicwire.mqtt.fault;

import java.util.Map;

/**
 * What a proxy has done so far.
 *
 * @param connections connections that were let through
 * @param refused connections that were not
 * @param endings connections that a fault has ended, by the way it did
 * @param delayed packets that a fault has delayed
 * @param heldBack answers that were to be overtaken
 * @param swallowed packets with which a direction fell silent
 */
public record FaultCounts(long connections, long refused, Map<Ending, Long> endings, long delayed, long heldBack,
		long swallowed) {

	/**
	 * Create counts.
	 */
	public FaultCounts {
		endings = Map.copyOf(endings);
	}

	/**
	 * Return how many connections a fault has ended.
	 * @return the number of connections
	 */
	public long cuts() {
		return this.endings.values().stream().mapToLong(Long::longValue).sum();
	}

}
