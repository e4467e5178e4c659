package io.topicwire.mqtt.trace.decode;

import java.io.PrintStream;
import java.util.HashSet;
import java.util.Set;

import io.topicwire.mqtt.packet.PacketType;
import io.topicwire.mqtt.trace.PacketDecoder;
import io.topicwire.mqtt.trace.PacketDirection;
import io.topicwire.mqtt.trace.TracedPacket;

/**
 * Prints packets, and remarks about what is no packet.
 */
final class LinePrinter {

	private final DecodeOptions options;

	private final PrintStream output;

	private final PrintStream errors;

	// The connections that have begun
	private final Set<Long> connections = new HashSet<>();

	private boolean versionAssumed;

	private boolean failed;

	private boolean empty = true;

	LinePrinter(DecodeOptions options, PrintStream output, PrintStream errors) {
		this.options = options;
		this.output = output;
		this.errors = errors;
	}

	void print(TracedPacket packet) {
		this.empty = false;
		boolean first = this.connections.add(packet.connection().number());
		boolean connect = packet.packet() != null && packet.packet().type() == PacketType.CONNECT;
		if (first && !connect && this.options.version() == null && !this.versionAssumed) {
			this.versionAssumed = true;
			this.errors.println("Note: there is no CONNECT, so this is read as MQTT " + this.options.versionOrDefault()
					+ "; --version says otherwise");
		}
		this.failed |= packet.packet() == null;
		this.output.println(packet.line(this.options.redaction()));
	}

	/**
	 * Tell about what cannot be decoded.
	 */
	void problem(String problem) {
		this.failed = true;
		this.errors.println(problem);
	}

	/**
	 * Tell about packets that are cut off.
	 */
	void reportIncomplete(PacketDecoder decoder) {
		for (PacketDirection direction : PacketDirection.values()) {
			int count = decoder.incomplete(direction);
			if (count > 0) {
				problem("The last packet " + ((direction == PacketDirection.SENT) ? "to " : "from ")
						+ decoder.connection().server() + " is cut off after " + count + " bytes");
			}
		}
	}

	/**
	 * Return whether everything was decoded.
	 */
	boolean finish() {
		if (this.empty) {
			problem("There is no MQTT packet in the input");
		}
		this.output.flush();
		return !this.failed;
	}

}
