package io.topicwire.mqtt.boot.console;

import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.topicwire.mqtt.MqttMessage;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the last messages, and finds out which listeners have handled which of them.
 * Messages are told by the packet tap, handlings by listeners: they come on different
 * threads in either order, and have only their content in common. Equal messages are
 * taken in their order. Thread-safe.
 */
final class MessageLog {

	private static final int MAXIMUM_EARLY = 256;

	private static final long MAXIMUM_EARLY_NANOS = 5_000_000_000L;

	private final int maximum;

	private final int maximumPayloadSize;

	private final LastItems<RecordedMessage> messages = new LastItems<>(RecordedMessage::id);

	private final Map<RecordedMessage.Key, Deque<RecordedMessage>> received = new HashMap<>();

	// Of messages that the tap has not told about yet, or never will
	private final Deque<EarlyHandling> early = new ArrayDeque<>();

	private final LastItems<LoggedHandling> handlings = new LastItems<>(LoggedHandling::number);

	private long lastId;

	private long lastHandling;

	MessageLog(int maximum, int maximumPayloadSize) {
		this.maximum = maximum;
		this.maximumPayloadSize = maximumPayloadSize;
	}

	/**
	 * Add a message.
	 * @param source where it comes from
	 * @param message the message
	 * @param payload what may be shown of its payload, or {@code null} for nothing
	 */
	synchronized void add(RecordedMessage.Source source, MqttMessage message, byte @Nullable [] payload) {
		RecordedMessage recorded = new RecordedMessage(++this.lastId, source, message, payload,
				this.maximumPayloadSize);
		this.messages.add(recorded);
		if (this.messages.size() > this.maximum) {
			forget(this.messages.removeFirst());
		}
		if (recorded.isReceived()) {
			this.received.computeIfAbsent(recorded.key(), (key) -> new ArrayDeque<>(1)).add(recorded);
			takeEarly(recorded);
		}
	}

	private void forget(RecordedMessage recorded) {
		Deque<RecordedMessage> equal = this.received.get(recorded.key());
		if (equal != null && equal.remove(recorded) && equal.isEmpty()) {
			this.received.remove(recorded.key());
		}
	}

	private void takeEarly(RecordedMessage recorded) {
		for (Iterator<EarlyHandling> iterator = this.early.iterator(); iterator.hasNext();) {
			EarlyHandling handling = iterator.next();
			if (handling.key().equals(recorded.key())
					&& (recorded.isUnhandled() || recorded.isHandledAs(handling.message().get()))) {
				iterator.remove();
				recorded.add(handling.message(), handling.listener(), handling.nanos(), handling.error());
			}
		}
	}

	/**
	 * Add that a listener has handled a message.
	 * @param connection name of the connection
	 * @param message the message as the listener got it
	 * @param listener the identifier of the listener
	 * @param nanos how long that took
	 * @param error why it failed, or {@code null} if it did not
	 */
	synchronized void handled(String connection, MqttMessage message, String listener, long nanos,
			@Nullable String error) {
		RecordedMessage.Key key = RecordedMessage.Key.of(connection, message);
		RecordedMessage recorded = find(key, message);
		WeakReference<MqttMessage> reference = new WeakReference<>(message);
		if (recorded == null) {
			addEarly(new EarlyHandling(key, reference, listener, nanos, error, System.nanoTime()));
			return;
		}
		Handling handling = recorded.add(reference, listener, nanos, error);
		this.handlings.add(new LoggedHandling(++this.lastHandling, recorded.id(), handling));
		if (this.handlings.size() > this.maximum) {
			this.handlings.removeFirst();
		}
	}

	private @Nullable RecordedMessage find(RecordedMessage.Key key, MqttMessage message) {
		Deque<RecordedMessage> equal = this.received.get(key);
		if (equal == null) {
			return null;
		}
		RecordedMessage unhandled = null;
		for (RecordedMessage candidate : equal) {
			if (candidate.isHandledAs(message)) {
				return candidate;
			}
			if (unhandled == null && candidate.isUnhandled()) {
				unhandled = candidate;
			}
		}
		return unhandled;
	}

	private void addEarly(EarlyHandling handling) {
		while (!this.early.isEmpty() && (this.early.size() >= MAXIMUM_EARLY
				|| handling.since() - this.early.element().since() > MAXIMUM_EARLY_NANOS)) {
			this.early.remove();
		}
		this.early.add(handling);
	}

	/**
	 * Return what is new.
	 * @param after the identifier of the last one that is not new
	 * @param filter which messages matter; may take its time, because no listener waits
	 * for it
	 * @return the messages, the oldest first
	 */
	List<RecordedMessage> after(long after, Predicate<RecordedMessage> filter) {
		return after(after).stream().filter(filter).toList();
	}

	private synchronized List<RecordedMessage> after(long after) {
		return this.messages.after(after, (message) -> true);
	}

	synchronized List<LoggedHandling> handlingsAfter(long after) {
		return this.handlings.after(after, (handling) -> true);
	}

	synchronized long lastId() {
		return this.lastId;
	}

	synchronized List<Map<String, @Nullable Object>> summaries(List<RecordedMessage> messages) {
		return messages.stream().map(RecordedMessage::summary).toList();
	}

	/**
	 * Describe a message and the one before.
	 * @return the description, or {@code null} if it is not kept
	 */
	synchronized @Nullable Map<String, @Nullable Object> detail(long id) {
		for (Iterator<RecordedMessage> iterator = this.messages.latestFirst(); iterator.hasNext();) {
			RecordedMessage candidate = iterator.next();
			if (candidate.id() == id) {
				return candidate.detail(previous(candidate, iterator));
			}
		}
		return null;
	}

	private static @Nullable RecordedMessage previous(RecordedMessage message,
			Iterator<RecordedMessage> earlierMessages) {
		while (earlierMessages.hasNext()) {
			RecordedMessage earlier = earlierMessages.next();
			if (earlier.isReceived() == message.isReceived() && earlier.topic().equals(message.topic())
					&& earlier.connection().equals(message.connection())) {
				return earlier;
			}
		}
		return null;
	}

	/**
	 * Forget everything but how many messages there were.
	 */
	synchronized void clear() {
		this.messages.clear();
		this.received.clear();
		this.early.clear();
		this.handlings.clear();
	}

	/**
	 * A handling of a message that is not known yet.
	 */
	private record EarlyHandling(RecordedMessage.Key key, WeakReference<MqttMessage> message, String listener,
			long nanos, @Nullable String error, long since) {

	}

	/**
	 * A handling that was told after its message.
	 *
	 * @param number grows with each one
	 * @param message the identifier of the message
	 * @param handling the handling
	 */
	record LoggedHandling(long number, long message, Handling handling) {

		Map<String, @Nullable Object> toJson() {
			Map<String, @Nullable Object> json = Json.object("message", this.message);
			json.putAll(this.handling.toJson());
			return json;
		}

	}

}
