package io.topicwire.mqtt.boot.console;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One attempt of a listener to handle a message.
 *
 * @param listener the identifier of the listener
 * @param nanos how long it took
 * @param error why it failed, or {@code null} if it did not
 * @param attempt 1 for the first
 */
record Handling(String listener, long nanos, @Nullable String error, int attempt) {

	Map<String, @Nullable Object> toJson() {
		return Json.object("listener", this.listener, "millis", Json.millis(this.nanos), "result",
				(this.error != null) ? "failed" : "handled", "error", this.error, "attempt", this.attempt);
	}

}
