package io.topicwire.mqtt.engine;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The messages that wait to be sent, bounded by number and by bytes of payload. Messages
 * of QoS 0 wait apart, so that a used up send quota does not hold them back. Guarded by
 * the lock of the client.
 */
final class Outbox {

	private final PublishQueue atMostOnce = new PublishQueue();

	private final PublishQueue acknowledged = new PublishQueue();

	private final int maximumMessages;

	private final long maximumBytes;

	private int messages;

	private long bytes;

	// How many of the messages have a lifetime, and a time before which none of them is
	// over
	private int expirable;

	private long nextExpiry;

	Outbox(int maximumMessages, long maximumBytes) {
		this.maximumMessages = maximumMessages;
		this.maximumBytes = maximumBytes;
	}

	/**
	 * Return whether a message finds room. One that is larger than all the room there is
	 * never does.
	 */
	boolean hasRoom(int length) {
		return this.messages < this.maximumMessages && length <= this.maximumBytes - this.bytes;
	}

	int messages() {
		return this.messages;
	}

	long bytes() {
		return this.bytes;
	}

	void add(PendingPublish publish) {
		queue(publish).addLast(publish);
		count(publish, 1);
	}

	/**
	 * Put messages back to where they were taken from, even if there is no room.
	 * @param publishes the messages in the order in which they were taken
	 */
	void putBack(List<PendingPublish> publishes) {
		for (int i = publishes.size() - 1; i >= 0; i--) {
			PendingPublish publish = publishes.get(i);
			publish.state(PendingPublish.State.WAITING);
			queue(publish).addFirst(publish);
			count(publish, 1);
		}
	}

	void withdraw(PendingPublish publish) {
		publish.state(PendingPublish.State.WITHDRAWN);
		count(publish, -1);
		queue(publish).remove(publish);
	}

	/**
	 * Remove the messages whose lifetime is over.
	 * @param now the present time
	 * @return the messages removed
	 */
	List<PendingPublish> removeExpired(long now) {
		if (this.expirable == 0 || now - this.nextExpiry < 0) {
			return List.of();
		}
		List<PendingPublish> expired = removeIf((publish) -> publish.isExpired(now));
		this.nextExpiry = now + expirable().mapToLong((publish) -> publish.expiry() - now).min().orElse(0);
		return expired;
	}

	/**
	 * Remove some messages.
	 * @return the messages removed
	 */
	List<PendingPublish> removeIf(Predicate<PendingPublish> condition) {
		List<PendingPublish> removed = Stream.of(this.atMostOnce, this.acknowledged)
			.flatMap(PublishQueue::stream)
			.filter(condition)
			.toList();
		removed.forEach(this::withdraw);
		return removed;
	}

	/**
	 * Return the messages of QoS 1 and 2 in the order in which they will be taken.
	 */
	List<PendingPublish> acknowledged() {
		return this.acknowledged.stream().toList();
	}

	private Stream<PendingPublish> expirable() {
		return Stream.of(this.atMostOnce, this.acknowledged)
			.flatMap(PublishQueue::stream)
			.filter(PendingPublish::canExpire);
	}

	/**
	 * Take the next message.
	 * @param quota whether the send quota allows a message of QoS 1 or 2
	 */
	@Nullable PendingPublish take(boolean quota) {
		PendingPublish first = this.atMostOnce.first();
		PendingPublish other = quota ? this.acknowledged.first() : null;
		if (first == null || (other != null && other.sequence() < first.sequence())) {
			first = other;
		}
		if (first != null) {
			queue(first).remove(first);
			first.state(PendingPublish.State.TAKEN);
			count(first, -1);
		}
		return first;
	}

	private PublishQueue queue(PendingPublish publish) {
		return publish.isAcknowledged() ? this.acknowledged : this.atMostOnce;
	}

	private void count(PendingPublish publish, int sign) {
		this.messages += sign;
		this.bytes += (long) sign * publish.message().payload().length;
		if (publish.canExpire()) {
			if (sign > 0 && (this.expirable == 0 || publish.expiry() - this.nextExpiry < 0)) {
				this.nextExpiry = publish.expiry();
			}
			this.expirable += sign;
		}
	}

}
