package io.topicwire.mqtt.throughput;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.packet.Connack;
import io.topicwire.mqtt.packet.Connect;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.PacketReader;
import io.topicwire.mqtt.packet.PacketWriter;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Publish;

/**
 * Acknowledges whatever is published with QoS 1 and does nothing else, so that the client
 * is what is measured.
 */
final class AcknowledgingBroker implements AutoCloseable {

	private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

	AcknowledgingBroker() throws IOException {
		Thread thread = new Thread(this::accept, "broker");
		thread.setDaemon(true);
		thread.start();
	}

	String url() {
		return "mqtt://127.0.0.1:" + this.server.getLocalPort();
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try (Socket socket = this.server.accept()) {
				socket.setTcpNoDelay(true);
				serve(socket);
			}
			catch (IOException ex) {
				// The client has left, or the broker is closed
			}
		}
	}

	private void serve(Socket socket) throws IOException {
		PacketReader reader = new PacketReader(ProtocolVersion.MQTT_5, 1024 * 1024);
		PacketWriter writer = new PacketWriter(ProtocolVersion.MQTT_5);
		InputStream input = socket.getInputStream();
		reader.prepare();
		for (int count = 0; count >= 0; count = input.read(reader.array(), reader.position(), reader.remaining())) {
			reader.received(count);
			for (Packet packet = reader.next(); packet != null; packet = reader.next()) {
				if (packet instanceof Connect) {
					writer.write(new Connack(false, ReasonCode.SUCCESS, Properties.NONE));
				}
				else if (packet instanceof Publish publish) {
					writer.write(new Puback(publish.packetIdentifier()));
				}
			}
			socket.getOutputStream().write(writer.array(), 0, writer.size());
			writer.clear();
			reader.prepare();
		}
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

}
