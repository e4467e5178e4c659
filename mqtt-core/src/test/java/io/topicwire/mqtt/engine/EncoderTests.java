package io.topicwire.mqtt.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ServerLimits;
import io.topicwire.mqtt.conformance.Mqtt5;
import io.topicwire.mqtt.packet.PacketTooLargeException;
import io.topicwire.mqtt.packet.Pingreq;
import io.topicwire.mqtt.packet.Publish;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Encoder}.
 */
class EncoderTests {

	private final Encoder encoder = new Encoder(ProtocolVersion.MQTT_5, 10, new PacketTally(PacketTally.newTotals()));

	@Test
	void topicIsFollowedByItsAliasAndThenReplacedByIt() {
		limits(1000, 5);
		assertThat(encode("topic")).isEqualTo("30 0C 00 05 74 6F 70 69 63 03 23 00 01 78");
		assertThat(encode("topic")).isEqualTo("30 07 00 00 03 23 00 01 78");
		this.encoder.encode(Pingreq.INSTANCE);
		assertThat(take()).isEqualTo("C0 00");
		assertThat(encode("other")).isEqualTo("30 0C 00 05 6F 74 68 65 72 03 23 00 02 78");
	}

	@Test
	@Mqtt5("MQTT-3.2.2-18")
	void noAliasIsUsedBeforeTheBrokerAllowsIt() {
		assertThat(encode("topic")).isEqualTo("30 09 00 05 74 6F 70 69 63 00 78");
		limits(1000, 0);
		assertThat(encode("topic")).isEqualTo("30 09 00 05 74 6F 70 69 63 00 78");
	}

	@Test
	void ownMaximumIsNotExceeded() {
		Encoder none = new Encoder(ProtocolVersion.MQTT_5, 0, new PacketTally(PacketTally.newTotals()));
		none.limits(new ServerLimits(10, QoS.EXACTLY_ONCE, true, 1000, 10, true, true, true));
		none.encode(publish("topic"));
		none.encode(publish("topic"));
		assertThat(HexFormat.of().formatHex(none.array(), 0, none.size())).doesNotContain("23");
	}

	@Test
	@Mqtt5("MQTT-3.2.2-15")
	void aliasIsLeftOutIfItWouldMakeThePacketTooLarge() {
		limits(11, 5);
		assertThat(encode("topic")).isEqualTo("30 09 00 05 74 6F 70 69 63 00 78");
		assertThat(encode("topic")).isEqualTo("30 09 00 05 74 6F 70 69 63 00 78");
	}

	@Test
	void packetThatIsRefusedLeavesNoAliasBehind() {
		limits(20, 5);
		assertThatExceptionOfType(PacketTooLargeException.class)
			.isThrownBy(() -> this.encoder.encode(publish("topic", new byte[30])));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.encoder.encode(new Publish(0, true, MqttMessage.empty("other"), 0)));
		assertThat(this.encoder.size()).isZero();
		assertThat(encode("other")).isEqualTo("30 0C 00 05 6F 74 68 65 72 03 23 00 01 78");
		assertThat(encode("topic")).isEqualTo("30 0C 00 05 74 6F 70 69 63 03 23 00 02 78");
	}

	@Test
	void packetWithAKnownAliasMayBeTooLargeWithoutHarm() {
		limits(20, 5);
		encode("topic");
		assertThatExceptionOfType(PacketTooLargeException.class)
			.isThrownBy(() -> this.encoder.encode(publish("topic", new byte[30])));
		assertThat(encode("topic")).isEqualTo("30 07 00 00 03 23 00 01 78");
	}

	@Test
	void noPacketIsLongerForAnAliasThatIsKnown() {
		limits(1000, 5);
		List<Integer> sizes = new ArrayList<>();
		Encoder plain = new Encoder(ProtocolVersion.MQTT_5, 0, new PacketTally(PacketTally.newTotals()));
		for (int length = 0; length < 140; length++) {
			MqttMessage message = MqttMessage.empty("topic").contentType("c".repeat(length));
			this.encoder.encode(new Publish(0, false, message, 0));
			plain.encode(new Publish(0, false, message, 0));
			if (length > 0) {
				sizes.add(this.encoder.size() - plain.size());
			}
			this.encoder.clear();
			plain.clear();
		}
		assertThat(sizes).allMatch((difference) -> difference < 0);
	}

	private void limits(long maximumPacketSize, int topicAliasMaximum) {
		this.encoder.limits(
				new ServerLimits(10, QoS.EXACTLY_ONCE, true, maximumPacketSize, topicAliasMaximum, true, true, true));
	}

	private static Publish publish(String topic) {
		return publish(topic, new byte[] { 'x' });
	}

	private static Publish publish(String topic, byte[] payload) {
		return new Publish(0, false, MqttMessage.of(topic, payload), 0);
	}

	private String encode(String topic) {
		this.encoder.encode(publish(topic));
		return take();
	}

	private String take() {
		byte[] bytes = Arrays.copyOf(this.encoder.array(), this.encoder.size());
		this.encoder.clear();
		return HexFormat.ofDelimiter(" ").withUpperCase().formatHex(bytes);
	}

}
