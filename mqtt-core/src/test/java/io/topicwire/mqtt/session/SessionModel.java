package io.topicwire.mqtt.session;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import io.topicwire.mqtt.session.SessionChange.MessageForgotten;
import io.topicwire.mqtt.session.SessionChange.MessageHandled;
import io.topicwire.mqtt.session.SessionChange.MessageReceived;
import io.topicwire.mqtt.session.SessionChange.PublishAccepted;
import io.topicwire.mqtt.session.SessionChange.PublishFinished;
import io.topicwire.mqtt.session.SessionChange.PublishReleased;
import io.topicwire.mqtt.session.SessionChange.PublishRequeued;
import io.topicwire.mqtt.session.SessionChange.PublishSent;

/**
 * What a stored session has to hold after changes, worked out in the simplest way.
 */
public final class SessionModel {

	private final SortedMap<Long, StoredPublish> publishes = new TreeMap<>();

	private final Map<Integer, StoredReceipt> receipts = new TreeMap<>();

	private long lastNumber;

	/**
	 * Apply changes.
	 * @param changes the changes
	 */
	public void apply(List<SessionChange> changes) {
		changes.forEach(this::apply);
	}

	private void apply(SessionChange change) {
		if (change instanceof PublishAccepted accepted) {
			this.lastNumber = accepted.number();
			put(new StoredPublish(accepted.number(), accepted.message(), accepted.acceptedAt(), 0, false, 0));
		}
		else if (change instanceof PublishSent sent) {
			StoredPublish old = get(sent.number());
			put(new StoredPublish(old.number(), old.message(), old.acceptedAt(), sent.packetIdentifier(), false,
					sent.position()));
		}
		else if (change instanceof PublishReleased released) {
			StoredPublish old = get(released.number());
			put(new StoredPublish(old.number(), old.message(), old.acceptedAt(), old.packetIdentifier(), true,
					released.position()));
		}
		else if (change instanceof PublishRequeued requeued) {
			StoredPublish old = get(requeued.number());
			put(new StoredPublish(old.number(), old.message(), old.acceptedAt(), 0, false, 0));
		}
		else if (change instanceof PublishFinished finished) {
			this.publishes.remove(finished.number());
		}
		else if (change instanceof MessageReceived received) {
			this.lastNumber = received.number();
			put(new StoredReceipt(received.packetIdentifier(), received.number(), false));
		}
		else if (change instanceof MessageHandled handled) {
			StoredReceipt old = this.receipts.get(handled.packetIdentifier());
			put(new StoredReceipt(old.packetIdentifier(), old.number(), true));
		}
		else if (change instanceof MessageForgotten forgotten) {
			this.receipts.remove(forgotten.packetIdentifier());
		}
		else {
			this.publishes.clear();
			this.receipts.clear();
		}
	}

	private StoredPublish get(long number) {
		StoredPublish publish = this.publishes.get(number);
		if (publish == null) {
			throw new IllegalStateException("There is no message " + number);
		}
		return publish;
	}

	private void put(StoredPublish publish) {
		this.publishes.put(publish.number(), publish);
	}

	private void put(StoredReceipt receipt) {
		this.receipts.put(receipt.packetIdentifier(), receipt);
	}

	/**
	 * Return the messages to send.
	 * @return the messages by their numbers
	 */
	public SortedMap<Long, StoredPublish> publishes() {
		return this.publishes;
	}

	/**
	 * Return the received messages.
	 * @return the messages by their packet identifiers
	 */
	public Map<Integer, StoredReceipt> receipts() {
		return this.receipts;
	}

	/**
	 * Return the highest number so far.
	 * @return the number
	 */
	public long lastNumber() {
		return this.lastNumber;
	}

	/**
	 * Return the state.
	 * @return the state now
	 */
	public SessionState state() {
		return new SessionState(List.copyOf(this.publishes.values()), List.copyOf(this.receipts.values()),
				this.lastNumber);
	}

}
