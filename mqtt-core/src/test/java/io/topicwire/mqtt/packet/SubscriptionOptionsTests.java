package io.topicwire.mqtt.packet;

import java.util.List;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.RetainHandling;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the byte after each topic filter of SUBSCRIBE, in all combinations.
 */
class SubscriptionOptionsTests {

	@ParameterizedTest
	@EnumSource
	@Mqtt5({ "MQTT-3.8.3-3", "MQTT-3.8.3-5" })
	@Mqtt3("MQTT-3.8.3-4")
	void optionsAreOneByteOfWhichMqtt3KnowsTheQosOnly(QoS qos) {
		for (RetainHandling retainHandling : RetainHandling.values()) {
			for (boolean noLocal : new boolean[] { true, false }) {
				for (boolean retainAsPublished : new boolean[] { true, false }) {
					SubscribeOptions options = new SubscribeOptions(qos, noLocal, retainAsPublished, retainHandling);
					int expected = qos.level() | (noLocal ? 0x04 : 0) | (retainAsPublished ? 0x08 : 0)
							| retainHandling.ordinal() << 4;
					assertThat(written(ProtocolVersion.MQTT_5, options)).isEqualTo(expected);
					assertThat(written(ProtocolVersion.MQTT_3_1_1, options)).isEqualTo(qos.level());
				}
			}
		}
	}

	private int written(ProtocolVersion version, SubscribeOptions options) {
		byte[] bytes = Codec.write(version,
				new Subscribe(1, List.of(new Subscribe.Request("a", options)), Properties.NONE));
		return bytes[bytes.length - 1];
	}

}
