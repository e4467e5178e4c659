package io.topicwire.mqtt.trace;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

import io.topicwire.mqtt.MessageProperties;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.RetainHandling;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.UserProperty;
import io.topicwire.mqtt.Will;
import io.topicwire.mqtt.packet.Auth;
import io.topicwire.mqtt.packet.Connack;
import io.topicwire.mqtt.packet.Connect;
import io.topicwire.mqtt.packet.Disconnect;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.Pingreq;
import io.topicwire.mqtt.packet.Pingresp;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Property;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Pubcomp;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.Pubrec;
import io.topicwire.mqtt.packet.Pubrel;
import io.topicwire.mqtt.packet.Suback;
import io.topicwire.mqtt.packet.Subscribe;
import io.topicwire.mqtt.packet.Unsuback;
import io.topicwire.mqtt.packet.Unsubscribe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the lines that describe packets.
 */
class PacketLineTests {

	private static final Connect CONNECT = new Connect(ProtocolVersion.MQTT_5, "meter-7", true, 60, null, null, null,
			Properties.NONE);

	@ParameterizedTest
	@MethodSource
	void eachRequestIsDescribedWithItsSize(Packet packet, String line) {
		assertThat(new PacketTracer(ProtocolVersion.MQTT_5).sent(packet)).hasToString(line);
	}

	static List<Arguments> eachRequestIsDescribedWithItsSize() {
		byte[] password = "open sesame".getBytes(StandardCharsets.UTF_8);
		Will will = new Will(
				new MqttMessage("plants/7/state", new byte[12], QoS.AT_LEAST_ONCE, true, false, MessageProperties.NONE),
				Duration.ofSeconds(5));
		MqttMessage state = MqttMessage.of("plants/1/state", "x".repeat(64));
		return List.of(Arguments.of(CONNECT, "> meter-7 CONNECT 5.0 clean-start keep-alive=60 22 B"),
				Arguments.of(
						new Connect(ProtocolVersion.MQTT_5, "meter-7", false, 0, will, "plant", password,
								Properties.builder()
									.add(Property.SESSION_EXPIRY_INTERVAL, 3600L)
									.add(Property.RECEIVE_MAXIMUM, 100)
									.build()),
						"> meter-7 CONNECT 5.0 keep-alive=0 user=*** password=*** will q1 retain plants/7/state "
								+ "will-delay-interval=5 will-payload=12 B session-expiry-interval=3600 "
								+ "receive-maximum=100 86 B"),
				Arguments.of(new Connect(ProtocolVersion.MQTT_3_1_1, "meter-7", true, 60, null, "plant", null,
						Properties.NONE), "> meter-7 CONNECT 3.1.1 clean-start keep-alive=60 user=*** 28 B"),
				Arguments.of(new Publish(0, false, state, 0), "> meter-7 PUBLISH q0 plants/1/state 83 B"),
				Arguments.of(new Publish(17, false, state.qos(QoS.AT_LEAST_ONCE), 0),
						"> meter-7 PUBLISH id=17 q1 plants/1/state 85 B"),
				Arguments.of(
						new Publish(17, true, state.qos(QoS.EXACTLY_ONCE).retain(true), 3),
						"> meter-7 PUBLISH id=17 q2 dup retain plants/1/state alias=3 88 B"),
				Arguments.of(
						new Publish(0, false,
								new MqttMessage("a", new byte[0], QoS.AT_MOST_ONCE, false, false,
										new MessageProperties(true, 30L, "text/plain", "replies/7", new byte[16],
												List.of(new UserProperty("trace", "4711")), List.of())),
								0),
						"> meter-7 PUBLISH q0 a text message-expiry-interval=30 content-type=text/plain "
								+ "response-topic=replies/7 correlation-data=16 B user-properties=1 71 B"),
				Arguments.of(
						new Subscribe(1,
								List.of(new Subscribe.Request("plants/+/state", SubscribeOptions.of(QoS.AT_LEAST_ONCE)),
										new Subscribe.Request("b/#",
												new SubscribeOptions(QoS.EXACTLY_ONCE, true, true,
														RetainHandling.DO_NOT_SEND))),
								Properties.builder().add(Property.SUBSCRIPTION_IDENTIFIER, 7).build()),
						"> meter-7 SUBSCRIBE id=1 plants/+/state q1, b/# q2 no-local retain-as-published "
								+ "retain-handling=2 subscription-identifier=7 30 B"),
				Arguments.of(new Unsubscribe(2, List.of("plants/+/state", "a b"), Properties.NONE),
						"> meter-7 UNSUBSCRIBE id=2 plants/+/state, \"a b\" 26 B"),
				Arguments.of(Pingreq.INSTANCE, "> meter-7 PINGREQ"),
				Arguments.of(new Disconnect(ReasonCode.SUCCESS, Properties.NONE), "> meter-7 DISCONNECT 0x00"),
				Arguments.of(
						new Disconnect(ReasonCode.DISCONNECT_WITH_WILL_MESSAGE,
								Properties.builder().add(Property.SESSION_EXPIRY_INTERVAL, 0L).build()),
						"> meter-7 DISCONNECT 0x04 session-expiry-interval=0"),
				Arguments.of(
						new Auth(ReasonCode.RE_AUTHENTICATE,
								Properties.builder()
									.add(Property.AUTHENTICATION_METHOD, "SCRAM-SHA-256")
									.add(Property.AUTHENTICATION_DATA, password)
									.build()),
						"> meter-7 AUTH 0x19 authentication-method=SCRAM-SHA-256 authentication-data=***"));
	}

	@ParameterizedTest
	@MethodSource
	void eachAnswerIsDescribedWithItsRoundTrip(Packet request, Packet answer, String line) {
		PacketTracer tracer = new PacketTracer(ProtocolVersion.MQTT_5);
		assertThat(tracer.sent(request).roundTrip()).isNull();
		TracedPacket traced = tracer.advance(3_100).received(answer);
		assertThat(traced).hasToString(line);
		assertThat(traced.roundTrip()).isEqualTo(Duration.ofNanos(3_100_000));
	}

	static List<Arguments> eachAnswerIsDescribedWithItsRoundTrip() {
		MqttMessage message = MqttMessage.of("a", "x");
		Publish publish = new Publish(17, false, message.qos(QoS.AT_LEAST_ONCE), 0);
		Properties reason = Properties.builder().add(Property.REASON_STRING, "not your topic").build();
		Properties method = Properties.builder().add(Property.AUTHENTICATION_METHOD, "GS2-KRB5").build();
		return List.of(Arguments.of(CONNECT, new Connack(true, ReasonCode.SUCCESS,
				Properties.builder().add(Property.SERVER_KEEP_ALIVE, 30).add(Property.RETAIN_AVAILABLE, 0).build()),
				"< meter-7 CONNACK 0x00 session-present retain-available=0 server-keep-alive=30 3.1 ms"),
				Arguments.of(publish, new Puback(17), "< meter-7 PUBACK id=17 0x00 3.1 ms"),
				Arguments.of(publish, new Puback(17, ReasonCode.NOT_AUTHORIZED, reason),
						"< meter-7 PUBACK id=17 0x87 \"not your topic\" 3.1 ms"),
				Arguments.of(new Publish(18, false, message.qos(QoS.EXACTLY_ONCE), 0), new Pubrec(18),
						"< meter-7 PUBREC id=18 0x00 3.1 ms"),
				Arguments.of(new Pubrec(19), new Pubrel(19), "< meter-7 PUBREL id=19 0x00 3.1 ms"),
				Arguments.of(new Pubrel(18), new Pubcomp(18, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND, Properties.NONE),
						"< meter-7 PUBCOMP id=18 0x92 3.1 ms"),
				Arguments.of(
						new Subscribe(1, Collections.nCopies(2,
								new Subscribe.Request("a", SubscribeOptions.of(QoS.AT_LEAST_ONCE))), Properties.NONE),
						new Suback(1, List.of(ReasonCode.GRANTED_QOS_1, ReasonCode.NOT_AUTHORIZED), Properties.NONE),
						"< meter-7 SUBACK id=1 0x01 0x87 3.1 ms"),
				Arguments.of(new Unsubscribe(2, List.of("a"), Properties.NONE),
						new Unsuback(2, List.of(ReasonCode.NO_SUBSCRIPTION_EXISTED), Properties.NONE),
						"< meter-7 UNSUBACK id=2 0x11 3.1 ms"),
				Arguments.of(Pingreq.INSTANCE, Pingresp.INSTANCE, "< meter-7 PINGRESP 3.1 ms"),
				Arguments.of(new Auth(ReasonCode.CONTINUE_AUTHENTICATION, method),
						new Auth(ReasonCode.CONTINUE_AUTHENTICATION, method),
						"< meter-7 AUTH 0x18 authentication-method=GS2-KRB5 3.1 ms"));
	}

	@Test
	void answerToWhatWasNotSeenHasNoRoundTrip() {
		assertThat(new PacketTracer(ProtocolVersion.MQTT_5).received(new Puback(17)))
			.hasToString("< meter-7 PUBACK id=17 0x00");
	}

	@Test
	void refusedExchangeLeavesNothingBehindForTheNextOne() {
		PacketTracer tracer = new PacketTracer(ProtocolVersion.MQTT_5);
		tracer.received(new Pubrec(17, ReasonCode.QUOTA_EXCEEDED, Properties.NONE));
		assertThat(tracer.advance(1_000).sent(new Pubrel(17)).roundTrip()).isNull();
	}

	@Test
	void topicOfAnAliasIsShownInBrackets() {
		PacketTracer tracer = new PacketTracer(ProtocolVersion.MQTT_5);
		assertThat(tracer.sent(new Publish(0, false, MqttMessage.of("plants/1/state", "x"), 3)))
			.hasToString("> meter-7 PUBLISH q0 plants/1/state alias=3 23 B");
		Publish short1 = new Publish(0, false, MqttMessage.of("", "x"), 3);
		TracedPacket traced = tracer.sent(short1);
		assertThat(traced).hasToString("> meter-7 PUBLISH q0 (plants/1/state) alias=3 9 B");
		assertThat(traced.aliasedTopic()).isEqualTo("plants/1/state");
		// The server has aliases of its own
		assertThat(tracer.received(short1)).hasToString("< meter-7 PUBLISH q0 alias=3 9 B");
	}

	@ParameterizedTest
	@MethodSource
	void payloadIsShownIfSomebodyAsksForIt(byte[] payload, String shown) {
		TracedPacket traced = new PacketTracer(ProtocolVersion.MQTT_5)
			.sent(new Publish(0, false, MqttMessage.of("a", payload), 0));
		String line = "> meter-7 PUBLISH q0 a " + traced.size() + " B";
		assertThat(traced.line(Redaction.SECRETS)).isEqualTo(line + " payload=" + shown);
		assertThat(traced.line(Redaction.PAYLOADS_AND_SECRETS)).isEqualTo(line);
	}

	static List<Arguments> payloadIsShownIfSomebodyAsksForIt() {
		Function<String, byte[]> utf8 = (text) -> text.getBytes(StandardCharsets.UTF_8);
		return List.of(Arguments.of(utf8.apply("running"), "\"running\""), Arguments.of(new byte[0], "\"\""),
				Arguments.of(utf8.apply("{\"celsius\": 21}\n"), "\"{\\\"celsius\\\": 21}\\n\""),
				Arguments.of(new byte[] { 1, 2, (byte) 0xFE }, "0x0102fe"),
				Arguments.of(new byte[1000], "0x" + "00".repeat(256) + "…"),
				Arguments.of(utf8.apply("é".repeat(1000)), "\"" + "é".repeat(256) + "\"…"),
				Arguments.of(utf8.apply("😀".repeat(1000)), "\"" + "😀".repeat(128) + "\"…"));
	}

	@Test
	void contentOfPropertiesIsShownIfSomebodyAsksForIt() {
		TracedPacket traced = new PacketTracer(ProtocolVersion.MQTT_5).sent(new Publish(
				0, false, new MqttMessage("a", new byte[0], QoS.AT_MOST_ONCE, false, false, new MessageProperties(false,
						null, null, null, new byte[] { 1, 2 }, List.of(new UserProperty("name", "a b")), List.of())),
				0));
		assertThat(traced.line(Redaction.SECRETS)).isEqualTo(
				"> meter-7 PUBLISH q0 a correlation-data=0x0102 \"name\"=\"a b\" " + traced.size() + " B payload=\"\"");
	}

	@Test
	void nothingThatAPacketHoldsBreaksTheLineOrForgesAnotherOne() {
		PacketTracer tracer = new PacketTracer(ProtocolVersion.MQTT_5);
		String evil = "a\n< meter-7 PUBACK\r\u001B[31m\u0085\u2028\u202E\t\"\\";
		String shown = "\"a\\n< meter-7 PUBACK\\r\\u001B[31m\\u0085\\u2028\\u202E\\t\\\"\\\\\"";
		Properties reason = Properties.builder().add(Property.REASON_STRING, evil).build();
		assertThat(tracer.sent(new Publish(0, false, MqttMessage.of(evil, "x"), 0)).line(Redaction.SECRETS))
			.startsWith("> meter-7 PUBLISH q0 " + shown + " ");
		assertThat(tracer.received(new Disconnect(ReasonCode.SERVER_BUSY, reason)))
			.hasToString("< meter-7 DISCONNECT 0x89 " + shown);
		assertThat(tracer.sent(new Connect(ProtocolVersion.MQTT_5, evil, true, 60, null, null, null, Properties.NONE))
			.toString()).startsWith("> " + shown + " CONNECT ");
	}

	@Test
	void longLinesAreCutOff() {
		PacketTracer tracer = new PacketTracer(ProtocolVersion.MQTT_5);
		List<String> filters = Collections.nCopies(1_000, "f".repeat(1_000));
		String line = tracer.sent(new Unsubscribe(1, filters, Properties.NONE)).toString();
		assertThat(line).endsWith("… 968 more 1002007 B").hasSizeLessThan(9_000);
	}

}
