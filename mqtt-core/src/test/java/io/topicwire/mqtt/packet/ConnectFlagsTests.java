package io.topicwire.mqtt.packet;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.Will;
import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the flags of CONNECT tell which fields follow, in all combinations.
 */
class ConnectFlagsTests {

	private static final int FLAGS = 9;

	@ParameterizedTest
	@EnumSource
	@Mqtt5({ "MQTT-3.1.2-3", "MQTT-3.1.2-9", "MQTT-3.1.2-11", "MQTT-3.1.2-12", "MQTT-3.1.2-13", "MQTT-3.1.2-16",
			"MQTT-3.1.2-17", "MQTT-3.1.2-18", "MQTT-3.1.2-19", "MQTT-3.1.3-1" })
	@Mqtt3({ "MQTT-3.1.2-3", "MQTT-3.1.2-9", "MQTT-3.1.2-11", "MQTT-3.1.2-13", "MQTT-3.1.2-14", "MQTT-3.1.2-15",
			"MQTT-3.1.2-18", "MQTT-3.1.2-19", "MQTT-3.1.2-20", "MQTT-3.1.2-21", "MQTT-3.1.3-1" })
	void flagsTellWhichFieldsFollow(ProtocolVersion version) {
		for (boolean cleanStart : new boolean[] { true, false }) {
			for (String username : new String[] { null, "", "joe" }) {
				for (byte[] password : new byte[][] { null, {}, { 1 } }) {
					if (version == ProtocolVersion.MQTT_5 || username != null || password == null) {
						assertFlags(version, cleanStart, username, password);
					}
				}
			}
		}
	}

	private void assertFlags(ProtocolVersion version, boolean cleanStart, @Nullable String username,
			byte @Nullable [] password) {
		int flags = (cleanStart ? 0x02 : 0) | ((username != null) ? 0x80 : 0) | ((password != null) ? 0x40 : 0);
		assertWritten(new Connect(version, "a", cleanStart, 0, null, username, password, Properties.NONE), flags);
		for (QoS qos : QoS.values()) {
			for (boolean retain : new boolean[] { true, false }) {
				Will will = Will.of(MqttMessage.empty("w").qos(qos).retain(retain));
				assertWritten(new Connect(version, "a", cleanStart, 0, will, username, password, Properties.NONE),
						flags | 0x04 | qos.level() << 3 | (retain ? 0x20 : 0));
			}
		}
	}

	private void assertWritten(Connect connect, int flags) {
		byte[] bytes = Codec.write(connect.protocolVersion(), connect);
		assertThat(bytes[FLAGS] & 0xFF).as(connect.toString()).isEqualTo(flags);
		String properties = (connect.protocolVersion() == ProtocolVersion.MQTT_5) ? "00 " : "";
		StringBuilder rest = new StringBuilder("00 00 " + properties + "00 01 'a' ");
		if (connect.will() != null) {
			rest.append(properties).append("00 01 'w' 00 00 ");
		}
		if (connect.username() != null) {
			rest.append("00 0%d '%s' ".formatted(connect.username().length(), connect.username()));
		}
		if (connect.password() != null) {
			rest.append((connect.password().length == 0) ? "00 00" : "00 01 01");
		}
		assertThat(bytes).endsWith(AnnotatedBytes.parse(rest.toString()))
			.hasSize(FLAGS + 1 + AnnotatedBytes.parse(rest.toString()).length);
	}

}
