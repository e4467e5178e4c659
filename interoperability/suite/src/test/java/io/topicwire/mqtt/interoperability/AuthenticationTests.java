package io.topicwire.mqtt.interoperability;

import io.topicwire.mqtt.MqttConnectRefusedException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.ReconnectPolicy;
import io.topicwire.mqtt.auth.ScramSha256;
import io.topicwire.mqtt.client.MqttClient;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for enhanced authentication.
 */
interface AuthenticationTests {

	Peer peer();

	@Test
	default void clientAndBrokerProveThemselvesWithScram() {
		peer().assume(Feature.SCRAM_SHA_256);
		MqttClient client = scramClient(Values.PASSWORD);
		client.connect();
		client.reauthenticate();
		ReceivedMessages received = new ReceivedMessages();
		client.subscribe(peer().topic("scram"), QoS.AT_LEAST_ONCE, received);
		client.publish(MqttMessage.of(peer().topic("scram"), "text").qos(QoS.AT_LEAST_ONCE));
		assertThat(received.next().payloadAsString()).isEqualTo("text");
	}

	@Test
	default void wrongPasswordIsRefusedWithScram() {
		peer().assume(Feature.SCRAM_SHA_256);
		assertThatExceptionOfType(MqttConnectRefusedException.class).isThrownBy(() -> scramClient("wrong").connect())
			.extracting(MqttConnectRefusedException::reasonCode)
			.isEqualTo(ReasonCode.NOT_AUTHORIZED);
	}

	@Test
	default void methodThatTheBrokerDoesNotKnowIsRefused() {
		Peer.assume(peer().isMqtt5(), "MQTT 3.1.1 does not have authentication methods");
		Peer.assume(peer().broker().whyNot(Feature.SCRAM_SHA_256, peer().version()).isPresent(),
				peer().broker() + " knows the method");
		assertThatExceptionOfType(MqttConnectRefusedException.class)
			.isThrownBy(() -> scramClient(Values.PASSWORD).connect())
			.extracting(MqttConnectRefusedException::reasonCode)
			.isEqualTo(ReasonCode.BAD_AUTHENTICATION_METHOD);
	}

	private MqttClient scramClient(String password) {
		return peer().client((builder) -> builder.authenticator(ScramSha256.of(Values.USERNAME, password))
			.reconnect(ReconnectPolicy.NEVER));
	}

}
