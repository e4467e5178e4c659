package io.topicwire.mqtt.spring.core;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.topicwire.mqtt.client.MqttClient;

/**
 * The clients of an application by the names of their connections. Thread-safe.
 *
 * @since 0.1.0
 */
public interface MqttClientRegistry {

	/**
	 * Name of the connection that is used where none is named.
	 */
	String DEFAULT_CONNECTION = "default";

	/**
	 * Return the names of all connections, that of the default connection first.
	 * @return the names; empty if there is no connection
	 */
	Set<String> getConnectionNames();

	/**
	 * Return the client of a connection.
	 * @param connection the name of the connection, {@value #DEFAULT_CONNECTION} for that
	 * which is used where none is named
	 * @return the client
	 * @throws IllegalArgumentException if there is no connection of this name
	 */
	MqttClient getClient(String connection);

	/**
	 * Return all clients.
	 * @return the clients by the names of their connections, in the order of
	 * {@link #getConnectionNames()}
	 */
	default Map<String, MqttClient> getClients() {
		Map<String, MqttClient> clients = new LinkedHashMap<>();
		getConnectionNames().forEach((connection) -> clients.put(connection, getClient(connection)));
		return clients;
	}

}
