package io.topicwire.mqtt.engine;

import java.time.Duration;

import io.topicwire.mqtt.MqttConnectionException;

/**
 * The broker left a PINGREQ unanswered.
 */
final class PingTimeoutException extends MqttConnectionException {

	PingTimeoutException(Duration timeout) {
		super("The broker did not answer a PINGREQ within " + timeout.toMillis()
				+ " ms; the connection is taken for dead");
	}

}
