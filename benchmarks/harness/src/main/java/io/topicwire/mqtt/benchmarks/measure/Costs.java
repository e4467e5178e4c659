package io.topicwire.mqtt.benchmarks.measure;

import java.lang.management.ManagementFactory;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;

/**
 * What the process has used up to a moment.
 *
 * @param nanos the time
 * @param processorNanos the processor time of all threads but the compilers, in
 * nanoseconds
 * @param allocated the bytes allocated by all threads that live
 */
record Costs(long nanos, long processorNanos, long allocated) {

	private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
		.getOperatingSystemMXBean();

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	static Costs now() {
		long allocated = 0;
		for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
			allocated += Math.max(bytes, 0);
		}
		return new Costs(System.nanoTime(), SYSTEM.getProcessCpuTime() - CompilerTime.nanos(), allocated);
	}

	static long allocatedByThisThread() {
		return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
	}

	Result until(Costs end, long messages) {
		return Result.empty()
			.with(Result.RATE, messages * 1e9 / (end.nanos - this.nanos))
			// The system counts in hundredths of a second, the time of the compilers more
			// exactly
			.with(Result.CPU, Math.max(end.processorNanos - this.processorNanos, 0) / 1e3 / messages)
			.with(Result.ALLOCATED, (double) (end.allocated - this.allocated) / messages);
	}

}
