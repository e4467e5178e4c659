package io.topicwire.mqtt.boot.console;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.UserProperty;
import io.topicwire.mqtt.Will;
import io.topicwire.mqtt.packet.Auth;
import io.topicwire.mqtt.packet.Connack;
import io.topicwire.mqtt.packet.Connect;
import io.topicwire.mqtt.packet.Disconnect;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.Pingreq;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Property;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.Suback;
import io.topicwire.mqtt.packet.Subscribe;
import io.topicwire.mqtt.packet.Unsubscribe;
import io.topicwire.mqtt.trace.PacketDirection;
import io.topicwire.mqtt.trace.Redaction;
import io.topicwire.mqtt.trace.TracedPacket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PacketFields}.
 */
class PacketFieldsTests {

	private final Traffic traffic = new Traffic(ProtocolVersion.MQTT_5);

	private static List<Map<String, @Nullable Object>> fields(TracedPacket packet, boolean redacted) {
		return PacketFields.of(packet.encoded(redacted ? Redaction.PAYLOADS_AND_SECRETS : Redaction.SECRETS),
				packet.connection().protocolVersion(), redacted);
	}

	private static List<String> lines(TracedPacket packet, boolean redacted) {
		return fields(packet, redacted).stream()
			.map((field) -> field.get("name") + " [" + field.get("offset") + "+" + field.get("length") + "] = "
					+ field.get("value"))
			.toList();
	}

	@Test
	void publishHasItsFields() {
		TracedPacket packet = this.traffic.sent(new Publish(7, true,
				MqttMessage.of("a/b", "x")
					.qos(QoS.AT_LEAST_ONCE)
					.retain(true)
					.contentType("text")
					.userProperty("n", "v"),
				0));
		assertThat(lines(packet, false)).containsExactly("Packet type [0+1] = PUBLISH, QoS 1, DUP, RETAIN",
				"Remaining Length [1+1] = 23", "Topic Name [2+5] = a/b", "Packet Identifier [7+2] = 7",
				"Property Length [9+1] = 14", "Content Type: Identifier [10+1] = 0x03", "Content Type [11+6] = text",
				"User Property: Identifier [17+1] = 0x26", "User Property: Name [18+3] = n",
				"User Property: Value [21+3] = v", "Payload [24+1] = null");
		assertThat(lines(packet, true)).contains("User Property: Value [21+3] = null");
	}

	@Test
	void connectHidesUserNameAndPassword() {
		Will will = new Will(MqttMessage.of("gone", "bye"), Duration.ofSeconds(5));
		TracedPacket packet = this.traffic.sent(new Connect(ProtocolVersion.MQTT_5, "meter-7", true, 60, will, "plant",
				"sesame".getBytes(StandardCharsets.UTF_8),
				Properties.builder().add(Property.RECEIVE_MAXIMUM, 20).build()));
		assertThat(lines(packet, false))
			.contains("Protocol Name [2+6] = MQTT", "Protocol Version [8+1] = 0x05", "Keep Alive [10+2] = 60",
					"Receive Maximum [14+2] = 20", "Client Identifier [16+9] = meter-7")
			.anyMatch((line) -> line.startsWith("Will Topic") && line.endsWith("= gone"))
			.anyMatch((line) -> line.startsWith("Will Will Delay Interval") && line.endsWith("= 5"))
			.anyMatch((line) -> line.startsWith("User Name") && line.endsWith("= null"))
			.anyMatch((line) -> line.startsWith("Password") && line.endsWith("= null"));
	}

	static Stream<Packet> packets() {
		return Stream.of(Pingreq.INSTANCE, new Puback(3),
				new Connack(true, ReasonCode.SUCCESS,
						Properties.builder().add(Property.MAXIMUM_PACKET_SIZE, 1000L).build()),
				new Subscribe(1, List.of(new Subscribe.Request("a/#", SubscribeOptions.of(QoS.EXACTLY_ONCE))),
						Properties.builder().add(Property.SUBSCRIPTION_IDENTIFIER, 300_000).build()),
				new Suback(1, List.of(ReasonCode.GRANTED_QOS_2, ReasonCode.NOT_AUTHORIZED), Properties.NONE),
				new Unsubscribe(2, List.of("a", "b"), Properties.NONE),
				new Disconnect(ReasonCode.SERVER_BUSY,
						Properties.builder().add(Property.REASON_STRING, "busy").build()),
				new Auth(ReasonCode.CONTINUE_AUTHENTICATION,
						Properties.builder()
							.add(Property.AUTHENTICATION_METHOD, "SCRAM")
							.add(Property.AUTHENTICATION_DATA, new byte[] { 1, 2 })
							.add(Property.USER_PROPERTY, new UserProperty("a", "b"))
							.build()),
				new Publish(0, false, MqttMessage.of("a", "x".repeat(20_000)), 4));
	}

	@ParameterizedTest
	@MethodSource("packets")
	void fieldsHaveAllBytesWithoutGapOrOverlap(Packet packet) {
		PacketDirection direction = (packet instanceof Connack || packet instanceof Suback
				|| packet instanceof Disconnect) ? PacketDirection.RECEIVED : PacketDirection.SENT;
		TracedPacket traced = (direction == PacketDirection.SENT) ? this.traffic.sent(packet)
				: this.traffic.received(packet);
		assertThat(traced.problem()).isNull();
		for (boolean redacted : new boolean[] { true, false }) {
			assertComplete(fields(traced, redacted), traced.size());
			assertThat(lines(traced, redacted)).noneMatch((line) -> line.startsWith("Other bytes"));
		}
	}

	@Test
	void propertiesBeyondWhatIsShownAreOneField() {
		MqttMessage message = MqttMessage.of("a", "payload");
		for (int i = 0; i < 50_000; i++) {
			message = message.userProperty("", "");
		}
		TracedPacket packet = this.traffic.sent(new Publish(0, false, message, 0));
		assertComplete(fields(packet, false), packet.size());
		assertThat(lines(packet, false)).hasSizeLessThan(5_000)
			.endsWith("Further properties [4100+245910] = null", "Payload [250010+7] = null");
	}

	@Test
	void bytesThatMakeNoSenseHaveFieldsTooHoweverTheyAreCut() {
		Random random = new Random(7);
		for (int i = 0; i < 20_000; i++) {
			byte[] bytes = new byte[1 + random.nextInt(60)];
			random.nextBytes(bytes);
			ProtocolVersion version = random.nextBoolean() ? ProtocolVersion.MQTT_5 : ProtocolVersion.MQTT_3_1_1;
			assertComplete(PacketFields.of(bytes, version, random.nextBoolean()), bytes.length);
		}
	}

	private static void assertComplete(List<Map<String, @Nullable Object>> fields, int size) {
		int position = 0;
		for (Map<String, @Nullable Object> field : fields) {
			assertThat(field).containsEntry("offset", position);
			position += (Integer) field.get("length");
		}
		assertThat(position).isEqualTo(size);
	}

}
