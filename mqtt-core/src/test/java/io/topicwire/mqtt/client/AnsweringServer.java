package io.topicwire.mqtt.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.packet.Connack;
import io.topicwire.mqtt.packet.Connect;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.PacketReader;
import io.topicwire.mqtt.packet.PacketWriter;
import io.topicwire.mqtt.packet.Pingreq;
import io.topicwire.mqtt.packet.Pingresp;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.Suback;
import io.topicwire.mqtt.packet.Subscribe;

/**
 * Server for one client over a real socket that grants and acknowledges everything, on a
 * thread of its own whose allocations can be told from those of the client.
 */
final class AnsweringServer implements AutoCloseable {

	private final ServerSocket serverSocket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

	private final Thread thread = new Thread(this::run, "answering-server");

	private volatile OutputStream output = OutputStream.nullOutputStream();

	AnsweringServer() throws IOException {
		this.thread.start();
	}

	int port() {
		return this.serverSocket.getLocalPort();
	}

	/**
	 * Return whether a thread belongs to the server.
	 */
	boolean isOwn(long threadId) {
		return this.thread.getId() == threadId;
	}

	/**
	 * Send the same message of QoS 0 many times.
	 */
	void publish(String topic, byte[] payload, int count) throws IOException {
		PacketWriter writer = new PacketWriter(ProtocolVersion.MQTT_5);
		writer.write(new Publish(0, false, MqttMessage.of(topic, payload), 0));
		for (int i = 0; i < count; i++) {
			this.output.write(writer.array(), 0, writer.size());
		}
	}

	private void run() {
		try (Socket socket = this.serverSocket.accept()) {
			socket.setTcpNoDelay(true);
			this.output = socket.getOutputStream();
			answer(socket.getInputStream());
		}
		catch (IOException ex) {
			// The client is closed, and so is the server
		}
	}

	private void answer(InputStream input) throws IOException {
		PacketReader reader = new PacketReader(ProtocolVersion.MQTT_5, 1024 * 1024);
		PacketWriter writer = new PacketWriter(ProtocolVersion.MQTT_5);
		int count = 0;
		while (count >= 0) {
			reader.received(count);
			for (Packet packet = reader.next(); packet != null; packet = reader.next()) {
				answer(packet, writer);
			}
			this.output.write(writer.array(), 0, writer.size());
			writer.clear();
			reader.prepare();
			count = input.read(reader.array(), reader.position(), reader.remaining());
		}
	}

	private static void answer(Packet packet, PacketWriter writer) {
		if (packet instanceof Connect) {
			writer.write(new Connack(false, ReasonCode.SUCCESS, Properties.NONE));
		}
		else if (packet instanceof Subscribe subscribe) {
			writer.write(new Suback(subscribe.packetIdentifier(), List.of(ReasonCode.GRANTED_QOS_1), Properties.NONE));
		}
		else if (packet instanceof Publish publish && publish.message().qos() == QoS.AT_LEAST_ONCE) {
			writer.write(new Puback(publish.packetIdentifier()));
		}
		else if (packet instanceof Pingreq) {
			writer.write(Pingresp.INSTANCE);
		}
	}

	@Override
	public void close() throws Exception {
		this.serverSocket.close();
		this.thread.join(10_000);
	}

}
