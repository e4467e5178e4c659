package io.topicwire.mqtt.benchmarks.jmh;

import java.util.concurrent.TimeUnit;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.PacketReader;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Publish;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to read one packet.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PacketReaderBenchmark {

	private static final int PACKETS = 1000;

	/**
	 * How many different topics take turns.
	 */
	@Param({ "1", "1000" })
	private int topics;

	private final PacketReader reader = new PacketReader(ProtocolVersion.MQTT_5, 1 << 20);

	private byte[] qos0 = {};

	private byte[] qos1 = {};

	private byte[] withProperties = {};

	private byte[] pubacks = {};

	// What of these bytes was given to the reader
	private int position;

	/**
	 * Prepare the bytes, so that only reading them is measured.
	 */
	@Setup
	public void createPackets() {
		this.qos0 = Packets.bytes(PACKETS, (i) -> new Publish(0, false, message(i), 0));
		this.qos1 = Packets.bytes(PACKETS, (i) -> new Publish(i + 1, false, message(i).qos(QoS.AT_LEAST_ONCE), 0));
		this.withProperties = Packets.bytes(PACKETS, (i) -> new Publish(0, false,
				message(i).contentType("application/json").userProperty("origin", "north"), 0));
		this.pubacks = Packets.bytes(PACKETS, (i) -> new Puback(i + 1));
	}

	private MqttMessage message(int index) {
		return MqttMessage.of(Packets.topic(index % this.topics), new byte[Packets.PAYLOAD_SIZE]);
	}

	/**
	 * Read a PUBLISH of QoS 0.
	 * @return the packet
	 */
	@Benchmark
	public Packet publishQos0() {
		return read(this.qos0);
	}

	/**
	 * Read a PUBLISH of QoS 1.
	 * @return the packet
	 */
	@Benchmark
	public Packet publishQos1() {
		return read(this.qos1);
	}

	/**
	 * Read a PUBLISH of QoS 0 with a content type and a user property.
	 * @return the packet
	 */
	@Benchmark
	public Packet publishWithProperties() {
		return read(this.withProperties);
	}

	/**
	 * Read a PUBACK that reports success.
	 * @return the packet
	 */
	@Benchmark
	public Packet puback() {
		return read(this.pubacks);
	}

	private Packet read(byte[] bytes) {
		Packet packet = this.reader.next();
		while (packet == null) {
			receive(bytes);
			packet = this.reader.next();
		}
		return packet;
	}

	private void receive(byte[] bytes) {
		this.reader.prepare();
		if (this.position == bytes.length) {
			this.position = 0;
		}
		int count = Math.min(this.reader.remaining(), bytes.length - this.position);
		System.arraycopy(bytes, this.position, this.reader.array(), this.reader.position(), count);
		this.reader.received(count);
		this.position += count;
	}

}
