package io.topicwire.mqtt.benchmarks.stub;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

import io.topicwire.mqtt.benchmarks.Endpoint;

/**
 * A connection whose user writes and reads bytes.
 */
public final class RawConnection implements AutoCloseable {

	private final Socket socket;

	private final int version;

	/**
	 * Connect and wait for the CONNACK.
	 * @param port where to
	 * @param clientId the client id
	 * @param version the protocol version, 4 for MQTT 3.1.1 or 5
	 * @throws IOException if there is no connection
	 */
	public RawConnection(int port, String clientId, int version) throws IOException {
		this.socket = new Socket(Endpoint.HOST, port);
		this.socket.setTcpNoDelay(true);
		this.version = version;
		output().write(PacketBytes.connect(clientId, version));
		readPacket(0x20);
	}

	/**
	 * Return the input.
	 * @return the stream
	 * @throws IOException if the connection is closed
	 */
	public InputStream input() throws IOException {
		return this.socket.getInputStream();
	}

	/**
	 * Return the output.
	 * @return the stream
	 * @throws IOException if the connection is closed
	 */
	public OutputStream output() throws IOException {
		return this.socket.getOutputStream();
	}

	/**
	 * Subscribe and wait for the SUBACK.
	 * @param filter the topic filter
	 * @param qos the maximum QoS
	 * @throws IOException if something else comes
	 */
	public void subscribe(String filter, int qos) throws IOException {
		output().write(PacketBytes.subscribe(filter, qos, this.version));
		readPacket(0x90);
	}

	/**
	 * Read a packet.
	 * @param first the first byte that it must have
	 * @return what follows the fixed header
	 * @throws IOException if something else comes
	 */
	public byte[] readPacket(int first) throws IOException {
		DataInputStream input = new DataInputStream(input());
		int actual = input.readUnsignedByte();
		if (actual != first) {
			throw new IOException(
					"Expected packet " + Integer.toHexString(first) + " but got " + Integer.toHexString(actual));
		}
		int length = 0;
		int digit;
		int shift = 0;
		do {
			digit = input.readUnsignedByte();
			length |= (digit & 0x7F) << shift;
			shift += 7;
		}
		while (digit > 127);
		byte[] body = new byte[length];
		input.readFully(body);
		return body;
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
