package io.topicwire.mqtt.engine;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.UnmatchedMessagePolicy;

/**
 * Counts the messages that no handler wants, and tells of the first one of a connection:
 * there may be any number of them, as long as the broker keeps a subscription of which
 * the application knows nothing any more. Guarded by the lock of the client.
 */
final class UnmatchedMessages {

	private final UnmatchedMessagePolicy policy;

	private final Counters counters;

	private final Listeners listeners;

	private final ClientLog log;

	private boolean told;

	UnmatchedMessages(ClientContext context) {
		this.policy = context.settings().handlers().unmatchedPolicy();
		this.counters = context.counters();
		this.listeners = context.listeners();
		this.log = context.log();
	}

	void add(MqttMessage message) {
		this.counters.messagesUnmatched.increment();
		if (message.qos() == QoS.AT_MOST_ONCE) {
			this.log.debug("No handler for a message of QoS 0 to topic '" + message.topic() + "'");
		}
		else if (!this.told) {
			this.told = true;
			this.log.warn("No handler for a message of QoS " + message.qos().level() + " to topic '" + message.topic()
					+ "'; it is " + describe(this.policy) + ", as are all others on this connection. Register their "
					+ "handlers before connecting, set a default handler, or unsubscribe");
			this.listeners.tell((listener) -> listener.messageUnmatched(message));
		}
	}

	private static String describe(UnmatchedMessagePolicy policy) {
		return switch (policy) {
			case REJECT -> "refused, or with MQTT 3.1.1 acknowledged without being handled";
			case LEAVE_UNACKNOWLEDGED -> "left unacknowledged";
			case ACKNOWLEDGE -> "acknowledged without being handled";
		};
	}

	/**
	 * Handle that there is another connection.
	 */
	void connected() {
		this.told = false;
	}

}
