package io.topicwire.mqtt.boot.console;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.topicwire.mqtt.ConnectionState;
import org.jspecify.annotations.Nullable;

/**
 * Which states a connection was in, and when. Thread-safe.
 */
final class StateTimeline {

	private static final int MAXIMUM = 200;

	private final LastItems<Segment> segments = new LastItems<>(Segment::id);

	private Segment last;

	StateTimeline(ConnectionState state, long time) {
		this.last = new Segment(1, state, time, describe(state));
		this.segments.add(this.last);
	}

	/**
	 * Note a state.
	 * @param state the state
	 * @param time since when, in milliseconds since 1970
	 * @param text what has led to it, or {@code null} if that is not known
	 */
	synchronized void note(ConnectionState state, long time, @Nullable String text) {
		if (state == this.last.state()) {
			return;
		}
		this.last = new Segment(this.last.id() + 1, state, time, (text != null) ? text : describe(state));
		this.segments.add(this.last);
		if (this.segments.size() > MAXIMUM) {
			this.segments.removeFirst();
		}
	}

	private static String describe(ConnectionState state) {
		return switch (state) {
			case DISCONNECTED -> "Not connected, and not trying to be";
			case CONNECTING -> "Trying to connect for the first time";
			case CONNECTED -> "Connected";
			case RECONNECTING -> "Trying to connect again";
			case CLOSED -> "Closed for good";
		};
	}

	synchronized long since() {
		return this.last.from();
	}

	synchronized List<Segment> after(long id) {
		return this.segments.after(id, (segment) -> true);
	}

	/**
	 * A state that lasts until the next one begins.
	 *
	 * @param id grows with each one of the connection
	 * @param state the state
	 * @param from when it began
	 * @param text what has led to it
	 */
	record Segment(long id, ConnectionState state, long from, String text) {

		Map<String, @Nullable Object> toJson(String connection) {
			return Json.object("connection", connection, "id", this.id, "state",
					this.state.name().toLowerCase(Locale.ROOT), "from", this.from, "text", this.text);
		}

	}

}
