package io.topicwire.mqtt.engine;

import java.util.Map;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.ServerLimits;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.PacketTooLargeException;
import io.topicwire.mqtt.packet.PacketType;
import io.topicwire.mqtt.packet.PacketWriter;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.SenderRules;

/**
 * Turns the packets of one connection into bytes: none larger than the broker accepts,
 * and with topic aliases as far as it allows them and they save bytes. All that is
 * encoded has to be sent, or the connection has to end. {@link #limits} is called on any
 * thread, everything else on the one that writes.
 */
final class Encoder {

	private final PacketWriter writer;

	private final int topicAliasMaximum;

	private final PacketTally tally;

	private volatile long maximumPacketSize = ServerLimits.NONE.maximumPacketSize();

	private volatile OutgoingTopicAliases topicAliases = OutgoingTopicAliases.NONE;

	/**
	 * Create an encoder for a new connection.
	 * @param version the version of MQTT to speak
	 * @param topicAliasMaximum how many topic aliases to use at most
	 * @param tally counts the packets
	 */
	Encoder(ProtocolVersion version, int topicAliasMaximum, PacketTally tally) {
		this.writer = new PacketWriter(version);
		this.topicAliasMaximum = topicAliasMaximum;
		this.tally = tally;
	}

	/**
	 * Set what the broker allows, once it has accepted the connection.
	 */
	void limits(ServerLimits limits) {
		this.maximumPacketSize = limits.maximumPacketSize();
		this.topicAliases = new OutgoingTopicAliases(Math.min(this.topicAliasMaximum, limits.topicAliasMaximum()));
	}

	/**
	 * Encode a packet after those before it.
	 * @throws PacketTooLargeException if it is larger than the broker accepts
	 * @throws IllegalArgumentException if it has a value that MQTT does not allow
	 */
	void encode(Packet packet) {
		if (packet instanceof Publish publish) {
			encode(publish.message(), publish.packetIdentifier(), publish.duplicate(), false);
		}
		else {
			SenderRules.requireFromClient(packet);
			this.writer.write(packet, this.maximumPacketSize);
			this.tally.count(packet.type());
		}
	}

	/**
	 * Encode the first PUBLISH of a message after the packets before it.
	 * @throws PacketTooLargeException if it is larger than the broker accepts
	 * @throws IllegalArgumentException if it has a value that MQTT does not allow
	 */
	void encode(MqttMessage message, int packetIdentifier) {
		encode(message, packetIdentifier, false, false);
	}

	/**
	 * Encode the first PUBLISH of a message but for its payload, which has to be sent
	 * right behind.
	 * @throws PacketTooLargeException if it is larger than the broker accepts
	 * @throws IllegalArgumentException if it has a value that MQTT does not allow
	 */
	void encodeHead(MqttMessage message, int packetIdentifier) {
		encode(message, packetIdentifier, false, true);
	}

	private void encode(MqttMessage message, int packetIdentifier, boolean duplicate, boolean head) {
		OutgoingTopicAliases aliases = this.topicAliases;
		int known = aliases.known(message.topic());
		int alias = (known != 0) ? known : aliases.propose(message.topic());
		if (known != 0 || alias == 0) {
			write(message, packetIdentifier, duplicate, known, known != 0, head);
			return;
		}
		try {
			write(message, packetIdentifier, duplicate, alias, false, head);
			aliases.assign(message.topic(), alias);
		}
		catch (PacketTooLargeException ex) {
			// It may be the alias that is too much
			write(message, packetIdentifier, duplicate, 0, false, head);
		}
	}

	private void write(MqttMessage message, int packetIdentifier, boolean duplicate, int alias, boolean known,
			boolean head) {
		if (head) {
			this.writer.writePublishHead(message, packetIdentifier, duplicate, alias, known, this.maximumPacketSize);
		}
		else {
			this.writer.writePublish(message, packetIdentifier, duplicate, alias, known, this.maximumPacketSize);
		}
		this.tally.count(PacketType.PUBLISH);
	}

	/**
	 * Return the topics by the aliases that the broker knows for them.
	 */
	Map<Integer, String> topicAliases() {
		return this.topicAliases.byAlias();
	}

	byte[] array() {
		return this.writer.array();
	}

	int size() {
		return this.writer.size();
	}

	void clear() {
		this.tally.settle();
		this.writer.clear();
	}

}
