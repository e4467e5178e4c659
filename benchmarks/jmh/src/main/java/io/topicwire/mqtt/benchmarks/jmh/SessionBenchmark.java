package io.topicwire.mqtt.benchmarks.jmh;

import java.util.concurrent.TimeUnit;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.session.OutgoingPublish;
import io.topicwire.mqtt.session.OutgoingPublishes;
import io.topicwire.mqtt.session.PacketIdentifiers;
import io.topicwire.mqtt.session.SessionChange;
import io.topicwire.mqtt.session.SessionRecorder;
import org.jspecify.annotations.Nullable;
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
 * What it costs to keep account of one message that is sent and acknowledged.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SessionBenchmark {

	/**
	 * How many other messages are in flight.
	 */
	@Param({ "0", "1000" })
	private int inFlight;

	private final OutgoingPublishes<Object> publishes = new OutgoingPublishes<>(new PacketIdentifiers<>(),
			new ForgetfulRecorder());

	private final MqttMessage message = MqttMessage.of(Packets.topic(0), new byte[Packets.PAYLOAD_SIZE])
		.qos(QoS.AT_LEAST_ONCE);

	private final Object attachment = new Object();

	private int[] packetIdentifiers = {};

	private int oldest;

	/**
	 * Send the messages that are in flight all the time.
	 */
	@Setup
	public void send() {
		this.packetIdentifiers = new int[this.inFlight + 1];
		for (int i = 0; i < this.inFlight; i++) {
			this.packetIdentifiers[i] = this.publishes.send(i, this.message, this.attachment).packetIdentifier();
		}
		this.oldest = 0;
	}

	/**
	 * Send a message of QoS 1, and take the acknowledgement of the oldest one.
	 * @return the message that is acknowledged
	 */
	@Benchmark
	public @Nullable OutgoingPublish<Object> sendAndAcknowledge() {
		int newest = (this.oldest + this.inFlight) % this.packetIdentifiers.length;
		this.packetIdentifiers[newest] = this.publishes.send(7, this.message, this.attachment).packetIdentifier();
		OutgoingPublish<Object> acknowledged = this.publishes.acknowledge(this.packetIdentifiers[this.oldest]);
		this.oldest = (this.oldest + 1) % this.packetIdentifiers.length;
		return acknowledged;
	}

	/**
	 * As without a store.
	 */
	private static final class ForgetfulRecorder implements SessionRecorder {

		private long number;

		@Override
		public void record(SessionChange change) {
		}

		@Override
		public long nextNumber() {
			return ++this.number;
		}

	}

}
