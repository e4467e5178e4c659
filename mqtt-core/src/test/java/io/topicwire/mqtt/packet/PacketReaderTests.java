package io.topicwire.mqtt.packet;

import java.util.Arrays;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.conformance.Mqtt5;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link PacketReader}.
 */
class PacketReaderTests {

	private final PacketReader reader = new PacketReader(ProtocolVersion.MQTT_5, Codec.LIMIT);

	@Test
	@Mqtt5("MQTT-3.1.2-24")
	void packetLargerThanAcceptedIsRefusedBeforeAnythingIsAllocated() {
		PacketReader limited = new PacketReader(ProtocolVersion.MQTT_5, 1_000_000);
		limited.prepare();
		byte[] array = limited.array();
		Codec.feed(limited, AnnotatedBytes.parse("30 FF FF FF 7F"), 0, 5);
		assertThatExceptionOfType(MalformedPacketException.class).isThrownBy(limited::next)
			.satisfies((ex) -> assertThat(ex.reasonCode()).isEqualTo(ReasonCode.PACKET_TOO_LARGE))
			.satisfies((ex) -> assertThat(ex.packetType()).isEqualTo(PacketType.PUBLISH))
			.satisfies((ex) -> assertThat(ex.field()).isEqualTo("remaining length"));
		assertThat(limited.array()).isSameAs(array);
	}

	@Test
	void packetExactlyAsLargeAsAcceptedIsRead() {
		byte[] bytes = publish(200);
		PacketReader limited = new PacketReader(ProtocolVersion.MQTT_5, bytes.length);
		Codec.feed(limited, bytes, 0, bytes.length);
		assertThat(limited.next()).isInstanceOf(Publish.class);
		PacketReader tooLimited = new PacketReader(ProtocolVersion.MQTT_5, bytes.length - 1);
		Codec.feed(tooLimited, bytes, 0, bytes.length);
		assertThatExceptionOfType(MalformedPacketException.class).isThrownBy(tooLimited::next);
	}

	@Test
	void announcingALargePacketDoesNotMakeTheBufferGrow() {
		byte[] bytes = publish(10_000_000);
		Codec.feed(this.reader, bytes, 0, 200);
		assertThat(this.reader.next()).isNull();
		this.reader.prepare();
		assertThat(this.reader.array()).hasSize(ReceiveBuffer.INITIAL_CAPACITY);
		Codec.feed(this.reader, bytes, 200, 100_000);
		assertThat(this.reader.array()).hasSizeLessThanOrEqualTo(400_000);
		Codec.feed(this.reader, bytes, 100_000, 1_000_000);
		assertThat(this.reader.array()).hasSizeLessThanOrEqualTo(2_000_000);
	}

	@Test
	void bufferStaysSmallWhilePacketsFit() {
		byte[] bytes = publish(100);
		for (int i = 0; i < 100; i++) {
			Codec.feed(this.reader, bytes, 0, bytes.length);
			assertThat(this.reader.next()).isNotNull();
		}
		assertThat(this.reader.array()).hasSize(ReceiveBuffer.INITIAL_CAPACITY);
	}

	@Test
	void bufferGrowsWithWhatCanBeReadAtOnceAndShrinksWhenThatIsLittleForAWhile() {
		for (int i = 0; i < 10; i++) {
			receivePings(Integer.MAX_VALUE);
		}
		assertThat(this.reader.array()).hasSize(ReceiveBuffer.FULL_CAPACITY);
		for (int i = 0; i < 100; i++) {
			receivePings(1);
			this.reader.rested();
		}
		assertThat(this.reader.array()).hasSize(ReceiveBuffer.INITIAL_CAPACITY);
	}

	@Test
	void bufferKeepsItsSizeWhenMuchIsReadAfterARest() {
		for (int i = 0; i < 10; i++) {
			receivePings(Integer.MAX_VALUE);
		}
		byte[] array = this.reader.array();
		for (int i = 0; i < 100; i++) {
			receivePings(((i % 2) == 0) ? 100_000 : 1);
			if ((i % 2) == 0) {
				this.reader.rested();
			}
		}
		assertThat(this.reader.array()).isSameAs(array);
	}

	@Test
	void bufferKeepsItsSizeWhileMuchArrivesInSmallPieces() {
		for (int i = 0; i < 10; i++) {
			receivePings(Integer.MAX_VALUE);
		}
		byte[] array = this.reader.array();
		for (int i = 0; i < 100; i++) {
			receivePings((i % 40) * 100);
		}
		assertThat(this.reader.array()).isSameAs(array);
	}

	private void receivePings(int atMost) {
		this.reader.prepare();
		int count = Math.min(atMost, this.reader.remaining() / 2);
		for (int i = 0; i < count; i++) {
			this.reader.array()[this.reader.position() + 2 * i] = (byte) 0xD0;
			this.reader.array()[this.reader.position() + 2 * i + 1] = 0;
		}
		this.reader.received(2 * count);
		for (int i = 0; i < count; i++) {
			assertThat(this.reader.next()).isSameAs(Pingresp.INSTANCE);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 100, 16_000, 16_384, 20_000, 300_000, 3_000_000 })
	void bufferNeverGrowsBeyondTheLargestPacket(int payloadSize) {
		byte[] bytes = publish(payloadSize);
		for (int round = 0; round < 5; round++) {
			Codec.feed(this.reader, bytes, 0, bytes.length);
			Publish publish = (Publish) this.reader.next();
			assertThat(publish.message().payload()).isEqualTo(payload(payloadSize));
			assertThat(this.reader.next()).isNull();
			assertThat(this.reader.array())
				.hasSizeLessThanOrEqualTo(Math.max(bytes.length, ReceiveBuffer.FULL_CAPACITY));
		}
	}

	@Test
	void bufferShrinksAfterALargePacket() {
		byte[] bytes = publish(3_000_000);
		Codec.feed(this.reader, bytes, 0, bytes.length);
		assertThat(this.reader.next()).isNotNull();
		this.reader.prepare();
		assertThat(this.reader.array()).hasSize(ReceiveBuffer.FULL_CAPACITY);
	}

	@Test
	void bufferThatShrinksKeepsWhatWasNotRead() {
		byte[] large = publish(3_000_000);
		byte[] both = Arrays.copyOf(large, large.length + 2);
		both[large.length] = (byte) 0xD0;
		Codec.feed(this.reader, both, 0, both.length - 2);
		assertThat(this.reader.next()).isInstanceOf(Publish.class);
		Codec.feed(this.reader, both, both.length - 2, both.length - 1);
		assertThat(this.reader.next()).isNull();
		Codec.feed(this.reader, both, both.length - 1, both.length);
		assertThat(this.reader.next()).isSameAs(Pingresp.INSTANCE);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 7, 1000, 16_383, 16_384 })
	void streamOfPacketsIsReadInPiecesOfAnySize(int pieceSize) {
		PacketWriter writer = new PacketWriter(ProtocolVersion.MQTT_5);
		for (int i = 0; i < 300; i++) {
			writer.write(new Publish(0, false, MqttMessage.of("topic/" + i, payload(i * 3)), 0));
		}
		int count = 0;
		int position = 0;
		while (position < writer.size()) {
			this.reader.prepare();
			int length = Math.min(Math.min(pieceSize, this.reader.remaining()), writer.size() - position);
			System.arraycopy(writer.array(), position, this.reader.array(), this.reader.position(), length);
			this.reader.received(length);
			position += length;
			for (Packet packet = this.reader.next(); packet != null; packet = this.reader.next()) {
				MqttMessage message = ((Publish) packet).message();
				assertThat(message.topic()).isEqualTo("topic/" + count);
				assertThat(message.payload()).isEqualTo(payload(count * 3));
				count++;
			}
		}
		assertThat(count).isEqualTo(300);
		assertThat(this.reader.array()).hasSizeLessThanOrEqualTo(ReceiveBuffer.FULL_CAPACITY);
	}

	@Test
	void readPacketDoesNotChangeWhenTheBufferIsUsedAgain() {
		byte[] first = publish(10);
		Codec.feed(this.reader, first, 0, first.length);
		Publish publish = (Publish) this.reader.next();
		byte[] garbage = new byte[first.length];
		this.reader.prepare();
		System.arraycopy(garbage, 0, this.reader.array(), 0, garbage.length);
		assertThat(publish.message().payload()).isEqualTo(payload(10));
		assertThat(publish.message().topic()).isEqualTo("a/b");
	}

	@Test
	void connectDecidesInWhichVersionTheRestIsRead() {
		byte[] bytes = AnnotatedBytes.parse("10 0C 00 04 'MQTT' 04 02 00 00 00 00 82 06 00 01 00 01 'a' 01");
		Codec.feed(this.reader, bytes, 0, bytes.length);
		assertThat(this.reader.next()).isInstanceOfSatisfying(Connect.class,
				(connect) -> assertThat(connect.protocolVersion()).isEqualTo(ProtocolVersion.MQTT_3_1_1));
		assertThat(this.reader.next()).isInstanceOfSatisfying(Subscribe.class,
				(subscribe) -> assertThat(subscribe.requests().get(0).options().qos()).isEqualTo(QoS.AT_LEAST_ONCE));
	}

	@Test
	void sameExceptionComesAgain() {
		Codec.feed(this.reader, AnnotatedBytes.of(0, 0), 0, 2);
		assertThatExceptionOfType(MalformedPacketException.class).isThrownBy(this.reader::next);
		assertThatExceptionOfType(MalformedPacketException.class).isThrownBy(this.reader::next);
	}

	@Test
	void bufferFullOfPacketsIsRefusedToGrow() {
		this.reader.prepare();
		this.reader.received(this.reader.remaining());
		assertThatIllegalStateException().isThrownBy(this.reader::prepare);
	}

	@Test
	void receivedBytesHaveToFit() {
		this.reader.prepare();
		assertThatIllegalArgumentException().isThrownBy(() -> this.reader.received(this.reader.remaining() + 1));
		assertThatIllegalArgumentException().isThrownBy(() -> this.reader.received(-1));
	}

	@Test
	void maximumPacketSizeHasRoomForAHeader() {
		assertThatIllegalArgumentException().isThrownBy(() -> new PacketReader(ProtocolVersion.MQTT_5, 1));
	}

	private static byte[] publish(int payloadSize) {
		return Codec.write(ProtocolVersion.MQTT_5,
				new Publish(0, false, MqttMessage.of("a/b", payload(payloadSize)), 0));
	}

	private static byte[] payload(int size) {
		byte[] payload = new byte[size];
		for (int i = 0; i < size; i++) {
			payload[i] = (byte) (i * 31);
		}
		return payload;
	}

}
