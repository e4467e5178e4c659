package io.topicwire.mqtt.packet;

import io.topicwire.mqtt.MqttMessage;

/**
 * The PUBLISH packet: a message on its way (MQTT 5.0 and 3.1.1, section 3.3).
 *
 * @param packetIdentifier from 1 to 65,535, or 0 for a message of QoS 0, which has none
 * @param duplicate the DUP flag: whether this packet is sent again; a message that was
 * read has it as {@link MqttMessage#duplicate()} too
 * @param message the message; its topic may be empty if there is a topic alias
 * @param topicAlias from 1 to 65,535, or 0 if there is none; MQTT 5.0 only
 * @since 0.1.0
 */
public record Publish(int packetIdentifier, boolean duplicate, MqttMessage message, int topicAlias) implements Packet {

	@Override
	public PacketType type() {
		return PacketType.PUBLISH;
	}

}
