package io.topicwire.mqtt.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.packet.MalformedPacketException;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.PacketReader;
import io.topicwire.mqtt.packet.PacketWriter;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.session.SessionChange.PublishAccepted;
import io.topicwire.mqtt.session.StoredReceipt;
import io.topicwire.mqtt.store.PublishProgress.Stage;

/**
 * Makes records of what a session holds, and reads them. A message is written as PUBLISH
 * of MQTT 5.0. Not for use by several threads at a time.
 */
final class RecordCodec {

	// Messages of QoS 1 and 2 have to have one
	private static final int ANY_PACKET_IDENTIFIER = 1;

	private static final int MESSAGE_OVERHEAD = 2 * Long.BYTES + Integer.BYTES;

	private static final int EXCHANGE_SIZE = Short.BYTES + Long.BYTES;

	private static final Stage[] STAGES = Stage.values();

	private final PacketWriter writer = new PacketWriter(ProtocolVersion.MQTT_5);

	private PacketReader reader = createReader();

	/**
	 * Write what the messages of a group say.
	 */
	byte[] write(List<PublishAccepted> group) {
		int[] ends = new int[group.size()];
		try {
			for (int i = 0; i < ends.length; i++) {
				this.writer.write(packet(group.get(i)));
				ends[i] = this.writer.size();
			}
			ByteBuffer record = Record.allocate(ends.length * MESSAGE_OVERHEAD + this.writer.size());
			for (int i = 0; i < ends.length; i++) {
				int start = (i > 0) ? ends[i - 1] : 0;
				record.putLong(group.get(i).number()).putLong(group.get(i).acceptedAt()).putInt(ends[i] - start);
				record.put(this.writer.array(), start, ends[i] - start);
			}
			return Record.seal(record);
		}
		finally {
			this.writer.clear();
		}
	}

	private static Publish packet(PublishAccepted accepted) {
		boolean acknowledged = accepted.message().qos() != QoS.AT_MOST_ONCE;
		return new Publish(acknowledged ? ANY_PACKET_IDENTIFIER : 0, accepted.message().duplicate(), accepted.message(),
				0);
	}

	/**
	 * Read what the messages of a group say.
	 * @throws MalformedPacketException if something else was written
	 */
	List<PublishAccepted> readAccepted(byte[] record) {
		ByteBuffer content = Record.content(record);
		List<PublishAccepted> group = new ArrayList<>();
		try {
			while (content.hasRemaining()) {
				long number = content.getLong();
				long acceptedAt = content.getLong();
				int length = content.getInt();
				group.add(new PublishAccepted(number, readPacket(content.slice(content.position(), length)).message(),
						acceptedAt));
				content.position(content.position() + length);
			}
			return group;
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

	/**
	 * Write how far the messages of a group are.
	 */
	static byte[] write(PublishGroup group) {
		int underWay = (int) group.members().stream().filter((member) -> member.progress().isUnderWay()).count();
		ByteBuffer record = Record.allocate(Long.BYTES + group.members().size() + underWay * EXCHANGE_SIZE);
		record.putLong(group.key());
		for (PublishGroup.Member member : group.members()) {
			PublishProgress progress = member.progress();
			record.put((byte) progress.stage().ordinal());
			if (progress.isUnderWay()) {
				record.putShort((short) progress.packetIdentifier()).putLong(progress.position());
			}
		}
		return Record.seal(record);
	}

	static GroupProgress readProgress(byte[] record) {
		ByteBuffer content = Record.content(record);
		long key = content.getLong();
		List<PublishProgress> progress = new ArrayList<>();
		while (content.hasRemaining()) {
			Stage stage = STAGES[content.get()];
			boolean underWay = stage == Stage.SENT || stage == Stage.RELEASED;
			progress.add(new PublishProgress(stage, underWay ? Short.toUnsignedInt(content.getShort()) : 0,
					underWay ? content.getLong() : 0));
		}
		return new GroupProgress(key, progress);
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
	 * How far the messages of a group are.
	 *
	 * @param key the number that the group is found by
	 * @param progress how far each message is, in the order of the messages
	 */
	record GroupProgress(long key, List<PublishProgress> progress) {

	}

	/**
	 * What else there must be.
	 *
	 * @param lastNumber the highest number that any message has had
	 * @param publishes how many messages there are to send
	 * @param exchanges how many of them are under way
	 * @param receipts how many received packet identifiers there are
	 */
	record Summary(long lastNumber, long publishes, long exchanges, long receipts) {

	}

}
