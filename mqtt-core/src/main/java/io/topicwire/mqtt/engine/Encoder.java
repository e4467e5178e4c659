package io.topicwire.mqtt.engine;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.ServerLimits;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.PacketTooLargeException;
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

	private volatile long maximumPacketSize = ServerLimits.NONE.maximumPacketSize();

	private volatile OutgoingTopicAliases topicAliases = OutgoingTopicAliases.NONE;

	/**
	 * Create an encoder for a new connection.
	 * @param version the version of MQTT to speak
	 * @param topicAliasMaximum how many topic aliases to use at most
	 */
	Encoder(ProtocolVersion version, int topicAliasMaximum) {
		this.writer = new PacketWriter(version);
		this.topicAliasMaximum = topicAliasMaximum;
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
			encode(publish);
		}
		else {
			SenderRules.requireFromClient(packet);
			this.writer.write(packet, this.maximumPacketSize);
		}
	}

	private void encode(Publish publish) {
		OutgoingTopicAliases aliases = this.topicAliases;
		String topic = publish.message().topic();
		int known = aliases.known(topic);
		if (known != 0) {
			this.writer.writeAliased(publish, known, this.maximumPacketSize);
			return;
		}
		int proposed = aliases.propose(topic);
		if (proposed == 0 || !introduce(publish, proposed)) {
			this.writer.write(publish, this.maximumPacketSize);
			return;
		}
		aliases.assign(topic, proposed);
	}

	private boolean introduce(Publish publish, int alias) {
		try {
			this.writer.write(new Publish(publish.packetIdentifier(), publish.duplicate(), publish.message(), alias),
					this.maximumPacketSize);
			return true;
		}
		catch (PacketTooLargeException ex) {
			// It may be the alias that is too much
			return false;
		}
	}

	byte[] array() {
		return this.writer.array();
	}

	int size() {
		return this.writer.size();
	}

	void clear() {
		this.writer.clear();
	}

}
