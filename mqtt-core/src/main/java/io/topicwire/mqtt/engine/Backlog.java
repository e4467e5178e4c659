package io.topicwire.mqtt.engine;

import java.util.stream.Stream;

import io.topicwire.mqtt.OutboxOptions;
import org.jspecify.annotations.Nullable;

/**
 * The messages that wait for room in the outbox, in the order in which they came. Guarded
 * by the lock of the client.
 */
final class Backlog {

	private final OutboxOptions options;

	private final PublishQueue waiting = new PublishQueue();

	private int messages;

	private long bytes;

	Backlog(OutboxOptions options) {
		this.options = options;
	}

	boolean hasRoom(int length) {
		return this.messages < this.options.maxWaiting() && length <= this.options.maxBytes() - this.bytes;
	}

	@Nullable PendingPublish first() {
		return this.waiting.first();
	}

	Stream<PendingPublish> stream() {
		return this.waiting.stream();
	}

	int messages() {
		return this.messages;
	}

	long bytes() {
		return this.bytes;
	}

	void add(PendingPublish publish) {
		publish.state(PendingPublish.State.NOT_ADMITTED);
		this.waiting.addLast(publish);
		count(publish, 1);
	}

	void remove(PendingPublish publish) {
		this.waiting.remove(publish);
		count(publish, -1);
	}

	private void count(PendingPublish publish, int sign) {
		this.messages += sign;
		this.bytes += (long) sign * publish.length();
	}

}
