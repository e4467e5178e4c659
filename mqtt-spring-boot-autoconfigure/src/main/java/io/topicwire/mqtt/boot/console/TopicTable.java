package io.topicwire.mqtt.boot.console;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.topicwire.mqtt.MqttMessage;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what is known about each topic, ordered by when that changed last, so that each
 * page can ask for what is new since it asked before. Further topics than may be kept are
 * counted only. Thread-safe.
 */
final class TopicTable {

	private final int maximum;

	private final Map<Key, TopicEntry> topics = new LinkedHashMap<>();

	// The end that the entry changed last is before
	private final TopicEntry ends = new TopicEntry(new Key("", ""));

	private @Nullable DistinctEstimate hidden;

	private long hiddenMessages;

	private long version;

	TopicTable(int maximum) {
		this.maximum = maximum;
	}

	/**
	 * Note a message.
	 * @param source where it comes from
	 * @param message the message
	 * @param payload what may be shown of its payload, or {@code null} for nothing
	 */
	synchronized void add(RecordedMessage.Source source, MqttMessage message, byte @Nullable [] payload) {
		Key key = new Key(source.connection(), message.topic());
		TopicEntry entry = this.topics.get(key);
		if (entry == null) {
			if (this.topics.size() >= this.maximum || message.topic().length() > RecordedMessage.MAXIMUM_TOPIC_LENGTH) {
				hide(key);
				return;
			}
			entry = new TopicEntry(key);
			this.topics.put(key, entry);
		}
		entry.add(source, message, payload);
		entry.moveBefore(this.ends, ++this.version);
	}

	private void hide(Key key) {
		this.hiddenMessages++;
		if (this.hidden == null) {
			this.hidden = new DistinctEstimate();
		}
		this.hidden.add(key);
	}

	/**
	 * Return the topics that have changed.
	 * @param after the version up to which changes are known
	 * @param limit how many topics at most
	 * @return the changes, the oldest first
	 */
	synchronized Changes after(long after, int limit) {
		TopicEntry first = this.ends;
		while (first.previous() != this.ends && first.previous().version() > after) {
			first = first.previous();
		}
		List<Map<String, @Nullable Object>> changed = new ArrayList<>();
		long reached = after;
		for (TopicEntry entry = first; entry != this.ends && changed.size() < limit; entry = entry.next()) {
			changed.add(entry.toJson());
			reached = entry.version();
		}
		return new Changes(reached, reached < this.version && !changed.isEmpty(), changed, this.topics.size(),
				(this.hidden != null) ? this.hidden.count() : 0, this.hiddenMessages);
	}

	synchronized void clear() {
		this.topics.clear();
		this.ends.isolate();
		this.hidden = null;
		this.hiddenMessages = 0;
	}

	/**
	 * What identifies a topic.
	 *
	 * @param connection name of the connection
	 * @param topic the topic name
	 */
	record Key(String connection, String topic) {

	}

	/**
	 * What has changed.
	 *
	 * @param version the version that the changes lead to
	 * @param more whether there are further ones
	 * @param topics the topics
	 * @param total how many topics are kept
	 * @param hidden how many topics are not kept, about
	 * @param hiddenMessages how many messages they had
	 */
	record Changes(long version, boolean more, List<Map<String, @Nullable Object>> topics, int total, long hidden,
			long hiddenMessages) {

		Map<String, @Nullable Object> toJson() {
			return Json.object("total", this.total, "hidden", this.hidden, "hiddenMessages", this.hiddenMessages,
					"more", this.more, "topics", this.topics);
		}

	}

}
