package io.topicwire.mqtt.packet;

import java.time.Duration;
import java.util.Collections;
import java.util.List;

import io.topicwire.mqtt.MessageProperties;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.UserProperty;
import io.topicwire.mqtt.Will;
import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link PacketWriter}.
 */
class PacketWriterTests {

	private static final ProtocolVersion MQTT_5 = ProtocolVersion.MQTT_5;

	private static final ProtocolVersion MQTT_3_1_1 = ProtocolVersion.MQTT_3_1_1;

	@Test
	void packetTooLargeLeavesThePacketsBeforeItUntouched() {
		PacketWriter writer = new PacketWriter(MQTT_5);
		writer.write(new Puback(1));
		Publish publish = publish("topic", new byte[200]);
		assertThatExceptionOfType(PacketTooLargeException.class).isThrownBy(() -> writer.write(publish, 210))
			.withMessage("PUBLISH packet of 211 bytes is larger than the Maximum Packet Size of 210 bytes; "
					+ "send less at a time")
			.satisfies((ex) -> assertThat(ex.size()).isEqualTo(211))
			.satisfies((ex) -> assertThat(ex.limit()).isEqualTo(210));
		assertThat(Codec.hex(Codec.written(writer))).isEqualTo("40 02 00 01");
		writer.write(publish, 211);
		assertThat(writer.size()).isEqualTo(4 + 211);
	}

	@Test
	void packetLargerThanMqttAllowsIsRefusedWithoutCopyingItsPayload() {
		PacketWriter writer = new PacketWriter(MQTT_5);
		int capacity = writer.array().length;
		Publish publish = publish("a", new byte[VariableInt.MAX_VALUE]);
		assertThatExceptionOfType(PacketTooLargeException.class).isThrownBy(() -> writer.write(publish))
			.satisfies((ex) -> assertThat(ex.limit()).isEqualTo(268_435_460))
			.satisfies((ex) -> assertThat(ex.size()).isEqualTo(268_435_464));
		assertThat(writer.size()).isZero();
		assertThat(writer.array()).hasSize(capacity);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 100, 121, 122, 123, 124, 125, 126, 127, 128, 16_370, 16_377, 16_378, 16_379, 16_380,
			16_383, 16_384, 2_097_140, 2_097_145, 2_097_146, 2_097_147, 2_097_152 })
	@Mqtt5("MQTT-1.5.5-1")
	void lengthIsRightWhereItGetsAByteLonger(int payloadSize) {
		byte[] payload = new byte[payloadSize];
		for (int i = 0; i < payloadSize; i++) {
			payload[i] = (byte) i;
		}
		PacketWriter writer = new PacketWriter(MQTT_5);
		writer.write(Pingreq.INSTANCE);
		writer.write(publish("abc", payload));
		writer.write(Pingreq.INSTANCE);
		PacketReader reader = new PacketReader(MQTT_5, Codec.LIMIT);
		byte[] written = Codec.written(writer);
		Codec.feed(reader, written, 0, 2);
		assertThat(reader.next()).isSameAs(Pingreq.INSTANCE);
		Codec.feed(reader, written, 2, written.length - 2);
		Publish read = (Publish) reader.next();
		assertThat(read.message().topic()).isEqualTo("abc");
		assertThat(read.message().payload()).isEqualTo(payload);
		Codec.feed(reader, written, written.length - 2, written.length);
		assertThat(reader.next()).isSameAs(Pingreq.INSTANCE);
	}

	@ParameterizedTest
	@ValueSource(ints = { 118, 119, 120, 121, 122, 123, 124, 125, 126, 16_300, 16_376, 16_377, 16_378, 16_379, 16_380,
			16_381, 65_535 })
	void propertyLengthIsRightWhereItGetsAByteLonger(int length) {
		Puback puback = new Puback(1, ReasonCode.NOT_AUTHORIZED,
				Properties.builder().add(Property.REASON_STRING, "r".repeat(length)).build());
		Codec.assertSame(Codec.read(MQTT_5, Codec.write(MQTT_5, puback)), puback);
	}

	@Test
	void clearGivesBackTheMemoryOfALargePacket() {
		PacketWriter writer = new PacketWriter(MQTT_5);
		int capacity = writer.array().length;
		writer.write(publish("a", new byte[1_000_000]));
		assertThat(writer.array().length).isGreaterThan(1_000_000);
		writer.clear();
		assertThat(writer.size()).isZero();
		assertThat(writer.array()).hasSize(capacity);
	}

	@Test
	void memoryIsKeptWhileMuchIsWrittenAndGivenBackWhenThatIsOver() {
		PacketWriter writer = new PacketWriter(MQTT_5);
		int capacity = writer.array().length;
		writer.write(publish("a", new byte[100_000]));
		byte[] array = writer.array();
		for (int i = 0; i < 1000; i++) {
			writer.clear();
			assertThat(writer.array()).isSameAs(array);
			writer.write(((i % 10) == 0) ? publish("a", new byte[100_000]) : Pingreq.INSTANCE);
		}
		for (int i = 0; i < 1000; i++) {
			writer.write(Pingreq.INSTANCE);
			writer.clear();
		}
		assertThat(writer.array()).hasSize(capacity);
	}

	@Test
	void mqtt3LeavesOutWhatItDoesNotKnow() {
		MqttMessage message = MqttMessage.of("a", "x").contentType("t").userProperty("k", "v");
		Properties properties = Properties.builder().add(Property.REASON_STRING, "r").build();
		assertWritten(MQTT_3_1_1, new Publish(0, false, message, 5), "30 04 00 01 61 78");
		assertWritten(MQTT_3_1_1, new Puback(1, ReasonCode.NOT_AUTHORIZED, properties), "40 02 00 01");
		assertWritten(MQTT_3_1_1, new Disconnect(ReasonCode.UNSPECIFIED_ERROR, properties), "E0 00");
		assertWritten(MQTT_3_1_1, new Suback(1, List.of(ReasonCode.NOT_AUTHORIZED), properties), "90 03 00 01 80");
		assertWritten(MQTT_3_1_1, new Unsuback(1, List.of(ReasonCode.SUCCESS), properties), "B0 02 00 01");
		Subscribe.Request request = new Subscribe.Request("a",
				SubscribeOptions.of(QoS.AT_LEAST_ONCE).noLocal(true).retainAsPublished(true));
		assertWritten(MQTT_3_1_1, new Subscribe(1, List.of(request), properties), "82 06 00 01 00 01 61 01");
		Will will = new Will(MqttMessage.of("w", "x").contentType("t"), Duration.ofSeconds(5));
		assertWritten(MQTT_3_1_1, new Connect(MQTT_3_1_1, "a", true, 0, will, null, null, properties),
				"10 13 00 04 4D 51 54 54 04 06 00 00 00 01 61 00 01 77 00 01 78");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\0b", "\uD83D", "a\uDE00", "\uDE00\uD83D", "\uD83D\uDE00\uD83D" })
	@Mqtt5({ "MQTT-1.5.4-1", "MQTT-1.5.4-2", "MQTT-1.5.7-1", "MQTT-3.1.3-4", "MQTT-3.1.3-11", "MQTT-3.1.3-12",
			"MQTT-3.3.2-13", "MQTT-3.3.2-19", "MQTT-3.8.3-1", "MQTT-3.10.3-1", "MQTT-4.7.3-2" })
	@Mqtt3({ "MQTT-1.5.3-1", "MQTT-1.5.3-2", "MQTT-3.1.3-10", "MQTT-3.1.3-11", "MQTT-4.7.3-2" })
	void everyStringIsChecked(String bad) {
		for (ProtocolVersion version : ProtocolVersion.values()) {
			assertRefused(version, publish(bad, new byte[0]), "topic must not");
			assertRefused(version, subscribe(bad), "topic filter must not");
			assertRefused(version, new Unsubscribe(1, List.of("a", bad), Properties.NONE), "topic filter must not");
			assertRefused(version, connect(version, bad, null, null), "client identifier must not");
			assertRefused(version, connect(version, "a", null, bad), "user name must not");
			assertRefused(version, connect(version, "a", Will.of(MqttMessage.empty(bad)), null), "will topic must not");
		}
		assertRefused(MQTT_5, new Publish(0, false, MqttMessage.empty("a").contentType(bad), 0), "Content Type must");
		assertRefused(MQTT_5, new Publish(0, false, MqttMessage.empty("a").responseTopic(bad), 0),
				"Response Topic must");
		assertRefused(MQTT_5, new Publish(0, false, MqttMessage.empty("a").userProperty(bad, "v"), 0),
				"User Property name must");
		assertRefused(MQTT_5, new Publish(0, false, MqttMessage.empty("a").userProperty("k", bad), 0),
				"User Property value must");
		Properties properties = Properties.builder().add(Property.USER_PROPERTY, new UserProperty("k", bad)).build();
		assertRefused(MQTT_5, new Puback(1, ReasonCode.SUCCESS, properties), "User Property value must");
	}

	@Test
	@Mqtt5("MQTT-4.7.3-3")
	@Mqtt3("MQTT-4.7.3-3")
	void stringsAndBinaryDataHaveAtMost65535Bytes() {
		assertRefused(MQTT_5, publish("a".repeat(65536), new byte[0]), "topic must have at most 65535 bytes");
		assertRefused(MQTT_3_1_1, subscribe("\u00E4".repeat(32768)), "topic filter must have at most 65535 bytes");
		assertRefused(MQTT_5, new Publish(0, false, MqttMessage.empty("a").correlationData(new byte[65536]), 0),
				"Correlation Data must have at most 65535 bytes but has 65536");
		assertRefused(MQTT_5, new Connect(MQTT_5, "a", true, 0, null, "u", new byte[65536], Properties.NONE),
				"password must have at most 65535 bytes");
		assertRefused(MQTT_5, connect(MQTT_5, "a", Will.of(MqttMessage.of("w", new byte[65536])), null),
				"will payload must have at most 65535 bytes");
		String longest = "a".repeat(65535);
		assertThat(Codec.read(MQTT_5, Codec.write(MQTT_5, publish(longest, new byte[0]))))
			.isInstanceOfSatisfying(Publish.class, (read) -> assertThat(read.message().topic()).isEqualTo(longest));
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 0, 65536 })
	@Mqtt3("MQTT-2.3.1-1")
	void packetIdentifierIsFrom1To65535(int packetIdentifier) {
		for (ProtocolVersion version : ProtocolVersion.values()) {
			String problem = "packet identifier must be from 1 to 65535 but was " + packetIdentifier;
			MqttMessage message = MqttMessage.empty("a").qos(QoS.AT_LEAST_ONCE);
			assertRefused(version, new Publish(packetIdentifier, false, message, 0), problem);
			assertRefused(version, new Puback(packetIdentifier), problem);
			assertRefused(version, new Pubrec(packetIdentifier), problem);
			assertRefused(version, new Pubrel(packetIdentifier), problem);
			assertRefused(version, new Pubcomp(packetIdentifier), problem);
			assertRefused(version, new Unsubscribe(packetIdentifier, List.of("a"), Properties.NONE), problem);
			assertRefused(version, new Suback(packetIdentifier, List.of(ReasonCode.SUCCESS), Properties.NONE), problem);
		}
	}

	@Test
	@Mqtt5({ "MQTT-3.3.1-2", "MQTT-2.2.1-2" })
	@Mqtt3("MQTT-3.3.1-2")
	void messageOfQos0HasNeitherPacketIdentifierNorDupFlag() {
		assertRefused(MQTT_5, new Publish(1, false, MqttMessage.empty("a"), 0), "packet identifier must be 0");
		assertRefused(MQTT_5, new Publish(0, true, MqttMessage.empty("a"), 0), "DUP flag must not be set");
	}

	@Test
	@Mqtt5("MQTT-3.3.1-3")
	@Mqtt3("MQTT-3.3.1-3")
	void dupFlagOfAReceivedMessageIsNotWrittenAgain() {
		MqttMessage received = new MqttMessage("a", new byte[0], QoS.AT_LEAST_ONCE, false, true,
				MessageProperties.NONE);
		assertWritten(MQTT_3_1_1, new Publish(1, false, received, 0), "32 05 00 01 61 00 01");
	}

	@Test
	@Mqtt5({ "MQTT-3.3.2-2", "MQTT-3.3.2-14", "MQTT-4.7.0-1", "MQTT-4.7.3-1", "MQTT-3.1.3-11" })
	@Mqtt3({ "MQTT-3.1.3-10", "MQTT-3.3.2-2", "MQTT-4.7.1-1", "MQTT-4.7.3-1" })
	void topicIsATopicName() {
		for (ProtocolVersion version : ProtocolVersion.values()) {
			for (String topic : List.of("", "+", "a/#")) {
				assertRefused(version, publish(topic, new byte[0]), "topic must not");
				assertRefused(version, connect(version, "a", Will.of(MqttMessage.empty(topic)), null),
						"will topic must not");
			}
		}
		assertRefused(MQTT_3_1_1, new Publish(0, false, MqttMessage.empty(""), 1), "topic must not be empty");
		assertRefused(MQTT_5, new Publish(0, false, MqttMessage.empty("a/+"), 1), "topic must not contain");
		for (String topic : List.of("", "+", "a/#")) {
			assertRefused(MQTT_5, new Publish(0, false, MqttMessage.empty("a").responseTopic(topic), 0),
					"Response Topic must not");
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 65536 })
	@Mqtt5("MQTT-3.3.2-8")
	void topicAliasIsFrom1To65535(int topicAlias) {
		assertRefused(MQTT_5, new Publish(0, false, MqttMessage.empty("a"), topicAlias),
				"Topic Alias must be from 1 to 65535 but was " + topicAlias);
	}

	@Test
	@Mqtt5({ "MQTT-3.8.3-2", "MQTT-3.10.3-2" })
	@Mqtt3({ "MQTT-3.8.3-3", "MQTT-3.10.3-2" })
	void listsAreNotEmpty() {
		for (ProtocolVersion version : ProtocolVersion.values()) {
			assertRefused(version, new Subscribe(1, Collections.emptyList(), Properties.NONE), "topic filter must be");
			assertRefused(version, new Unsubscribe(1, Collections.emptyList(), Properties.NONE),
					"topic filter must be");
			assertRefused(version, new Suback(1, Collections.emptyList(), Properties.NONE), "reason code must be");
			assertRefused(version, subscribe(""), "topic filter must not be empty");
		}
		assertRefused(MQTT_5, new Unsuback(1, Collections.emptyList(), Properties.NONE), "reason code must be");
	}

	@Test
	@Mqtt5("MQTT-3.8.3-4")
	void sharedSubscriptionIsNeverNoLocal() {
		Subscribe.Request request = new Subscribe.Request("$share/g/a",
				SubscribeOptions.of(QoS.AT_MOST_ONCE).noLocal(true));
		assertRefused(MQTT_5, new Subscribe(1, List.of(request), Properties.NONE), "No Local");
	}

	@Test
	@Mqtt5("MQTT-3.8.3-5")
	@Mqtt3("MQTT-3.8.3-4")
	void reservedSubscriptionOptionsAreNeverWritten() {
		for (QoS qos : QoS.values()) {
			Subscribe.Request request = new Subscribe.Request("a", SubscribeOptions.of(qos));
			Subscribe subscribe = new Subscribe(1, List.of(request), Properties.NONE);
			assertWritten(MQTT_3_1_1, subscribe, "82 06 00 01 00 01 61 0" + qos.level());
			assertWritten(MQTT_5, subscribe, "82 07 00 01 00 00 01 61 0" + qos.level());
		}
	}

	@Test
	@Mqtt3({ "MQTT-3.1.2-22", "MQTT-3.1.3-7" })
	void mqtt3NeedsAUserNameForAPasswordAndAClientIdentifierForASession() {
		assertRefused(MQTT_3_1_1, new Connect(MQTT_3_1_1, "a", true, 0, null, null, new byte[1], Properties.NONE),
				"password needs a user name");
		assertRefused(MQTT_3_1_1, new Connect(MQTT_3_1_1, "", false, 0, null, null, null, Properties.NONE),
				"client identifier must not be empty");
	}

	@Test
	void connectIsWrittenInItsOwnVersionOnly() {
		assertRefused(MQTT_5, connect(MQTT_3_1_1, "a", null, null), "protocol version must be 5.0");
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 65536 })
	void keepAliveIsFrom0To65535(int keepAlive) {
		assertRefused(MQTT_5, new Connect(MQTT_5, "a", true, keepAlive, null, null, null, Properties.NONE),
				"keep alive must be from 0 to 65535 but was " + keepAlive);
	}

	@Test
	@Mqtt5({ "MQTT-3.4.2-1", "MQTT-3.5.2-1", "MQTT-3.6.2-1", "MQTT-3.7.2-1", "MQTT-3.14.2-1", "MQTT-3.15.2-1" })
	void everyPacketHasItsOwnReasonCodes() {
		ReasonCode banned = ReasonCode.BANNED;
		assertRefused(MQTT_5, new Puback(1, banned, Properties.NONE), "reason code");
		assertRefused(MQTT_5, new Pubrec(1, banned, Properties.NONE), "reason code");
		assertRefused(MQTT_5, new Pubrel(1, banned, Properties.NONE), "reason code");
		assertRefused(MQTT_5, new Pubcomp(1, banned, Properties.NONE), "reason code");
		assertRefused(MQTT_5, new Disconnect(banned, Properties.NONE), "reason code");
		assertRefused(MQTT_5, new Auth(banned, Properties.NONE), "reason code");
		assertRefused(MQTT_5, new Suback(1, List.of(banned), Properties.NONE), "reason code");
		assertRefused(MQTT_5, new Connack(false, ReasonCode.GRANTED_QOS_1, Properties.NONE), "reason code");
		assertRefused(MQTT_3_1_1, new Connack(false, banned, Properties.NONE), "does not exist in MQTT 3.1.1");
		assertRefused(MQTT_5, new Connack(true, banned, Properties.NONE), "session present");
	}

	@Test
	void propertiesAreWrittenInTheirPacketsOnly() {
		Properties alias = Properties.builder().add(Property.TOPIC_ALIAS, 1).build();
		assertRefused(MQTT_5, new Puback(1, ReasonCode.SUCCESS, alias), "Topic Alias is not allowed");
		Properties twice = Properties.builder()
			.add(Property.REASON_STRING, "a")
			.add(Property.REASON_STRING, "b")
			.build();
		assertRefused(MQTT_5, new Puback(1, ReasonCode.SUCCESS, twice), "Reason String must not repeat");
	}

	@Test
	void authenticationNeedsAMethod() {
		Properties data = Properties.builder().add(Property.AUTHENTICATION_DATA, new byte[1]).build();
		assertRefused(MQTT_5, new Connack(false, ReasonCode.SUCCESS, data), "Authentication Data must come with");
		assertRefused(MQTT_5, new Auth(ReasonCode.CONTINUE_AUTHENTICATION, Properties.NONE),
				"Authentication Method is missing");
		assertRefused(MQTT_3_1_1, new Auth(ReasonCode.SUCCESS, Properties.NONE), "does not exist in MQTT 3.1.1");
	}

	@Test
	void passwordIsNotShown() {
		Connect connect = new Connect(MQTT_5, "a", true, 0, null, "joe", "secret".getBytes(), Properties.NONE);
		assertThat(connect.toString()).contains("joe", "(hidden)").doesNotContain("secret", "115");
	}

	private static Publish publish(String topic, byte[] payload) {
		return new Publish(0, false, MqttMessage.of(topic, payload), 0);
	}

	private static Subscribe subscribe(String filter) {
		return new Subscribe(1, List.of(new Subscribe.Request(filter, SubscribeOptions.of(QoS.AT_MOST_ONCE))),
				Properties.NONE);
	}

	private static Connect connect(ProtocolVersion version, String clientId, Will will, String username) {
		return new Connect(version, clientId, true, 0, will, username, null, Properties.NONE);
	}

	private static void assertWritten(ProtocolVersion version, Packet packet, String expected) {
		assertThat(Codec.hex(Codec.write(version, packet))).isEqualTo(expected);
	}

	// Also that nothing of it stays behind
	private static void assertRefused(ProtocolVersion version, Packet packet, String problem) {
		PacketWriter writer = new PacketWriter(version);
		writer.write(Pingreq.INSTANCE);
		assertThatIllegalArgumentException().isThrownBy(() -> writer.write(packet))
			.withMessageStartingWith("Cannot write " + packet.type() + ": ")
			.withMessageContaining(problem);
		assertThat(Codec.hex(Codec.written(writer))).isEqualTo("C0 00");
	}

}
