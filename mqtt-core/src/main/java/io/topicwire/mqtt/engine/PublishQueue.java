package io.topicwire.mqtt.engine;

import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Messages that wait one behind the other, from which each can be removed at once: they
 * carry the links of the queue themselves.
 */
final class PublishQueue {

	private @Nullable PendingPublish first;

	private @Nullable PendingPublish last;

	@Nullable PendingPublish first() {
		return this.first;
	}

	void addLast(PendingPublish publish) {
		link(this.last, publish);
		link(publish, null);
	}

	void addFirst(PendingPublish publish) {
		link(publish, this.first);
		link(null, publish);
	}

	void remove(PendingPublish publish) {
		link(publish.before, publish.behind);
		publish.before = null;
		publish.behind = null;
	}

	Stream<PendingPublish> stream() {
		return Stream.iterate(this.first, Objects::nonNull, (publish) -> publish.behind);
	}

	private void link(@Nullable PendingPublish before, @Nullable PendingPublish behind) {
		if (before != null) {
			before.behind = behind;
		}
		else {
			this.first = behind;
		}
		if (behind != null) {
			behind.before = before;
		}
		else {
			this.last = before;
		}
	}

}
