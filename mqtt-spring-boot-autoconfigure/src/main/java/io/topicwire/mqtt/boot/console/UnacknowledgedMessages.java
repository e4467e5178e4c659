package io.topicwire.mqtt.boot.console;

import java.util.BitSet;

import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Pubcomp;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.Pubrec;
import io.topicwire.mqtt.packet.Pubrel;
import io.topicwire.mqtt.trace.PacketDirection;
import io.topicwire.mqtt.trace.TracedPacket;

/**
 * Counts the messages of QoS 1 and 2 that one client has sent and the broker has not
 * acknowledged, of those that were seen. Thread-safe.
 */
final class UnacknowledgedMessages {

	private static final int PACKET_IDENTIFIERS = 65_536;

	private final BitSet packetIdentifiers = new BitSet(PACKET_IDENTIFIERS);

	synchronized void note(TracedPacket traced) {
		Packet packet = traced.packet();
		if (packet == null) {
			return;
		}
		if (traced.direction() == PacketDirection.SENT) {
			if (packet instanceof Publish publish && publish.message().qos() != QoS.AT_MOST_ONCE) {
				this.packetIdentifiers.set(publish.packetIdentifier());
			}
			else if (packet instanceof Pubrel pubrel) {
				this.packetIdentifiers.set(pubrel.packetIdentifier());
			}
		}
		else if (packet instanceof Puback puback) {
			this.packetIdentifiers.clear(puback.packetIdentifier());
		}
		else if (packet instanceof Pubcomp pubcomp) {
			this.packetIdentifiers.clear(pubcomp.packetIdentifier());
		}
		else if (packet instanceof Pubrec pubrec && pubrec.reasonCode().isError()) {
			this.packetIdentifiers.clear(pubrec.packetIdentifier());
		}
	}

	synchronized int count() {
		return this.packetIdentifiers.cardinality();
	}

	synchronized void clear() {
		this.packetIdentifiers.clear();
	}

}
