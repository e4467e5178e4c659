package io.topicwire.mqtt.trace.decode;

import java.time.Instant;

import io.topicwire.mqtt.trace.PacketDecoder;
import io.topicwire.mqtt.trace.PacketDirection;
import io.topicwire.mqtt.trace.decode.TcpSegment.Endpoint;

/**
 * One connection over TCP that carries MQTT.
 */
final class TcpConnection {

	private final Endpoint client;

	private final LinePrinter printer;

	private final PacketDecoder decoder;

	private final ByteSequence sent;

	private final ByteSequence received;

	private Instant time = Instant.EPOCH;

	private boolean hasData;

	TcpConnection(Endpoint client, Endpoint server, DecodeOptions options, LinePrinter printer) {
		this.client = client;
		this.printer = printer;
		this.decoder = new PacketDecoder(server.toString(), client.toString(), options.versionOrDefault(),
				PacketDecoder.MAXIMUM_PACKET_SIZE);
		this.sent = sequence(PacketDirection.SENT);
		this.received = sequence(PacketDirection.RECEIVED);
	}

	private ByteSequence sequence(PacketDirection direction) {
		return new ByteSequence(
				(bytes) -> this.decoder.decode(direction, this.time, bytes, 0, bytes.length, this.printer::print),
				(count) -> missing(direction, count));
	}

	private void missing(PacketDirection direction, long count) {
		this.printer.problem(count + " bytes are missing between " + this.client + " and "
				+ this.decoder.connection().server() + "; the next packet is looked for at the start of a segment");
		this.decoder.skipIncomplete(direction);
	}

	/**
	 * Return whether there was more than the opening of the connection.
	 */
	boolean hasData() {
		return this.hasData;
	}

	void add(TcpSegment segment, Instant time) {
		this.time = time;
		this.hasData |= segment.data().length > 0;
		(segment.source().equals(this.client) ? this.sent : this.received).add(segment);
	}

	void finish() {
		this.sent.finish();
		this.received.finish();
		this.printer.reportIncomplete(this.decoder);
	}

}
