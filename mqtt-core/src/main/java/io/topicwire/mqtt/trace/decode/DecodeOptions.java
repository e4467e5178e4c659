package io.topicwire.mqtt.trace.decode;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.trace.Redaction;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param help whether to explain the command line only
 * @param file the file to read, or {@code -} for standard input
 * @param version the version of MQTT to assume where there is no CONNECT
 * @param redaction what to leave out
 * @param ports the TCP ports of servers
 */
record DecodeOptions(boolean help, String file, @Nullable ProtocolVersion version, Redaction redaction,
		Set<Integer> ports) {

	static final String USAGE = """
			Usage: java -jar mqtt-core.jar decode [OPTION]... [FILE]

			Shows MQTT packets, one line each. FILE is a capture (pcapng or pcap) or text with
			bytes in hexadecimal digits, as they are or as hexdump -C or xxd print them; without
			FILE, or with -, standard input is read.

			A line of hexadecimal digits may begin with > (sent by the client) or < (sent by the
			server). Without that, the type of the packet decides. In a capture, what goes to or
			from port 1883 is shown, and every connection over TCP that begins with a CONNECT.

			  --version 3.1.1|5  read as this version of MQTT where there is no CONNECT
			  --port PORT        take this TCP port for one of MQTT; may be repeated
			  --show-payloads    show payloads, correlation data and user properties, of each
			                     at most 256 bytes or characters
			  --help             show this text

			User names, passwords and authentication data are never shown.

			Ends with 0 if everything was decoded, with 1 if something is malformed or missing,
			and with 2 if the command line is wrong or the input cannot be read.
			""";

	private static final int DEFAULT_PORT = 1883;

	/**
	 * Parse a command line.
	 * @throws IllegalArgumentException if it is wrong
	 */
	static DecodeOptions parse(String... arguments) {
		Deque<String> rest = new ArrayDeque<>(List.of(arguments));
		boolean help = rest.remove("--help");
		String command = rest.poll();
		if (help) {
			return new DecodeOptions(true, "-", null, Redaction.PAYLOADS_AND_SECRETS, Set.of());
		}
		if (command == null) {
			throw new IllegalArgumentException("The command is missing; there is 'decode'");
		}
		if (!command.equals("decode")) {
			throw new IllegalArgumentException("There is no command '" + command + "', only 'decode'");
		}
		return parseOptions(rest);
	}

	private static DecodeOptions parseOptions(Deque<String> rest) {
		String file = null;
		ProtocolVersion version = null;
		Redaction redaction = Redaction.PAYLOADS_AND_SECRETS;
		Set<Integer> ports = new TreeSet<>(Set.of(DEFAULT_PORT));
		for (String argument = rest.poll(); argument != null; argument = rest.poll()) {
			if (argument.equals("--version")) {
				version = version(value(argument, rest));
			}
			else if (argument.equals("--port")) {
				ports.add(port(value(argument, rest)));
			}
			else if (argument.equals("--show-payloads")) {
				redaction = Redaction.SECRETS;
			}
			else if (argument.startsWith("-") && !argument.equals("-")) {
				throw new IllegalArgumentException("There is no option '" + argument + "'");
			}
			else if (file != null) {
				throw new IllegalArgumentException(
						"Only one file can be read, but there are '" + file + "' and '" + argument + "'");
			}
			else {
				file = argument;
			}
		}
		return new DecodeOptions(false, (file != null) ? file : "-", version, redaction, ports);
	}

	private static String value(String option, Deque<String> rest) {
		String value = rest.poll();
		if (value == null) {
			throw new IllegalArgumentException("Option '" + option + "' needs a value");
		}
		return value;
	}

	private static ProtocolVersion version(String value) {
		return switch (value) {
			case "3.1.1", "4" -> ProtocolVersion.MQTT_3_1_1;
			case "5", "5.0" -> ProtocolVersion.MQTT_5;
			default -> throw new IllegalArgumentException("Version of MQTT must be 3.1.1 or 5 but was '" + value + "'");
		};
	}

	private static int port(String value) {
		try {
			int port = Integer.parseInt(value);
			if (port >= 1 && port <= 65_535) {
				return port;
			}
		}
		catch (NumberFormatException ex) {
			// Said below
		}
		throw new IllegalArgumentException("Port must be from 1 to 65535 but was '" + value + "'");
	}

	ProtocolVersion versionOrDefault() {
		return (this.version != null) ? this.version : ProtocolVersion.MQTT_5;
	}

}
