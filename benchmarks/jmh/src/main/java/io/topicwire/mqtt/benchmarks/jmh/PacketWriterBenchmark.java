package io.topicwire.mqtt.benchmarks.jmh;

import java.util.concurrent.TimeUnit;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.packet.PacketWriter;
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
 * What it costs to write one packet.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PacketWriterBenchmark {

	// Far less than what the writer would give back when it is cleared
	private static final int BATCH_BYTES = 64 * 1024;

	/**
	 * How many different topics take turns.
	 */
	@Param({ "1", "1000" })
	private int topics;

	private PacketWriter writer = new PacketWriter(ProtocolVersion.MQTT_5);

	private Publish[] qos0 = {};

	private Publish[] qos1 = {};

	private Publish[] withProperties = {};

	private final Puback puback = new Puback(7);

	private int next;

	/**
	 * Prepare the packets, so that only writing them is measured.
	 */
	@Setup
	public void createPackets() {
		this.qos0 = new Publish[this.topics];
		this.qos1 = new Publish[this.topics];
		this.withProperties = new Publish[this.topics];
		for (int i = 0; i < this.topics; i++) {
			MqttMessage message = MqttMessage.of(Packets.topic(i), new byte[Packets.PAYLOAD_SIZE]);
			this.qos0[i] = new Publish(0, false, message, 0);
			this.qos1[i] = new Publish(i + 1, false, message.qos(QoS.AT_LEAST_ONCE), 0);
			this.withProperties[i] = new Publish(0, false,
					message.contentType("application/json").userProperty("origin", "north"), 0);
		}
	}

	/**
	 * Write a PUBLISH of QoS 0.
	 * @return what JMH is to believe in
	 */
	@Benchmark
	public int publishQos0() {
		return write(this.qos0);
	}

	/**
	 * Write a PUBLISH of QoS 1.
	 * @return what JMH is to believe in
	 */
	@Benchmark
	public int publishQos1() {
		return write(this.qos1);
	}

	/**
	 * Write a PUBLISH of QoS 0 with a content type and a user property.
	 * @return what JMH is to believe in
	 */
	@Benchmark
	public int publishWithProperties() {
		return write(this.withProperties);
	}

	/**
	 * Write a PUBACK that reports success.
	 * @return what JMH is to believe in
	 */
	@Benchmark
	public int puback() {
		this.writer.write(this.puback);
		return written();
	}

	private int write(Publish[] publishes) {
		this.next = (this.next + 1 < publishes.length) ? this.next + 1 : 0;
		this.writer.write(publishes[this.next]);
		return written();
	}

	private int written() {
		int size = this.writer.size();
		if (size > BATCH_BYTES) {
			this.writer.clear();
		}
		return size;
	}

}
