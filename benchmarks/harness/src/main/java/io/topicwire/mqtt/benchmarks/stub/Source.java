package io.topicwire.mqtt.benchmarks.stub;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Sends messages that a client has asked for by subscribing to
 * {@code source/<QoS>/<number>/<payload bytes>/<anything>}, with that filter as topic and
 * a JSON object, blanks behind it, as payload. They are encoded before, and written many
 * at once.
 */
final class Source {

	private static final int CHUNK = 128 * 1024;

	private static final byte[] JSON = "{\"value\":21.5,\"time\":1700000000000,\"unit\":\"celsius\"}"
		.getBytes(StandardCharsets.US_ASCII);

	private final OutputStream stream;

	private final byte[] packets;

	private final int packetLength;

	private final int packetCount;

	private final int window;

	private final long count;

	private long sent;

	private long acknowledged;

	private Source(OutputStream stream, byte[] packets, int packetCount, int window, long count) {
		this.stream = stream;
		this.packets = packets;
		this.packetLength = packets.length / packetCount;
		this.packetCount = packetCount;
		this.window = window;
		this.count = count;
	}

	static boolean isAskedForBy(String filter) {
		return filter.startsWith("source/");
	}

	static Source of(String filter, int receiveMaximum, int version, OutputStream stream) {
		String[] levels = filter.split("/");
		int qos = Integer.parseInt(levels[1]);
		byte[] payload = payload(Integer.parseInt(levels[3]));
		int length = PacketBytes.publish(filter, payload, qos, 1, version).length;
		int packetCount = (qos > 0) ? receiveMaximum : Math.max(CHUNK / length, 1);
		byte[] packets = new byte[packetCount * length];
		for (int i = 0; i < packetCount; i++) {
			byte[] packet = PacketBytes.publish(filter, payload, qos, i + 1, version);
			System.arraycopy(packet, 0, packets, i * length, length);
		}
		int window = (qos > 0) ? receiveMaximum : Integer.MAX_VALUE;
		return new Source(stream, packets, packetCount, window, Long.parseLong(levels[2]));
	}

	// For who reads it, and as good as any other for who does not
	private static byte[] payload(int length) {
		byte[] payload = new byte[length];
		Arrays.fill(payload, (byte) ' ');
		System.arraycopy(JSON, 0, payload, 0, Math.min(JSON.length, length));
		return payload;
	}

	/**
	 * Send what may be sent. A client acknowledges in the order in which it receives, so
	 * that the packet ids can be used one after the other.
	 */
	void send() throws IOException {
		while (this.sent < this.count && this.sent - this.acknowledged < this.window) {
			int first = (int) (this.sent % this.packetCount);
			long free = this.window - (this.sent - this.acknowledged);
			int number = (int) Math.min(this.packetCount - first, Math.min(free, this.count - this.sent));
			this.stream.write(this.packets, first * this.packetLength, number * this.packetLength);
			this.sent += number;
		}
	}

	void acknowledged(long number) {
		this.acknowledged += number;
	}

}
