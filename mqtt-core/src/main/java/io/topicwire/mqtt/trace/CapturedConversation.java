package io.topicwire.mqtt.trace;

import java.io.ByteArrayOutputStream;
import java.util.List;

import io.topicwire.mqtt.text.SafeText;
import org.jspecify.annotations.Nullable;

/**
 * One connection in a pcapng file.
 */
final class CapturedConversation {

	private final TcpConversation tcp;

	private boolean open;

	private long dropped;

	CapturedConversation(long number) {
		this.tcp = new TcpConversation(number);
	}

	/**
	 * Take note of packets that are missing before the next one.
	 */
	void dropped(long count) {
		this.dropped += count;
	}

	/**
	 * Return the blocks of the next packet, after those that open the connection if it is
	 * the first one.
	 */
	byte[] blocks(TracedPacket packet, Redaction redaction) {
		ByteArrayOutputStream blocks = new ByteArrayOutputStream();
		if (!this.open) {
			this.open = true;
			TracedConnection connection = packet.connection();
			List<byte[]> opening = this.tcp.open();
			add(blocks, packet, PacketDirection.SENT, opening.get(0),
					connection.name() + " at " + SafeText.name(connection.server()));
			add(blocks, packet, PacketDirection.RECEIVED, opening.get(1), null);
			add(blocks, packet, PacketDirection.SENT, opening.get(2), null);
		}
		for (byte[] datagram : this.tcp.send(packet.direction(), packet.encoded(redaction))) {
			add(blocks, packet, packet.direction(), datagram, null);
		}
		return blocks.toByteArray();
	}

	private void add(ByteArrayOutputStream blocks, TracedPacket packet, PacketDirection direction, byte[] datagram,
			@Nullable String comment) {
		blocks.writeBytes(PcapngBlocks.packet(packet.time(), direction, datagram, comment, this.dropped));
		this.dropped = 0;
	}

}
