package io.topicwire.mqtt.engine;

/**
 * Finds out that only little has been received at a time for a while, so that a smaller
 * buffer will do. Not after some small reads: what a client keeps up with comes in small
 * pieces, and to shrink and grow in turn would allocate more than arrives.
 */
final class LittleReceived {

	static final long WHILE_NANOS = 1_000_000_000;

	// The last time that was not so
	private long last;

	LittleReceived(long now) {
		this.last = now;
	}

	/**
	 * Handle that something was received.
	 * @param little whether it was little
	 * @param now the present time, in nanoseconds
	 * @return whether it has been little for a while, which begins anew then
	 */
	boolean isForAWhile(boolean little, long now) {
		boolean longEnough = now - this.last >= WHILE_NANOS;
		if (!little || longEnough) {
			this.last = now;
		}
		return little && longEnough;
	}

}
