package io.topicwire.mqtt.boot.console;

import java.util.Map;

import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.trace.PacketDirection;
import io.topicwire.mqtt.trace.Redaction;
import io.topicwire.mqtt.trace.TracedPacket;
import org.jspecify.annotations.Nullable;

/**
 * A packet that was sent or received.
 *
 * @param id grows with each packet
 * @param connection name of the connection
 * @param packet the packet
 */
record RecordedPacket(long id, String connection, TracedPacket packet) {

	static final String MALFORMED = "MALFORMED";

	String type() {
		Packet packet = this.packet.packet();
		return (packet != null) ? packet.type().name() : MALFORMED;
	}

	Map<String, @Nullable Object> toJson() {
		int packetIdentifier = this.packet.packetIdentifier();
		return Json.object("id", this.id, "connection", this.connection, "link", this.packet.connection().number(),
				"direction", (this.packet.direction() == PacketDirection.SENT) ? "sent" : "received", "time",
				this.packet.time().toEpochMilli(), "type", type(), "packetIdentifier",
				(packetIdentifier != 0) ? packetIdentifier : null, "size", this.packet.size(), "roundTripMicros",
				Json.micros(this.packet.roundTrip()), "text", text(), "problem", this.packet.problem());
	}

	/**
	 * Return the line of the packet without what is told apart from it.
	 */
	private String text() {
		String line = this.packet.line(Redaction.PAYLOADS_AND_SECRETS);
		int type = line.indexOf(" " + type());
		return line.substring(type + 1 + type().length()).strip();
	}

}
