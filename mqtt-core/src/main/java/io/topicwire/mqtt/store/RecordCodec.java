package io.topicwire.mqtt.store;

import java.nio.ByteBuffer;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.packet.MalformedPacketException;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.PacketReader;
import io.topicwire.mqtt.packet.PacketWriter;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.session.SessionChange.PublishAccepted;
import io.topicwire.mqtt.session.StoredPublish;
import io.topicwire.mqtt.session.StoredReceipt;

/**
 * Makes records of what a session holds, and reads them. A message is written as PUBLISH
 * of MQTT 5.0. Not for use by several threads at a time.
 */
final class RecordCodec {

	// Messages of QoS 1 and 2 have to have one
	private static final int ANY_PACKET_IDENTIFIER = 1;

	private final PacketWriter writer = new PacketWriter(ProtocolVersion.MQTT_5);

	private PacketReader reader = createReader();

	byte[] write(PublishAccepted accepted) {
		boolean acknowledged = accepted.message().qos() != QoS.AT_MOST_ONCE;
		Publish packet = new Publish(acknowledged ? ANY_PACKET_IDENTIFIER : 0, accepted.message().duplicate(),
				accepted.message(), 0);
		try {
			this.writer.write(packet);
			ByteBuffer record = Record.allocate(2 * Long.BYTES + this.writer.size());
			record.putLong(accepted.number()).putLong(accepted.acceptedAt());
			return Record.seal(record.put(this.writer.array(), 0, this.writer.size()));
		}
		finally {
			this.writer.clear();
		}
	}

	/**
	 * Read a message.
	 * @throws MalformedPacketException if it is none
	 */
	PublishAccepted readAccepted(byte[] record) {
		ByteBuffer content = Record.content(record);
		long number = content.getLong();
		long acceptedAt = content.getLong();
		try {
			return new PublishAccepted(number, readPacket(content).message(), acceptedAt);
		}
		catch (MalformedPacketException ex) {
			this.reader = createReader();
			throw ex;
		}
	}

	private Publish readPacket(ByteBuffer content) {
		Packet packet;
		do {
			this.reader.prepare();
			int count = Math.min(this.reader.remaining(), content.remaining());
			content.get(this.reader.array(), this.reader.position(), count);
			this.reader.received(count);
			packet = this.reader.next();
		}
		while (packet == null && content.hasRemaining());
		if (packet instanceof Publish publish) {
			return publish;
		}
		throw new IllegalStateException("A record has " + packet + " instead of a message");
	}

	private static PacketReader createReader() {
		return new PacketReader(ProtocolVersion.MQTT_5, Integer.MAX_VALUE);
	}

	static byte[] write(Exchange exchange) {
		ByteBuffer record = Record.allocate(2 * Long.BYTES + Short.BYTES + 1);
		record.putLong(exchange.number()).putLong(exchange.position());
		return Record
			.seal(record.putShort((short) exchange.packetIdentifier()).put((byte) (exchange.released() ? 1 : 0)));
	}

	static Exchange readExchange(byte[] record) {
		ByteBuffer content = Record.content(record);
		long number = content.getLong();
		long position = content.getLong();
		return new Exchange(number, Short.toUnsignedInt(content.getShort()), content.get() != 0, position);
	}

	static byte[] write(StoredReceipt receipt) {
		ByteBuffer record = Record.allocate(Long.BYTES + Short.BYTES + 1);
		record.putLong(receipt.number());
		return Record.seal(record.putShort((short) receipt.packetIdentifier()).put((byte) (receipt.handled() ? 1 : 0)));
	}

	static StoredReceipt readReceipt(byte[] record) {
		ByteBuffer content = Record.content(record);
		long number = content.getLong();
		return new StoredReceipt(Short.toUnsignedInt(content.getShort()), number, content.get() != 0);
	}

	static byte[] write(Summary summary) {
		ByteBuffer record = Record.allocate(4 * Long.BYTES);
		record.putLong(summary.lastNumber()).putLong(summary.publishes());
		return Record.seal(record.putLong(summary.exchanges()).putLong(summary.receipts()));
	}

	static Summary readSummary(byte[] record) {
		ByteBuffer content = Record.content(record);
		return new Summary(content.getLong(), content.getLong(), content.getLong(), content.getLong());
	}

	/**
	 * How far the exchange of a message has come that was sent.
	 *
	 * @param number the number of the message
	 * @param packetIdentifier its packet identifier
	 * @param released whether it was answered with PUBREC
	 * @param position position in the order in which PUBLISH and PUBREL were sent first
	 */
	record Exchange(long number, int packetIdentifier, boolean released, long position) {

		StoredPublish of(PublishAccepted accepted) {
			return new StoredPublish(accepted.number(), accepted.message(), accepted.acceptedAt(),
					this.packetIdentifier, this.released, this.position);
		}

	}

	/**
	 * What else there must be.
	 *
	 * @param lastNumber the highest number that any message has had
	 * @param publishes how many messages there are to send
	 * @param exchanges how many of them were sent
	 * @param receipts how many received packet identifiers there are
	 */
	record Summary(long lastNumber, long publishes, long exchanges, long receipts) {

	}

}
