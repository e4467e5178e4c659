package io.topicwire.mqtt.benchmarks.measure;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Measures what an application allocates itself when it makes a message.
 */
final class OwnObjects {

	private static final int COUNT = 10_000;

	private static final int BYTES = 16 * 1024 * 1024;

	// So that the object is really made
	private static volatile @Nullable Object last;

	private OwnObjects() {
	}

	static double perMessage(Task task, Supplier<?> message) {
		int count = Math.min(COUNT, 1 + BYTES / (task.payload() + 1));
		long start = Costs.allocatedByThisThread();
		for (int i = 0; i < count; i++) {
			last = message.get();
		}
		return (double) (Costs.allocatedByThisThread() - start) / count;
	}

}
