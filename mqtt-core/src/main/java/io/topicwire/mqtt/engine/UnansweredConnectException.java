package io.topicwire.mqtt.engine;

import java.net.SocketException;

import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.stream.ServerAddress;
import org.jspecify.annotations.Nullable;

/**
 * The connection ended after CONNECT was written and before the broker sent a single byte
 * of MQTT. Some refuse a version of MQTT like that.
 */
final class UnansweredConnectException extends MqttConnectionException {

	UnansweredConnectException(ServerAddress server, ProtocolVersion version, @Nullable Throwable cause) {
		super(describe(server, version, cause), cause);
	}

	private static String describe(ServerAddress server, ProtocolVersion version, @Nullable Throwable cause) {
		// What a socket itself says about its end explains nothing
		if (cause == null || cause instanceof SocketException || cause.getMessage() == null) {
			return "The broker at " + server
					+ " closed the connection without an answer to CONNECT; does it speak MQTT " + version
					+ (server.transport().isSecure() ? "?" : ", and that without TLS?");
		}
		return "The broker at " + server + " did not answer CONNECT of MQTT " + version + ": " + cause.getMessage();
	}

}
