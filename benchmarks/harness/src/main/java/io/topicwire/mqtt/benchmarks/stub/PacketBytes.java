package io.topicwire.mqtt.benchmarks.stub;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The few packets that are written here, as bytes.
 */
public final class PacketBytes {

	private PacketBytes() {
	}

	/**
	 * Return a CONNECT without a keep-alive.
	 * @param clientId the client id
	 * @param version the protocol version, 4 for MQTT 3.1.1 or 5
	 * @return the packet
	 */
	public static byte[] connect(String clientId, int version) {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		writeString(body, "MQTT");
		body.write(version);
		body.write(2);
		body.write(0);
		body.write(0);
		if (version == 5) {
			body.write(0);
		}
		writeString(body, clientId);
		return packet(0x10, body);
	}

	/**
	 * Return a SUBSCRIBE with packet id 1.
	 * @param filter the topic filter
	 * @param qos the maximum QoS
	 * @param version the protocol version, 4 for MQTT 3.1.1 or 5
	 * @return the packet
	 */
	public static byte[] subscribe(String filter, int qos, int version) {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		body.write(0);
		body.write(1);
		if (version == 5) {
			body.write(0);
		}
		writeString(body, filter);
		body.write(qos);
		return packet(0x82, body);
	}

	/**
	 * Return a PUBLISH.
	 * @param topic the topic
	 * @param payload the payload
	 * @param qos the QoS
	 * @param packetId the packet id, which QoS 0 does not have
	 * @param version the protocol version, 4 for MQTT 3.1.1 or 5
	 * @return the packet
	 */
	public static byte[] publish(String topic, byte[] payload, int qos, int packetId, int version) {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		writeString(body, topic);
		if (qos > 0) {
			body.write(packetId >> 8);
			body.write(packetId);
		}
		if (version == 5) {
			body.write(0);
		}
		body.writeBytes(payload);
		return packet(0x30 | qos << 1, body);
	}

	/**
	 * Return an acknowledgement of success.
	 * @param type the first byte
	 * @param packetId the packet id
	 * @return the packet
	 */
	public static byte[] acknowledgement(int type, int packetId) {
		return new byte[] { (byte) type, 2, (byte) (packetId >> 8), (byte) packetId };
	}

	private static void writeString(ByteArrayOutputStream body, String string) {
		byte[] bytes = string.getBytes(StandardCharsets.UTF_8);
		body.write(bytes.length >> 8);
		body.write(bytes.length);
		body.writeBytes(bytes);
	}

	private static byte[] packet(int first, ByteArrayOutputStream body) {
		ByteArrayOutputStream packet = new ByteArrayOutputStream();
		packet.write(first);
		int length = body.size();
		do {
			packet.write((length > 127) ? length & 0x7F | 0x80 : length);
			length >>= 7;
		}
		while (length > 0);
		packet.writeBytes(body.toByteArray());
		return packet.toByteArray();
	}

}
