package io.topicwire.mqtt.client;

import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.Will;
import io.topicwire.mqtt.client.ClientFixture.Recorder;
import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import io.topicwire.mqtt.fake.FakeConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests that what cannot be sent is refused by the call it is handed to, and that nothing
 * of it is written.
 */
class RefusedInputTests {

	@ParameterizedTest
	@ValueSource(strings = { "a\0b", "a\uD800", "\uDC00b", "", "a/#", "#", "a/+/b", "+" })
	@Mqtt5({ "MQTT-1.5.4-1", "MQTT-1.5.4-2", "MQTT-3.1.3-11", "MQTT-3.3.2-2", "MQTT-3.3.2-13", "MQTT-3.3.2-14",
			"MQTT-4.7.0-1", "MQTT-4.7.3-1", "MQTT-4.7.3-2" })
	@Mqtt3({ "MQTT-1.5.3-1", "MQTT-1.5.3-2", "MQTT-3.1.3-10", "MQTT-3.3.2-2", "MQTT-4.7.1-1", "MQTT-4.7.3-1",
			"MQTT-4.7.3-2" })
	void badTopicIsNeverSent(String topic) {
		for (ProtocolVersion version : ProtocolVersion.values()) {
			assertRefused(version, (client) -> client.publishAsync(MqttMessage.of(topic, "x")));
			assertRefused(version, (client) -> client.publishAsync(MqttMessage.of("a", "x").responseTopic(topic)));
			assertRefused((builder) -> builder.protocolVersion(version).will(Will.of(MqttMessage.of(topic, "x"))));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\0b", "a\uD800", "\uDC00b", "", "a#", "#/a", "a/#/b", "a+", "+a/b" })
	@Mqtt5({ "MQTT-1.5.4-1", "MQTT-1.5.4-2", "MQTT-3.8.3-1", "MQTT-4.7.1-1", "MQTT-4.7.1-2", "MQTT-4.7.3-1",
			"MQTT-4.7.3-2" })
	@Mqtt3({ "MQTT-1.5.3-1", "MQTT-1.5.3-2", "MQTT-3.8.3-1", "MQTT-4.7.1-2", "MQTT-4.7.1-3", "MQTT-4.7.3-1",
			"MQTT-4.7.3-2" })
	void badTopicFilterIsNeverSent(String filter) {
		for (ProtocolVersion version : ProtocolVersion.values()) {
			assertRefused(version, (client) -> client.subscribeAsync(filter, QoS.AT_MOST_ONCE, new Recorder()));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "$share//a", "$share/g", "$share/g/", "$share/g+/a", "$share/#/a" })
	@Mqtt5({ "MQTT-4.8.2-1", "MQTT-4.8.2-2" })
	void badSharedTopicFilterIsNeverSent(String filter) {
		assertRefused(ProtocolVersion.MQTT_5,
				(client) -> client.subscribeAsync(filter, QoS.AT_MOST_ONCE, new Recorder()));
	}

	@Test
	@Mqtt5("MQTT-3.8.3-4")
	void sharedSubscriptionIsNeverNoLocal() {
		SubscribeOptions options = SubscribeOptions.of(QoS.AT_MOST_ONCE).noLocal(true);
		assertRefused(ProtocolVersion.MQTT_5, (client) -> client.subscribeAsync("$share/g/a", options, new Recorder()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\0b", "a\uD800", "\uDC00b" })
	@Mqtt5({ "MQTT-1.5.4-1", "MQTT-1.5.4-2", "MQTT-1.5.7-1", "MQTT-3.3.2-19" })
	void badPropertyIsNeverSent(String value) {
		assertPublishIsRefused(MqttMessage.of("a", "x").contentType(value));
		assertPublishIsRefused(MqttMessage.of("a", "x").userProperty(value, "value"));
		assertPublishIsRefused(MqttMessage.of("a", "x").userProperty("name", value));
	}

	private void assertPublishIsRefused(MqttMessage message) {
		assertRefused(ProtocolVersion.MQTT_5, (client) -> client.publishAsync(message));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\0b", "a\uD800", "\uDC00b" })
	@Mqtt5({ "MQTT-1.5.4-1", "MQTT-1.5.4-2", "MQTT-3.1.3-4" })
	@Mqtt3({ "MQTT-1.5.3-1", "MQTT-1.5.3-2", "MQTT-3.1.3-4" })
	void badClientIdentifierIsNeverSent(String clientId) {
		for (ProtocolVersion version : ProtocolVersion.values()) {
			assertRefused((builder) -> builder.protocolVersion(version).clientId(clientId));
		}
	}

	@Test
	@Mqtt3({ "MQTT-3.1.2-22", "MQTT-3.1.3-7" })
	void whatMqtt3DoesNotAllowInConnectIsRefused() {
		assertRefused((builder) -> builder.protocolVersion(ProtocolVersion.MQTT_3_1_1).credentials(null, "secret"));
		assertRefused((builder) -> builder.protocolVersion(ProtocolVersion.MQTT_3_1_1).clientId("").cleanStart(false));
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5({ "MQTT-1.5.4-1", "MQTT-1.5.4-2" })
	@Mqtt3("MQTT-3.1.3-11")
	void badUserNameFailsTheConnectAndIsNeverSent(ProtocolVersion version) {
		for (String username : new String[] { "a\0b", "a\uD800" }) {
			try (ClientFixture fixture = new ClientFixture(version,
					(builder) -> builder.credentials(username, "secret"))) {
				MqttException failure = ClientFixture.awaitFailure(fixture.client.connectAsync(),
						MqttConnectionException.class);
				assertThat(failure).hasMessageContaining("user name must not");
				fixture.broker.awaitConnection().expectClose();
			}
		}
	}

	@Test
	@Mqtt5({ "MQTT-3.1.2-12", "MQTT-3.8.3-5" })
	@Mqtt3({ "MQTT-3.1.2-14", "MQTT-3.3.1-4", "MQTT-3.8.3-4" })
	void qos3DoesNotExist() {
		assertThatIllegalArgumentException().isThrownBy(() -> QoS.of(3)).withMessage("QoS must be 0, 1 or 2 but was 3");
		assertThat(QoS.values()).hasSize(3);
	}

	private void assertRefused(UnaryOperator<MqttClientBuilder> settings) {
		MqttClientBuilder builder = settings.apply(MqttClient.builder("mqtt://localhost"));
		assertThatIllegalArgumentException().isThrownBy(builder::build);
	}

	private void assertRefused(ProtocolVersion version, Consumer<MqttClient> call) {
		try (ClientFixture fixture = new ClientFixture(version)) {
			FakeConnection connection = fixture.connect();
			assertThatIllegalArgumentException().isThrownBy(() -> call.accept(fixture.client));
			fixture.expectNothing(connection);
		}
	}

}
