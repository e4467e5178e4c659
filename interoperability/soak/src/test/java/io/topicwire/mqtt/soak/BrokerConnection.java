package io.topicwire.mqtt.soak;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Objects;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.packet.Connack;
import io.topicwire.mqtt.packet.Connect;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.PacketReader;
import io.topicwire.mqtt.packet.PacketWriter;
import io.topicwire.mqtt.packet.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The broker's end of one connection. One thread may read while another one writes.
 */
final class BrokerConnection implements AutoCloseable {

	private final Socket socket;

	private final InputStream input;

	private final OutputStream output;

	private final PacketReader reader = new PacketReader(ProtocolVersion.MQTT_5, 1 << 20);

	private final PacketWriter writer = new PacketWriter(ProtocolVersion.MQTT_5);

	private final Connect connect;

	private BrokerConnection(Socket socket) throws IOException {
		this.socket = socket;
		this.input = socket.getInputStream();
		this.output = socket.getOutputStream();
		this.connect = (Connect) Objects.requireNonNull(read());
		write(new Connack(false, ReasonCode.SUCCESS, Properties.NONE));
	}

	/**
	 * Wait for a client and accept it.
	 */
	static BrokerConnection accept(ServerSocket server) throws IOException {
		return new BrokerConnection(server.accept());
	}

	Connect connect() {
		return this.connect;
	}

	/**
	 * Wait for a packet.
	 * @return the packet, or {@code null} if the client has closed the connection
	 */
	@Nullable Packet read() throws IOException {
		Packet packet = this.reader.next();
		while (packet == null) {
			this.reader.prepare();
			int count = this.input.read(this.reader.array(), this.reader.position(), this.reader.remaining());
			if (count < 0) {
				return null;
			}
			this.reader.received(count);
			packet = this.reader.next();
		}
		return packet;
	}

	synchronized void write(Packet packet) throws IOException {
		this.writer.clear();
		this.writer.write(packet);
		this.output.write(this.writer.array(), 0, this.writer.size());
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
