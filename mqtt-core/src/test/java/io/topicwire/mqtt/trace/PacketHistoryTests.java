package io.topicwire.mqtt.trace;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.packet.Publish;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link PacketHistory}.
 */
class PacketHistoryTests {

	private final PacketTracer tracer = new PacketTracer(ProtocolVersion.MQTT_5);

	private TracedPacket publish(String topic, int size) {
		TracedPacket packet = this.tracer
			.sent(new Publish(0, false, MqttMessage.of(topic, new byte[size - 5 - topic.length()]), 0));
		assertThat(packet.size()).isEqualTo(size);
		return packet;
	}

	@Test
	void oldestPacketsMakeRoomForNewOnes() {
		PacketHistory history = new PacketHistory(2, 1_000);
		TracedPacket first = publish("first", 20);
		TracedPacket second = publish("second", 20);
		TracedPacket third = publish("third", 20);
		history.traced(first);
		history.traced(second);
		assertThat(history.packets()).containsExactly(first, second);
		assertThat(history.evicted()).isZero();
		history.traced(third);
		assertThat(history.packets()).containsExactly(second, third);
		assertThat(history.evicted()).isEqualTo(1);
	}

	@Test
	void bytesOfAllPacketsAreBounded() {
		PacketHistory history = new PacketHistory(100, 100);
		for (int i = 0; i < 5; i++) {
			history.traced(publish("small", 20));
		}
		assertThat(history.packets()).hasSize(5);
		history.traced(publish("large", 61));
		assertThat(history.packets()).extracting(TracedPacket::size).containsExactly(20, 61);
		assertThat(history.evicted()).isEqualTo(4);
	}

	@Test
	void packetThatIsLargerThanTheHistoryIsEvictedWithAllOthers() {
		PacketHistory history = new PacketHistory(100, 100);
		history.traced(publish("small", 20));
		history.traced(publish("huge", 101));
		assertThat(history.packets()).isEmpty();
		assertThat(history.evicted()).isEqualTo(2);
		history.traced(publish("small", 100));
		assertThat(history.packets()).hasSize(1);
	}

	@Test
	void listDoesNotChangeAfterwards() {
		PacketHistory history = new PacketHistory();
		history.traced(publish("first", 20));
		var packets = history.packets();
		history.traced(publish("second", 20));
		history.clear();
		assertThat(packets).hasSize(1);
		assertThat(history.packets()).isEmpty();
	}

	@Test
	void droppedPacketsAreCounted() {
		PacketHistory history = new PacketHistory();
		history.dropped(this.tracer.decoder.connection(), 3);
		history.dropped(this.tracer.decoder.connection(), 4);
		assertThat(history.dropped()).isEqualTo(7);
		assertThat(history.evicted()).isZero();
	}

	@Test
	void limitsMustBePositive() {
		assertThatIllegalArgumentException().isThrownBy(() -> new PacketHistory(0, 1))
			.withMessage("Maximum packets must be at least 1 but was 0");
		assertThatIllegalArgumentException().isThrownBy(() -> new PacketHistory(1, 0))
			.withMessage("Maximum bytes must be at least 1 but was 0");
	}

}
