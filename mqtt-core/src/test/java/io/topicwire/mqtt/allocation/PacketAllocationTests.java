package io.topicwire.mqtt.allocation;

import java.util.Arrays;
import java.util.function.IntFunction;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.PacketReader;
import io.topicwire.mqtt.packet.PacketWriter;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.Pubrel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that reading and writing packets allocates no more than it has to.
 */
class PacketAllocationTests {

	private static final int PACKETS = 1_000;

	private static final int PAYLOAD_SIZE = 64;

	// The array and its header
	private static final int PAYLOAD = 16 + PAYLOAD_SIZE;

	// The message and the packet around it, of 32 bytes each
	private static final int MESSAGE = 64;

	// For virtual machines whose references or headers are larger
	private static final int SPARE = 24;

	@ParameterizedTest
	@EnumSource
	void readPublishToTheSameTopicIsItsMessageAndPayload(QoS qos) {
		assertThat(reading((i) -> publish("plants/7/temperature", qos, i))).isBetween((double) PAYLOAD + MESSAGE,
				(double) PAYLOAD + MESSAGE + SPARE);
	}

	@Test
	void readPublishToAnotherTopicEachTimeHasItsTopicBesides() {
		// A string of 24 bytes and its array
		int topic = 24 + 16 + 24;
		assertThat(reading((i) -> publish("plants/%d/temperature".formatted(10_000 + i), QoS.AT_MOST_ONCE, i)))
			.isLessThanOrEqualTo(PAYLOAD + MESSAGE + topic + SPARE);
	}

	@Test
	void readAcknowledgementIsOneObject() {
		assertThat(reading((i) -> new Puback(i + 1))).isLessThanOrEqualTo(32);
		assertThat(reading((i) -> new Pubrel(i + 1))).isLessThanOrEqualTo(32);
	}

	@ParameterizedTest
	@EnumSource
	void writtenPublishAllocatesNothing(QoS qos) {
		assertThat(writing((i) -> publish("plants/7/temperature", qos, i))).isZero();
		assertThat(writing((i) -> publish("plants/%d/temperature".formatted(i), qos, i))).isZero();
	}

	@Test
	void writtenAcknowledgementAllocatesNothing() {
		assertThat(writing((i) -> new Puback(i + 1))).isZero();
		assertThat(writing((i) -> new Pubrel(i + 1))).isZero();
	}

	private static Publish publish(String topic, QoS qos, int index) {
		return new Publish((qos != QoS.AT_MOST_ONCE) ? index + 1 : 0, false,
				MqttMessage.of(topic, new byte[PAYLOAD_SIZE]).qos(qos), 0);
	}

	private static double reading(IntFunction<Packet> packets) {
		PacketWriter writer = new PacketWriter(ProtocolVersion.MQTT_5);
		for (int i = 0; i < PACKETS; i++) {
			writer.write(packets.apply(i));
		}
		Received received = new Received(Arrays.copyOf(writer.array(), writer.size()));
		return AllocatedBytes.perOperation(received::next);
	}

	private static double writing(IntFunction<Packet> packets) {
		Packet[] prepared = new Packet[PACKETS];
		Arrays.setAll(prepared, packets);
		PacketWriter writer = new PacketWriter(ProtocolVersion.MQTT_5);
		int[] next = new int[1];
		return AllocatedBytes.perOperation(() -> {
			writer.write(prepared[next[0]++]);
			if (next[0] == PACKETS) {
				next[0] = 0;
				writer.clear();
			}
		});
	}

	/**
	 * The same bytes again and again, as they come from a connection.
	 */
	private static final class Received {

		private final PacketReader reader = new PacketReader(ProtocolVersion.MQTT_5, 1024 * 1024);

		private final byte[] bytes;

		private int position;

		Received(byte[] bytes) {
			this.bytes = bytes;
		}

		void next() {
			Packet packet = this.reader.next();
			while (packet == null) {
				receive();
				packet = this.reader.next();
			}
		}

		private void receive() {
			this.reader.prepare();
			this.position %= this.bytes.length;
			int count = Math.min(this.reader.remaining(), this.bytes.length - this.position);
			System.arraycopy(this.bytes, this.position, this.reader.array(), this.reader.position(), count);
			this.reader.received(count);
			this.position += count;
		}

	}

}
