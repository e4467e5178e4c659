package io.topicwire.mqtt.boot.console;

import java.util.Map;

import io.topicwire.mqtt.MqttMessage;
import org.jspecify.annotations.Nullable;

/**
 * What is known about one topic; a link of a chain. Not thread-safe.
 */
final class TopicEntry {

	private final TopicTable.Key key;

	private final DecayingRate rate = new DecayingRate();

	private TopicEntry previous = this;

	private TopicEntry next = this;

	private long version;

	private long received;

	private long sent;

	private long bytes;

	private long time;

	private int qos;

	private boolean retained;

	private int size;

	private @Nullable String preview;

	private boolean binary;

	TopicEntry(TopicTable.Key key) {
		this.key = key;
	}

	TopicEntry previous() {
		return this.previous;
	}

	TopicEntry next() {
		return this.next;
	}

	long version() {
		return this.version;
	}

	/**
	 * Take this entry from where it is.
	 */
	void isolate() {
		this.previous.next = this.next;
		this.next.previous = this.previous;
		this.previous = this;
		this.next = this;
	}

	/**
	 * Move this entry before another one, because it has changed.
	 */
	void moveBefore(TopicEntry other, long version) {
		isolate();
		this.version = version;
		this.previous = other.previous;
		this.next = other;
		other.previous.next = this;
		other.previous = this;
	}

	void add(RecordedMessage.Source source, MqttMessage message, byte @Nullable [] payload) {
		if (source.received()) {
			this.received++;
			this.retained = message.retain();
		}
		else {
			this.sent++;
		}
		this.size = (payload != null) ? payload.length : message.payload().length;
		this.bytes += message.payload().length;
		this.rate.add(source.time());
		this.time = source.time();
		this.qos = message.qos().level();
		Payloads.Preview preview = (payload != null) ? Payloads.preview(payload) : null;
		this.preview = (preview != null) ? preview.text() : null;
		this.binary = preview != null && preview.binary();
	}

	Map<String, @Nullable Object> toJson() {
		return Json.object("connection", this.key.connection(), "topic", this.key.topic(), "received", this.received,
				"sent", this.sent, "bytes", this.bytes, "rate", Json.rounded(this.rate.value()), "time", this.time,
				"qos", this.qos, "retained", this.retained, "size", this.size, "preview", this.preview, "binary",
				this.binary);
	}

}
