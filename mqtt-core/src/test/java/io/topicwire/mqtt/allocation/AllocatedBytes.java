package io.topicwire.mqtt.allocation;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;

/**
 * Counts the bytes that the calling thread allocates.
 */
final class AllocatedBytes {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final int ROUNDS = 20;

	private static final int OPERATIONS = 1_000;

	private AllocatedBytes() {
	}

	/**
	 * Return how many bytes an operation allocates once everything is warm.
	 * @param operation the operation
	 * @return the bytes, the fewest of several rounds
	 */
	static double perOperation(Runnable operation) {
		long fewest = Long.MAX_VALUE;
		for (int round = 0; round < ROUNDS; round++) {
			long before = THREADS.getCurrentThreadAllocatedBytes();
			for (int i = 0; i < OPERATIONS; i++) {
				operation.run();
			}
			fewest = Math.min(fewest, THREADS.getCurrentThreadAllocatedBytes() - before);
		}
		return (double) fewest / OPERATIONS;
	}

}
