package io.topicwire.mqtt.packet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import io.topicwire.mqtt.MqttProtocolException;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.conformance.Mqtt5;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link SenderRules}, with {@link PacketWriter}, against the table of reason
 * codes.
 */
class SenderRulesTests {

	private static final Properties METHOD = Properties.builder().add(Property.AUTHENTICATION_METHOD, "M").build();

	static Stream<Arguments> packets() {
		return Stream.of(arguments(PacketType.PUBACK, (code) -> new Puback(1, code, Properties.NONE)),
				arguments(PacketType.PUBREC, (code) -> new Pubrec(1, code, Properties.NONE)),
				arguments(PacketType.PUBREL, (code) -> new Pubrel(1, code, Properties.NONE)),
				arguments(PacketType.PUBCOMP, (code) -> new Pubcomp(1, code, Properties.NONE)),
				arguments(PacketType.DISCONNECT, (code) -> new Disconnect(code, Properties.NONE)),
				arguments(PacketType.AUTH, (code) -> new Auth(code, METHOD)));
	}

	private static Arguments arguments(PacketType packetType, Function<ReasonCode, Packet> packet) {
		return Arguments.of(packetType, packet);
	}

	@ParameterizedTest
	@MethodSource("packets")
	@Mqtt5({ "MQTT-3.4.2-1", "MQTT-3.5.2-1", "MQTT-3.6.2-1", "MQTT-3.7.2-1", "MQTT-3.14.2-1", "MQTT-3.15.2-1" })
	void clientSendsOnlyReasonCodesForClients(PacketType packetType, Function<ReasonCode, Packet> packets) {
		List<Integer> allowed = codes(packetType, 4);
		assertThat(allowed).isNotEmpty();
		for (ReasonCode reasonCode : ReasonCode.values()) {
			Packet packet = packets.apply(reasonCode);
			if (allowed.contains(reasonCode.code())) {
				assertThatCode(() -> send(packet)).doesNotThrowAnyException();
			}
			else {
				assertThatIllegalArgumentException().isThrownBy(() -> send(packet))
					.withMessageStartingWith("Cannot write " + packetType + ": reason code '" + reasonCode + "' is ");
			}
		}
	}

	private static void send(Packet packet) {
		SenderRules.requireFromClient(packet);
		new PacketWriter(ProtocolVersion.MQTT_5).write(packet);
	}

	@Test
	@Mqtt5({ "MQTT-3.14.2-1", "MQTT-3.15.2-1" })
	void reasonCodesForClientsAreRefusedWhenReceived() {
		Disconnect disconnect = new Disconnect(ReasonCode.DISCONNECT_WITH_WILL_MESSAGE, Properties.NONE);
		assertThatExceptionOfType(MqttProtocolException.class)
			.isThrownBy(() -> SenderRules.requireFromServer(disconnect))
			.withMessage("The broker sent DISCONNECT with a reason code for clients only: " + disconnect.reasonCode())
			.satisfies((ex) -> assertThat(ex.reasonCode()).isEqualTo(ReasonCode.PROTOCOL_ERROR));
		assertThatExceptionOfType(MqttProtocolException.class)
			.isThrownBy(() -> SenderRules.requireFromServer(new Auth(ReasonCode.RE_AUTHENTICATE, METHOD)));
	}

	@ParameterizedTest
	@MethodSource("packets")
	void everyOtherReasonCodeMayBeReceived(PacketType packetType, Function<ReasonCode, Packet> packets) {
		for (int code : codes(packetType, 2)) {
			ReasonCode reasonCode = ReasonCode.of(code);
			if (reasonCode != ReasonCode.DISCONNECT_WITH_WILL_MESSAGE && reasonCode != ReasonCode.RE_AUTHENTICATE) {
				assertThatCode(() -> SenderRules.requireFromServer(packets.apply(reasonCode)))
					.doesNotThrowAnyException();
			}
		}
	}

	// The codes that the table names for a packet in the given column
	private static List<Integer> codes(PacketType packetType, int column) {
		return lines().stream()
			.map((line) -> line.split("\t"))
			.filter((columns) -> Arrays.asList(columns[column].split(", ")).contains(packetType.name()))
			.map((columns) -> Integer.decode(columns[0]))
			.toList();
	}

	private static List<String> lines() {
		try (InputStream table = SenderRulesTests.class.getResourceAsStream("/conformance/mqtt-5.0-reason-codes.tsv")) {
			return new String(table.readAllBytes(), StandardCharsets.UTF_8).lines().skip(1).toList();
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

}
