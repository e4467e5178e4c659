package io.topicwire.mqtt.engine;

import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.stream.ServerAddress;
import org.jspecify.annotations.Nullable;

/**
 * The broker closed the connection after CONNECT was written and before it sent a single
 * byte. Some refuse a version of MQTT like that.
 */
final class UnansweredConnectException extends MqttConnectionException {

	UnansweredConnectException(ServerAddress server, ProtocolVersion version, @Nullable Throwable cause) {
		super("The broker at " + server + " closed the connection without an answer to CONNECT; does it speak MQTT "
				+ version + "?", cause);
	}

}
