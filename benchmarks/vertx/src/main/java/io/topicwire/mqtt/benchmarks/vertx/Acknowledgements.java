package io.topicwire.mqtt.benchmarks.vertx;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * Who waits for which acknowledgement. Vert.x tells packet ids: one when a message is
 * written, and the same when it is acknowledged.
 */
final class Acknowledgements {

	private static final BiConsumer<@Nullable Object, @Nullable Throwable> EARLY = (result, failure) -> {
	};

	private final AtomicReferenceArray<@Nullable BiConsumer<@Nullable Object, @Nullable Throwable>> waiting = new AtomicReferenceArray<>(
			65_536);

	void written(int packetId, BiConsumer<@Nullable Object, @Nullable Throwable> completion) {
		if (!this.waiting.compareAndSet(packetId, null, completion)) {
			this.waiting.set(packetId, null);
			completion.accept(null, null);
		}
	}

	void acknowledged(int packetId) {
		if (this.waiting.compareAndSet(packetId, null, EARLY)) {
			return;
		}
		BiConsumer<@Nullable Object, @Nullable Throwable> completion = this.waiting.getAndSet(packetId, null);
		if (completion != null) {
			completion.accept(null, null);
		}
	}

}
