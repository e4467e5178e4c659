package io.topicwire.mqtt.fake;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.fault.Direction;
import io.topicwire.mqtt.fault.Ending;
import io.topicwire.mqtt.fault.Fault;
import io.topicwire.mqtt.fault.Lane;
import io.topicwire.mqtt.packet.MalformedPacketException;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.PacketReader;
import io.topicwire.mqtt.packet.PacketWriter;
import io.topicwire.mqtt.stream.ByteStream;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of a stream in memory whose packets go through lanes with faults. What
 * comes out at the other end is handled at once, by the thread that writes.
 */
final class FaultyStream implements ByteStream {

	// Time stands still on the wire
	private static final long NOW = 0;

	private final SessionBroker broker;

	private final Lane toBroker;

	private final Lane toClient;

	private final Pipe pipe = new Pipe();

	private final PacketWriter writer;

	private final PacketReader arriving;

	private final PacketReader delivered;

	private volatile @Nullable Ending ending;

	/**
	 * Create a stream that is not open.
	 * @param broker what it leads to, whose lock guards all of it
	 * @param number its number among those of the broker, from 1
	 * @param fault decides about its packets
	 * @param version the version of MQTT it carries
	 */
	FaultyStream(SessionBroker broker, int number, Fault fault, ProtocolVersion version) {
		this.broker = broker;
		this.toBroker = new Lane(number, Direction.TO_BROKER, fault);
		this.toClient = new Lane(number, Direction.TO_CLIENT, fault);
		this.writer = new PacketWriter(version);
		this.arriving = new PacketReader(version, 1024);
		this.delivered = new PacketReader(version, 1024);
	}

	@Override
	public void open(Duration timeout) {
		this.broker.opened();
	}

	@Override
	public int read(byte[] buffer, int offset, int length) throws IOException {
		int count = this.pipe.read(buffer, offset, length, 1, TimeUnit.HOURS);
		if (count < 0 && this.ending == Ending.RESET) {
			throw new IOException("Connection reset");
		}
		return count;
	}

	@Override
	public void write(byte[] buffer, int offset, int length) throws IOException {
		if (this.ending == Ending.RESET) {
			throw new IOException("Broken pipe");
		}
		this.broker.locked(() -> {
			this.toBroker.offer(buffer, offset, length, NOW);
			for (Lane.Departure next = this.toBroker.poll(NOW); next != null
					&& this.ending == null; next = this.toBroker.poll(NOW)) {
				arrive(next.bytes());
				end(next.ending());
			}
		});
	}

	private void arrive(byte[] bytes) {
		read(this.arriving, bytes, (packet) -> {
			if (this.ending == null) {
				this.broker.arrived(this, packet);
			}
		});
	}

	/**
	 * Send a packet to the client.
	 */
	void send(Packet packet) {
		this.writer.write(packet);
		this.toClient.offer(this.writer.array(), 0, this.writer.size(), NOW);
		this.writer.clear();
		for (Lane.Departure next = this.toClient.poll(NOW); next != null
				&& this.ending == null; next = this.toClient.poll(NOW)) {
			deliver(next.bytes());
			end(next.ending());
		}
	}

	/**
	 * Let the client read the end.
	 */
	void hangUp() {
		this.pipe.end();
	}

	private void deliver(byte[] bytes) {
		try {
			this.pipe.write(bytes, 0, bytes.length);
			read(this.delivered, bytes, this.broker::delivered);
		}
		catch (IOException ex) {
			// The client has closed the stream
		}
	}

	private void end(@Nullable Ending ending) {
		if (ending != null && this.ending == null) {
			this.ending = ending;
			if (ending != Ending.VANISH) {
				this.pipe.end();
			}
			this.broker.cut();
		}
	}

	private static void read(PacketReader reader, byte[] bytes, Consumer<Packet> consumer) {
		try {
			for (int offset = 0; offset < bytes.length;) {
				reader.prepare();
				int count = Math.min(reader.remaining(), bytes.length - offset);
				System.arraycopy(bytes, offset, reader.array(), reader.position(), count);
				reader.received(count);
				offset += count;
				for (Packet packet = reader.next(); packet != null; packet = reader.next()) {
					consumer.accept(packet);
				}
			}
		}
		catch (MalformedPacketException ex) {
			throw new AssertionError(ex);
		}
	}

	@Override
	public void close() {
		this.pipe.close();
	}

}
