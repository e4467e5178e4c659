package io.topicwire.mqtt.benchmarks.stub;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Publishes with as little effort as possible: packets are encoded before, written many
 * at once, and acknowledgements counted only. This is the limit that clients are compared
 * with.
 */
public final class RawPublisher implements AutoCloseable {

	private static final int CHUNK = 64 * 1024;

	private static final AtomicInteger NUMBER = new AtomicInteger();

	private final RawConnection connection;

	private final int version;

	private final byte[] input = new byte[CHUNK];

	private int inputLength;

	/**
	 * Connect.
	 * @param port where to
	 * @param version the protocol version, 4 for MQTT 3.1.1 or 5
	 * @throws IOException if there is no connection
	 */
	public RawPublisher(int port, int version) throws IOException {
		this.version = version;
		this.connection = new RawConnection(port,
				"raw-publisher-" + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet(), version);
	}

	/**
	 * Publish and wait until all is acknowledged, or for QoS 0 written.
	 * @param topic the topic
	 * @param qos the QoS
	 * @param count how many messages
	 * @param payloadLength how many bytes of payload each has
	 * @throws IOException if the connection is lost
	 */
	public void publish(String topic, int qos, long count, int payloadLength) throws IOException {
		byte[] payload = new byte[payloadLength];
		if (qos == 0) {
			publish(PacketBytes.publish(topic, payload, 0, 0, this.version), count);
			return;
		}
		int half = 500;
		int length = PacketBytes.publish(topic, payload, qos, 1, this.version).length;
		byte[] publishes = new byte[2 * half * length];
		byte[] releases = new byte[2 * half * 4];
		for (int i = 0; i < 2 * half; i++) {
			System.arraycopy(PacketBytes.publish(topic, payload, qos, i + 1, this.version), 0, publishes, i * length,
					length);
			System.arraycopy(PacketBytes.acknowledgement(0x62, i + 1), 0, releases, i * 4, 4);
		}
		int outstanding = 0;
		for (long done = 0; done < count; done += half) {
			int number = (int) Math.min(half, count - done);
			int offset = (int) (done / half % 2) * half;
			this.connection.output().write(publishes, offset * length, number * length);
			if (qos == 2) {
				awaitAcknowledgements(number);
				this.connection.output().write(releases, offset * 4, number * 4);
			}
			outstanding += number;
			if (outstanding > half) {
				awaitAcknowledgements(half);
				outstanding -= half;
			}
		}
		awaitAcknowledgements(outstanding);
	}

	private void publish(byte[] packet, long count) throws IOException {
		int perChunk = Math.max(CHUNK / packet.length, 1);
		byte[] chunk = new byte[perChunk * packet.length];
		for (int i = 0; i < perChunk; i++) {
			System.arraycopy(packet, 0, chunk, i * packet.length, packet.length);
		}
		for (long done = 0; done < count; done += perChunk) {
			this.connection.output().write(chunk, 0, (int) Math.min(perChunk, count - done) * packet.length);
		}
	}

	// All are of 4 bytes
	private void awaitAcknowledgements(int count) throws IOException {
		InputStream input = this.connection.input();
		while (this.inputLength < count * 4) {
			int read = input.read(this.input, 0, CHUNK);
			if (read < 0) {
				throw new IOException("The server has closed the connection");
			}
			this.inputLength += read;
		}
		this.inputLength -= count * 4;
	}

	@Override
	public void close() throws IOException {
		this.connection.output().write(new byte[] { (byte) 0xE0, 0 });
		this.connection.close();
	}

}
