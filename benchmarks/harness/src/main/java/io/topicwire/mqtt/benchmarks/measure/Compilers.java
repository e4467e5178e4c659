package io.topicwire.mqtt.benchmarks.measure;

import java.lang.management.ManagementFactory;

import com.sun.management.OperatingSystemMXBean;

/**
 * Waits for the compilers of the JVM while no work is done. They have the processors to
 * themselves then: beside a client that keeps all processors busy it took them 5 seconds
 * to compile what they compile now in less than 2.
 */
final class Compilers {

	private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
		.getOperatingSystemMXBean();

	private static final int INTERVAL_MILLIS = 20;

	// A tenth of a processor. Clients that have nothing to do use less
	private static final long QUIET_NANOS = INTERVAL_MILLIS * 1_000_000L / 10;

	private Compilers() {
	}

	/**
	 * Wait until the process does nothing any more.
	 * @param deadline when to give up, in terms of {@link System#nanoTime()}
	 * @return whether there was hardly anything to wait for
	 */
	static boolean await(long deadline) throws InterruptedException {
		int busy = 0;
		while (System.nanoTime() < deadline) {
			long before = SYSTEM.getProcessCpuTime();
			Thread.sleep(INTERVAL_MILLIS);
			if (SYSTEM.getProcessCpuTime() - before < QUIET_NANOS) {
				// What the client does last may fall into the first interval
				return busy <= 1;
			}
			busy++;
		}
		return false;
	}

}
