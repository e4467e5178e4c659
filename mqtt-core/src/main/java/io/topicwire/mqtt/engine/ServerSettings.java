package io.topicwire.mqtt.engine;

import java.util.List;
import java.util.stream.Collectors;

import io.topicwire.mqtt.stream.ServerAddress;
import io.topicwire.mqtt.stream.StreamOptions;

/**
 * Everything that can be set about the servers of a client, checked already.
 *
 * @param addresses where the servers are, the preferred one first; at least one
 * @param streamOptions how streams to them are opened
 * @param followReference whether to go where a server refers to
 */
public record ServerSettings(List<ServerAddress> addresses, StreamOptions streamOptions, boolean followReference) {

	/**
	 * Create settings.
	 */
	public ServerSettings {
		addresses = List.copyOf(addresses);
	}

	/**
	 * Return all addresses for messages.
	 */
	@Override
	public String toString() {
		return this.addresses.stream().map(ServerAddress::toString).collect(Collectors.joining(", "));
	}

}
