package io.topicwire.mqtt.trace;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.topicwire.mqtt.MessageProperties;
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
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Property;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.Subscribe;
import io.topicwire.mqtt.packet.Unsubscribe;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what is left out of packets.
 */
class RedactionTests {

	private static final String SECRET = "s3cr3t-";

	private static final String CONTENT = "c0nt3nt-";

	@ParameterizedTest
	@MethodSource
	void secretsAreNowhereAndContentOnlyWhereItIsAskedFor(Packet packet) {
		PacketTracer tracer = new PacketTracer(ProtocolVersion.MQTT_5);
		TracedPacket traced = tracer.sent(packet);
		String everything = latin1(traced.encoded(Redaction.SECRETS)) + traced.line(Redaction.SECRETS)
				+ traced.packet();
		assertThat(everything).doesNotContain(SECRET);
		assertThat(latin1(traced.encoded(Redaction.SECRETS)).contains(CONTENT))
			.isEqualTo(latin1(PacketTracer.encode(packet)).contains(CONTENT));
		assertThat(latin1(traced.encoded(Redaction.PAYLOADS_AND_SECRETS)) + traced).doesNotContain(CONTENT);
	}

	@ParameterizedTest
	@MethodSource("secretsAreNowhereAndContentOnlyWhereItIsAskedFor")
	void redactedPacketIsAsLongAsBeforeAndValid(Packet packet) {
		TracedPacket traced = new PacketTracer(ProtocolVersion.MQTT_5).sent(packet);
		byte[] original = PacketTracer.encode(packet);
		for (Redaction redaction : Redaction.values()) {
			byte[] redacted = traced.encoded(redaction);
			List<TracedPacket> again = new PacketTracer(ProtocolVersion.MQTT_5).bytes(PacketDirection.SENT, redacted);
			assertThat(again).singleElement()
				.satisfies((copy) -> assertThat(copy.toString()).isEqualTo(traced.toString()));
			// Everything but the confidential values is untouched
			assertThat(latin1(redacted)).isEqualTo(redact(latin1(original), redaction));
		}
	}

	private static String redact(String bytes, Redaction redaction) {
		String result = bytes.replaceAll(SECRET + "\\d", "x".repeat(SECRET.length() + 1));
		return (redaction == Redaction.SECRETS) ? result
				: result.replaceAll(CONTENT + "\\d", "x".repeat(CONTENT.length() + 1));
	}

	static List<Arguments> secretsAreNowhereAndContentOnlyWhereItIsAskedFor() {
		Properties properties = Properties.builder()
			.add(Property.AUTHENTICATION_METHOD, "method")
			.add(Property.RECEIVE_MAXIMUM, 7)
			.add(Property.AUTHENTICATION_DATA, bytes(SECRET + 1))
			.add(Property.USER_PROPERTY, new UserProperty("name", CONTENT + 1))
			.add(Property.MAXIMUM_PACKET_SIZE, 1234L)
			.build();
		Properties user = Properties.builder()
			.add(Property.USER_PROPERTY, new UserProperty("name", CONTENT + 1))
			.add(Property.USER_PROPERTY, new UserProperty("other", CONTENT + 2))
			.build();
		MqttMessage message = new MqttMessage("topic", bytes(CONTENT + 3), QoS.AT_LEAST_ONCE, false, false,
				new MessageProperties(true, 60L, "type", "response", bytes(CONTENT + 4),
						List.of(new UserProperty("name", CONTENT + 5)), List.of()));
		return List.of(
				Arguments.of(new Connect(ProtocolVersion.MQTT_5, "meter-7", true, 60,
						new Will(message, Duration.ofSeconds(1)), SECRET + 2, bytes(SECRET + 3), properties)),
				Arguments.of(new Connect(ProtocolVersion.MQTT_5, "meter-7", true, 60, null, null, bytes(SECRET + 3),
						Properties.NONE)),
				Arguments.of(new Connect(ProtocolVersion.MQTT_3_1_1, "meter-7", true, 60,
						Will.of(MqttMessage.of("topic", CONTENT + 3)), SECRET + 2, bytes(SECRET + 3), Properties.NONE)),
				Arguments.of(new Connack(false, ReasonCode.SUCCESS, properties)),
				Arguments.of(new Auth(ReasonCode.CONTINUE_AUTHENTICATION,
						Properties.builder()
							.add(Property.AUTHENTICATION_METHOD, "method")
							.add(Property.AUTHENTICATION_DATA, bytes(SECRET + 1))
							.build())),
				Arguments.of(new Publish(17, false, message, 5)),
				Arguments.of(new Publish(0, false, MqttMessage.of("topic", CONTENT + 3), 0)),
				Arguments.of(new Puback(17, ReasonCode.NOT_AUTHORIZED, user)), Arguments.of(new Puback(17)),
				Arguments.of(new Subscribe(1,
						List.of(new Subscribe.Request("filter", SubscribeOptions.of(QoS.AT_LEAST_ONCE))),
						Properties.builder()
							.add(Property.SUBSCRIPTION_IDENTIFIER, 268_435_455)
							.add(Property.USER_PROPERTY, new UserProperty("name", CONTENT + 1))
							.build())),
				Arguments.of(new Unsubscribe(1, List.of("filter"), user)),
				Arguments.of(new Disconnect(ReasonCode.SUCCESS, user)),
				Arguments.of(new Disconnect(ReasonCode.SUCCESS, Properties.NONE)));
	}

	@ParameterizedTest
	@EnumSource(Redaction.class)
	void ofAMalformedPacketThatMayHaveSecretsOnlyTheHeaderIsLeft(Redaction redaction) {
		byte[] connect = PacketTracer.encode(new Connect(ProtocolVersion.MQTT_5, "meter-7", true, 60, null, SECRET + 2,
				bytes(SECRET + 3), Properties.NONE));
		// The reserved flag
		connect[9] |= 1;
		TracedPacket traced = new PacketTracer(ProtocolVersion.MQTT_5).bytes(PacketDirection.SENT, connect).get(0);
		assertThat(traced.packet()).isNull();
		assertThat(traced.encoded(redaction)).hasSize(connect.length).startsWith(connect[0], connect[1]);
		assertThat(latin1(traced.encoded(redaction)).substring(2)).isEqualTo("x".repeat(connect.length - 2));
	}

	@ParameterizedTest
	@EnumSource(Redaction.class)
	void ofAMalformedPublishOnlyTheHeaderIsLeftUnlessPayloadsAreAskedFor(Redaction redaction) {
		byte[] publish = PacketTracer.encode(new Publish(0, false, MqttMessage.of("topic", CONTENT + 3), 0));
		publish[0] |= 0b0110;
		TracedPacket traced = new PacketTracer(ProtocolVersion.MQTT_5).bytes(PacketDirection.SENT, publish).get(0);
		assertThat(traced.problem()).contains("PUBLISH");
		assertThat(latin1(traced.encoded(redaction)).contains(CONTENT)).isEqualTo(redaction == Redaction.SECRETS);
		assertThat(traced.encoded(redaction)).startsWith(publish[0], publish[1]);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	private static String latin1(byte[] bytes) {
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}

}
