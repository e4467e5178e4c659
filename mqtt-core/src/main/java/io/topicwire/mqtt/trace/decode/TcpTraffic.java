package io.topicwire.mqtt.trace.decode;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.topicwire.mqtt.trace.decode.TcpSegment.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * All frames of a capture: finds the connections that carry MQTT.
 */
final class TcpTraffic {

	private static final int CONNECT = 0x10;

	private final DecodeOptions options;

	private final LinePrinter printer;

	private final Map<Set<Endpoint>, TcpConnection> connections = new LinkedHashMap<>();

	private final Set<Integer> unknownLinkTypes = new TreeSet<>();

	TcpTraffic(DecodeOptions options, LinePrinter printer) {
		this.options = options;
		this.printer = printer;
	}

	void frame(CapturedFrame frame) {
		int start = LinkLayer.datagram(frame);
		if (start == LinkLayer.NOT_SUPPORTED && this.unknownLinkTypes.add(frame.linkType())) {
			this.printer.problem("Frames of link type " + frame.linkType() + " cannot be read; those of Ethernet, "
					+ "loopback, Linux \"any\" and raw IP can");
		}
		TcpSegment segment = (start >= 0) ? TcpSegment.of(frame.bytes(), start) : null;
		if (segment == null || segment.source().equals(segment.target())) {
			return;
		}
		TcpConnection connection = connection(segment);
		if (connection != null) {
			connection.add(segment, frame.time());
		}
	}

	private @Nullable TcpConnection connection(TcpSegment segment) {
		Set<Endpoint> ends = Set.of(segment.source(), segment.target());
		TcpConnection connection = this.connections.get(ends);
		if (connection != null && segment.begins() && connection.hasData()) {
			// The client uses its port again
			connection.finish();
			this.connections.remove(ends);
			connection = null;
		}
		if (connection == null) {
			connection = begin(segment);
			if (connection != null) {
				this.connections.put(ends, connection);
			}
		}
		return connection;
	}

	private @Nullable TcpConnection begin(TcpSegment segment) {
		if (isConnect(segment.data()) || this.options.ports().contains(segment.target().port())) {
			return new TcpConnection(segment.source(), segment.target(), this.options, this.printer);
		}
		if (this.options.ports().contains(segment.source().port())) {
			return new TcpConnection(segment.target(), segment.source(), this.options, this.printer);
		}
		return null;
	}

	private static boolean isConnect(byte[] data) {
		if (data.length < 8 || data[0] != CONNECT) {
			return false;
		}
		int position = 1;
		while (position < 4 && data[position] < 0) {
			position++;
		}
		// The protocol name and its length
		return data.length >= position + 7
				&& new String(data, position + 1, 6, StandardCharsets.ISO_8859_1).equals("\0\4MQTT");
	}

	void finish() {
		this.connections.values().forEach(TcpConnection::finish);
	}

}
