package io.topicwire.mqtt.packet;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PacketReader} with messages whose payload is a {@link LargePayload}.
 */
class LargePayloadTests {

	private static final int LARGE = 100_000;

	private static final int QUARTER = LARGE / 4 + 100;

	private final PacketReader reader = new PacketReader(ProtocolVersion.MQTT_5, Codec.LIMIT);

	@Test
	void payloadIsReceivedIntoTheArrayThatTheMessageGets() {
		byte[] bytes = write(message("a/b", LARGE));
		Codec.feed(this.reader, bytes, 0, QUARTER);
		assertThat(this.reader.next()).isNull();
		this.reader.prepare();
		byte[] array = this.reader.array();
		assertThat(array).hasSize(LARGE);
		assertThat(this.reader.remaining()).isEqualTo(bytes.length - QUARTER);
		assertThat(this.reader.buffered()).isEqualTo(QUARTER);
		Codec.feed(this.reader, bytes, QUARTER, bytes.length);
		Publish publish = (Publish) this.reader.next();
		assertThat(publish.message().payload()).isSameAs(array).isEqualTo(payload(LARGE));
		assertThat(this.reader.next()).isNull();
		assertThat(this.reader.buffered()).isZero();
	}

	@Test
	void announcedPayloadTakesNoMemoryBeforeAQuarterHasCome() {
		byte[] bytes = write(message("a/b", LARGE));
		Codec.feed(this.reader, bytes, 0, LARGE / 4 - 100);
		assertThat(this.reader.next()).isNull();
		this.reader.prepare();
		assertThat(this.reader.array()).hasSizeLessThan(LARGE);
	}

	@ParameterizedTest
	@EnumSource(ProtocolVersion.class)
	void messagesOfAllKindsAreReadInWhateverPiecesTheyCome(ProtocolVersion version) {
		PacketWriter writer = new PacketWriter(version);
		List<Packet> packets = new ArrayList<>();
		Random random = new Random(7);
		for (int i = 0; i < 60; i++) {
			MqttMessage message = message("plants/" + i, random.nextInt(3 * LargePayload.LEAST_PACKET_SIZE));
			packets.add(new Publish((i % 3 != 0) ? i : 0, false, message.qos(QoS.of(i % 3)), 0));
			packets.add(Pingresp.INSTANCE);
		}
		packets.forEach(writer::write);
		for (IntSupplier sizes : List.<IntSupplier>of(() -> Integer.MAX_VALUE, () -> 1 + random.nextInt(200_000),
				() -> 1 + random.nextInt(3_000))) {
			List<Packet> read = Codec.readAll(new PacketReader(version, Codec.LIMIT), writer.array(), writer.size(),
					sizes);
			assertThat(read).hasSameSizeAs(packets);
			for (int i = 0; i < packets.size(); i++) {
				Codec.assertSame(read.get(i), packets.get(i));
			}
		}
	}

	@Test
	void nextLargeMessageIsExpectedToComeApartAsWell() {
		byte[] bytes = write(message("a/b", LARGE));
		byte[] before = {};
		for (int i = 0; i < 5; i++) {
			Codec.feed(this.reader, bytes, 0, bytes.length);
			byte[] array = this.reader.array();
			Publish publish = (Publish) this.reader.next();
			assertThat(publish.message().payload()).isSameAs(array).isNotSameAs(before);
			before = array;
			this.reader.prepare();
			assertThat(this.reader.remaining()).isLessThanOrEqualTo(bytes.length / 4);
		}
	}

	@Test
	void muchIsReadAtOnceAgainWhenSmallMessagesFollow() {
		byte[] large = write(message("a/b", LARGE));
		Codec.feed(this.reader, large, 0, large.length);
		assertThat(this.reader.next()).isNotNull();
		byte[] small = write(message("a/b", 100));
		for (int i = 0; i < 20_000; i++) {
			Codec.feed(this.reader, small, 0, small.length);
			while (this.reader.next() != null) {
				assertThat(this.reader.packetSize()).isEqualTo(small.length);
			}
		}
		PacketWriter writer = new PacketWriter(ProtocolVersion.MQTT_5);
		for (int i = 0; i < 20_000; i++) {
			writer.write(new Publish(0, false, message("a/b", 100), 0));
		}
		assertThat(Codec.readAll(this.reader, writer.array(), writer.size())).hasSize(20_000);
		this.reader.prepare();
		assertThat(this.reader.remaining()).isEqualTo(ReceiveBuffer.FULL_CAPACITY);
	}

	@ParameterizedTest
	@ValueSource(ints = { 10, LARGE })
	void bytesOfThePacketAreThereUntilMoreIsReceived(int length) {
		byte[] bytes = write(message("a/b", length));
		Codec.feed(this.reader, bytes, 0, bytes.length);
		assertThat(this.reader.next()).isNotNull();
		assertThat(this.reader.packetBytes()).isEqualTo(bytes);
		assertThat(this.reader.packetSize()).isEqualTo(bytes.length);
		byte[] next = write(message("c", 5));
		Codec.feed(this.reader, next, 0, next.length);
		assertThat(this.reader.next()).isNotNull();
		assertThat(this.reader.packetBytes()).isEqualTo(next);
	}

	@Test
	void malformedLargeMessageCanBeSkipped() {
		byte[] bytes = write(message("a/b", LARGE));
		int topic = bytes.length - LARGE - "a/b".length() - 1;
		assertThat(bytes[topic]).isEqualTo((byte) 'a');
		bytes[topic] = '#';
		Codec.feed(this.reader, bytes, 0, bytes.length);
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(MalformedPacketException.class).isThrownBy(this.reader::next)
				.satisfies((ex) -> assertThat(ex.field()).isEqualTo("topic"));
		}
		assertThat(this.reader.packetBytes()).isEqualTo(bytes);
		this.reader.skip();
		assertThat(this.reader.buffered()).isZero();
		Codec.feed(this.reader, AnnotatedBytes.of(0xD0, 0), 0, 2);
		assertThat(this.reader.next()).isSameAs(Pingresp.INSTANCE);
	}

	@Test
	void largeHeadIsReadAsWell() {
		MqttMessage message = message("a/b", 10);
		for (int i = 0; i < 3; i++) {
			message = message.userProperty("name", "x".repeat(60_000));
		}
		byte[] bytes = write(message);
		for (int i = 0; i < 3; i++) {
			Codec.feed(this.reader, bytes, 0, bytes.length);
			Codec.assertSame(this.reader.next(), new Publish(0, false, message, 0));
		}
	}

	private static byte[] write(MqttMessage message) {
		return Codec.write(ProtocolVersion.MQTT_5, new Publish(0, false, message, 0));
	}

	private static MqttMessage message(String topic, int length) {
		return MqttMessage.of(topic, payload(length));
	}

	private static byte[] payload(int length) {
		byte[] payload = new byte[length];
		for (int i = 0; i < length; i++) {
			payload[i] = (byte) (i * 31);
		}
		return payload;
	}

}
