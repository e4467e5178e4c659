package io.topicwire.mqtt.engine;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.topicwire.mqtt.OutboxOptions;
import org.jspecify.annotations.Nullable;

/**
 * The messages that wait to be sent, bounded by number and by bytes of payload. Messages
 * of QoS 0 wait apart, so that a used up send quota does not hold them back. Guarded by
 * the lock of the client.
 */
final class Outbox {

	private final PublishQueue atMostOnce = new PublishQueue();

	private final PublishQueue acknowledged = new PublishQueue();

	private final OutboxOptions options;

	private int messages;

	private long bytes;

	// How many of the messages have a lifetime, and a time before which none of them is
	// over
	private int expirable;

	private long nextExpiry;

	// How much of it the broker may have got, so that it is not dropped
	private int sentMessages;

	private long sentBytes;

	Outbox(OutboxOptions options) {
		this.options = options;
	}

	/**
	 * Return whether a message finds room. One that is larger than all the room there is
	 * never does.
	 */
	boolean hasRoom(int length) {
		return hasRoom(length, this.messages, this.bytes);
	}

	/**
	 * Return whether a message would find room if all went that were never sent.
	 */
	boolean canMakeRoom(int length) {
		return hasRoom(length, this.sentMessages, this.sentBytes);
	}

	private boolean hasRoom(int length, int messages, long bytes) {
		return messages < this.options.maxMessages() && length <= this.options.maxBytes() - bytes;
	}

	/**
	 * Return the message that would be taken first of those that were never sent.
	 */
	@Nullable PendingPublish oldestUnsent() {
		PendingPublish other = this.acknowledged.first();
		while (other != null && other.isSentBefore()) {
			other = other.behind;
		}
		return earlier(this.atMostOnce.first(), other);
	}

	/**
	 * Return the message that was published first of all, sent before or not.
	 */
	@Nullable PendingPublish oldest() {
		return earlier(this.atMostOnce.first(), this.acknowledged.first());
	}

	private static @Nullable PendingPublish earlier(@Nullable PendingPublish first, @Nullable PendingPublish other) {
		return (first == null || (other != null && other.sequence() < first.sequence())) ? other : first;
	}

	int messages() {
		return this.messages;
	}

	long bytes() {
		return this.bytes;
	}

	void add(PendingPublish publish) {
		publish.state(PendingPublish.State.WAITING);
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
		PendingPublish first = earlier(this.atMostOnce.first(), quota ? this.acknowledged.first() : null);
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
		this.bytes += (long) sign * publish.length();
		if (publish.isSentBefore()) {
			this.sentMessages += sign;
			this.sentBytes += (long) sign * publish.length();
		}
		if (publish.canExpire()) {
			if (sign > 0 && (this.expirable == 0 || publish.expiry() - this.nextExpiry < 0)) {
				this.nextExpiry = publish.expiry();
			}
			this.expirable += sign;
		}
	}

}
