package io.topicwire.mqtt.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.topicwire.mqtt.MqttConnectRefusedException;
import io.topicwire.mqtt.MqttDisconnectedException;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.stream.ServerAddress;
import io.topicwire.mqtt.stream.Transport;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a server says about where else to go: names or addresses with or without a
 * port, separated by blanks, an IPv6 address in brackets (MQTT 5.0, section 4.11).
 */
final class ServerReference {

	// More of them are no help any more
	private static final int ENTRIES_MAXIMUM = 8;

	private static final Pattern ENTRY = Pattern.compile("(?:(\\w[\\w.-]*)|\\[([0-9A-Fa-f:.]+)])(?::([0-9]{1,5}))?");

	private ServerReference() {
	}

	/**
	 * Return where a server referred to when it refused or ended a connection.
	 */
	static @Nullable String of(MqttException failure) {
		if (failure instanceof MqttConnectRefusedException refused) {
			return refused.remarks().serverReference();
		}
		return (failure instanceof MqttDisconnectedException disconnected) ? disconnected.remarks().serverReference()
				: null;
	}

	/**
	 * Return the addresses that a reference names, as far as they can be understood.
	 * @param reference what the server said
	 * @param origin the server that said it, and the one that the other servers are like:
	 * the same transport and path, and the same port where none is named
	 * @return the addresses without that of the server itself
	 */
	static List<ServerAddress> parse(String reference, ServerAddress origin) {
		List<ServerAddress> addresses = new ArrayList<>();
		if (origin.transport() == Transport.UNIX_SOCKET) {
			return addresses;
		}
		for (String entry : reference.split(" ", ENTRIES_MAXIMUM + 1)) {
			Matcher matcher = ENTRY.matcher(entry);
			if (addresses.size() < ENTRIES_MAXIMUM && matcher.matches()) {
				String host = (matcher.group(1) != null) ? matcher.group(1) : matcher.group(2);
				int port = (matcher.group(3) != null) ? Integer.parseInt(matcher.group(3)) : origin.port();
				if (port >= 1 && port <= 65_535) {
					addresses.add(new ServerAddress(origin.transport(), host, port, origin.path()));
				}
			}
		}
		addresses.remove(origin);
		return addresses;
	}

}
