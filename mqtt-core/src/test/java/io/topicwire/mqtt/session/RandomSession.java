package io.topicwire.mqtt.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;

/**
 * Changes as a client would make them, the same ones for the same seed.
 */
public final class RandomSession {

	private static final int CHANGES_UNTIL_CLEARED = 500;

	private final Random random;

	private final int largestPayload;

	private final int fewestMessages;

	private final SessionModel model = new SessionModel();

	private long position;

	/**
	 * Create a session that nothing has happened in.
	 * @param seed the seed
	 * @param largestPayload size of the largest payload in bytes
	 * @param fewestMessages how many messages there are at least, once so many were
	 * accepted; the session is never cleared if there are any
	 */
	public RandomSession(long seed, int largestPayload, int fewestMessages) {
		this.random = new Random(seed);
		this.largestPayload = largestPayload;
		this.fewestMessages = fewestMessages;
	}

	/**
	 * Return what should be stored.
	 * @return the model after all changes so far
	 */
	public SessionModel model() {
		return this.model;
	}

	/**
	 * Return the next changes.
	 * @param count how many
	 * @return the changes
	 */
	public List<SessionChange> next(int count) {
		List<SessionChange> changes = new ArrayList<>();
		while (changes.size() < count) {
			SessionChange change = next();
			this.model.apply(List.of(change));
			changes.add(change);
		}
		return changes;
	}

	private SessionChange next() {
		int choice = this.random.nextInt(16);
		StoredPublish any = any((publish) -> true);
		StoredPublish sent = any((publish) -> publish.packetIdentifier() != 0 && !publish.released());
		List<Integer> received = List.copyOf(this.model.receipts().keySet());
		if (choice < 3 && any != null && any.packetIdentifier() == 0) {
			return new SessionChange.PublishSent(any.number(), 1 + this.random.nextInt(65535), ++this.position);
		}
		if (choice == 3 && sent != null && sent.message().qos() == QoS.EXACTLY_ONCE) {
			return new SessionChange.PublishReleased(sent.number(), ++this.position);
		}
		if (choice == 4 && sent != null) {
			return new SessionChange.PublishRequeued(sent.number());
		}
		if (choice < 8 && this.model.publishes().size() > this.fewestMessages && any != null) {
			return new SessionChange.PublishFinished(any.number());
		}
		if (choice < 10) {
			return new SessionChange.MessageReceived(1 + this.random.nextInt(100), nextNumber());
		}
		if (choice == 10 && !received.isEmpty()) {
			return new SessionChange.MessageHandled(received.get(this.random.nextInt(received.size())));
		}
		if (choice == 11 && !received.isEmpty()) {
			return new SessionChange.MessageForgotten(received.get(this.random.nextInt(received.size())));
		}
		if (choice == 12 && this.fewestMessages == 0 && this.random.nextInt(CHANGES_UNTIL_CLEARED / 16) == 0) {
			return new SessionChange.Cleared();
		}
		return new SessionChange.PublishAccepted(nextNumber(), message(), this.random.nextLong());
	}

	private StoredPublish any(Predicate<StoredPublish> filter) {
		List<StoredPublish> candidates = this.model.publishes().values().stream().filter(filter).toList();
		return candidates.isEmpty() ? null : candidates.get(this.random.nextInt(candidates.size()));
	}

	private long nextNumber() {
		return this.model.lastNumber() + 1 + this.random.nextInt(2);
	}

	private MqttMessage message() {
		byte[] payload = new byte[this.random.nextInt(this.largestPayload + 1)];
		this.random.nextBytes(payload);
		MqttMessage message = MqttMessage.of("topic/" + this.random.nextInt(1000), payload)
			.qos(this.random.nextBoolean() ? QoS.AT_LEAST_ONCE : QoS.EXACTLY_ONCE)
			.retain(this.random.nextBoolean());
		return this.random.nextBoolean() ? message : message.userProperty("n", String.valueOf(this.random.nextInt()));
	}

}
