package io.topicwire.mqtt.benchmarks.measure;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Measures what an application allocates itself when it makes a message.
 */
final class OwnObjects {

	private static final int COUNT = 100_000;

	// So that the object is really made
	private static volatile @Nullable Object last;

	private OwnObjects() {
	}

	static double perMessage(Supplier<?> message) {
		long start = Costs.allocatedByThisThread();
		for (int i = 0; i < COUNT; i++) {
			last = message.get();
		}
		return (double) (Costs.allocatedByThisThread() - start) / COUNT;
	}

}
