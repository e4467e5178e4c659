package io.topicwire.mqtt.engine;

import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttMessageExpiredException;

/**
 * Counts the messages that were to be published and failed, and tells the listeners about
 * those that nobody waits for. Guarded by the lock of the client.
 */
final class PublishFailures {

	private final Counters counters;

	private final Listeners listeners;

	private final ClientLog log;

	// Whether the log has told about those on the present connection
	private boolean logged;

	PublishFailures(Counters counters, Listeners listeners, ClientLog log) {
		this.counters = counters;
		this.listeners = listeners;
		this.log = log;
	}

	void connected() {
		this.logged = false;
	}

	/**
	 * Handle that a message failed.
	 */
	void failed(PendingPublish publish, MqttException failure) {
		if (publish.hasCaller()) {
			refused();
		}
		else {
			failed(publish.message(), failure);
		}
	}

	/**
	 * Handle that a message failed, and that its caller is told.
	 */
	void refused() {
		this.counters.publishFailures.increment();
	}

	/**
	 * Handle that a message failed that nobody waits for.
	 */
	void failed(MqttMessage message, MqttException failure) {
		this.counters.publishFailures.increment();
		this.listeners.tell((listener) -> listener.publishFailed(message, failure));
		if (!this.logged) {
			this.logged = true;
			this.log.warn("Messages that were enqueued fail, the first one to topic '" + message.topic() + "': "
					+ failure.getMessage());
		}
	}

	MqttException expired(PendingPublish publish) {
		this.counters.messagesExpired.increment();
		return new MqttMessageExpiredException("The message to topic '" + publish.message().topic()
				+ "' was not sent: it waited for longer than its message expiry interval of "
				+ publish.message().properties().messageExpiryInterval() + " s");
	}

}
