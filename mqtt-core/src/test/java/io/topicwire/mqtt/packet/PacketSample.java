package io.topicwire.mqtt.packet;

import io.topicwire.mqtt.ProtocolVersion;

/**
 * A packet and the bytes that stand for it.
 *
 * @param name what is special about it
 * @param version the version of MQTT
 * @param annotatedBytes the bytes for {@link AnnotatedBytes}
 * @param packet the packet
 * @param shorterLengths remaining lengths below the right one which make another valid
 * packet out of the first bytes
 */
record PacketSample(String name, ProtocolVersion version, String annotatedBytes, Packet packet, int... shorterLengths) {

	byte[] bytes() {
		return AnnotatedBytes.parse(this.annotatedBytes);
	}

	@Override
	public String toString() {
		return "MQTT " + this.version + ": " + this.name;
	}

}
