package io.topicwire.mqtt.sample.web;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.ConnectionStatus;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.client.MqttClient;
import org.jspecify.annotations.Nullable;

/**
 * How a connection of the monitor to a broker is, as the page shows it.
 *
 * @param connection the name of the connection
 * @param state the state of the connection
 * @param server where the broker is, {@code host:port}; without a connection as the URL
 * has it
 * @param protocol the version of MQTT, or {@code null} without a connection
 * @param clientId the client identifier
 * @param pingMillis the last ping latency in milliseconds, or {@code null} if the present
 * connection was not pinged yet
 * @param reconnects how often a lost connection was made anew
 * @param failure why there is no connection, or {@code null} if nothing failed
 * @param time when all this was so, by the clock of the server
 */
record BrokerStatus(String connection, ConnectionState state, String server, @Nullable String protocol, String clientId,
		@Nullable Double pingMillis, long reconnects, @Nullable String failure, Instant time) {

	static BrokerStatus of(String name, MqttClient client, Instant time) {
		ConnectionStatus status = client.status();
		ConnectResult connection = status.connection();
		return new BrokerStatus(name, status.state(),
				(connection != null) ? connection.server() : address(client.url()),
				(connection != null) ? connection.protocolVersion().toString() : null, client.clientId(),
				millis(status.lastPingLatency()), status.reconnects(), message(status.lastFailure()), time);
	}

	// Not asked for its host, as a URI finds none in my_broker:1883
	private static String address(String url) {
		String authority = URI.create(url).getRawAuthority();
		return (authority != null) ? authority.substring(authority.lastIndexOf('@') + 1) : url;
	}

	private static @Nullable Double millis(@Nullable Duration latency) {
		return (latency != null) ? latency.toNanos() / 1e6 : null;
	}

	private static @Nullable String message(@Nullable MqttException failure) {
		return (failure != null) ? failure.getMessage() : null;
	}

}
