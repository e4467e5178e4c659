package io.topicwire.mqtt.engine;

import io.topicwire.mqtt.MqttMessage;

/**
 * Counts messages of QoS 0 that are dropped because there are too many, and tells of the
 * first one of many. Guarded by the lock of the client.
 */
final class DropReport {

	private final Counters counters;

	private final Listeners listeners;

	private final ClientLog log;

	// Who is to blame, for the log
	private final String cause;

	private boolean told;

	DropReport(ClientContext context, String cause) {
		this.counters = context.counters();
		this.listeners = context.listeners();
		this.log = context.log();
		this.cause = cause;
	}

	void dropped(MqttMessage message) {
		this.counters.messagesDropped.increment();
		if (!this.told) {
			this.told = true;
			this.log
				.warn(this.cause + ": messages of QoS 0 are dropped, the first one to topic '" + message.topic() + "'");
			this.listeners.tell((listener) -> listener.messagesDropped(message));
		}
	}

	/**
	 * Handle that there is much room again, so that the next message that is dropped is
	 * worth telling.
	 */
	void relieved() {
		this.told = false;
	}

}
