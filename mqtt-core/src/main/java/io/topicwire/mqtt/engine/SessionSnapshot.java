package io.topicwire.mqtt.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.topicwire.mqtt.session.SessionChange;
import io.topicwire.mqtt.session.StoredPublish;
import io.topicwire.mqtt.session.StoredReceipt;

/**
 * The state of a session as the changes that lead to it.
 */
final class SessionSnapshot {

	private SessionSnapshot() {
	}

	/**
	 * Return the changes that lead to a state, messages in the order of their numbers.
	 */
	static List<SessionChange> of(List<StoredPublish> publishes, List<StoredReceipt> receipts) {
		List<Numbered> beginnings = new ArrayList<>();
		List<SessionChange> steps = new ArrayList<>();
		for (StoredPublish publish : publishes) {
			beginnings.add(new Numbered(publish.number(),
					new SessionChange.PublishAccepted(publish.number(), publish.message(), publish.acceptedAt())));
			if (publish.packetIdentifier() != 0) {
				steps.add(new SessionChange.PublishSent(publish.number(), publish.packetIdentifier(),
						publish.position()));
			}
			if (publish.released()) {
				steps.add(new SessionChange.PublishReleased(publish.number(), publish.position()));
			}
		}
		for (StoredReceipt receipt : receipts) {
			beginnings.add(new Numbered(receipt.number(),
					new SessionChange.MessageReceived(receipt.packetIdentifier(), receipt.number())));
			if (receipt.handled()) {
				steps.add(new SessionChange.MessageHandled(receipt.packetIdentifier()));
			}
		}
		List<SessionChange> changes = new ArrayList<>();
		changes.add(new SessionChange.Cleared());
		beginnings.stream()
			.sorted(Comparator.comparingLong(Numbered::number))
			.map(Numbered::change)
			.forEach(changes::add);
		changes.addAll(steps);
		return changes;
	}

	/**
	 * The first change of a message.
	 *
	 * @param number the number of the message
	 * @param change the change
	 */
	private record Numbered(long number, SessionChange change) {

	}

}
