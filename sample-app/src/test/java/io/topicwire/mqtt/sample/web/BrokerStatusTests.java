package io.topicwire.mqtt.sample.web;

import java.time.Instant;

import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.ConnectionStatus;
import io.topicwire.mqtt.client.MqttClient;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link BrokerStatus}.
 */
class BrokerStatusTests {

	@Test
	void urlIsShownWithoutItsPassword() {
		MqttClient client = mock();
		given(client.status()).willReturn(new ConnectionStatus(ConnectionState.CONNECTING, null, 0, null, null));
		given(client.url()).willReturn("mqtt://user:secret@broker.example.com:1883");
		given(client.clientId()).willReturn("monitor");
		BrokerStatus status = BrokerStatus.of("cloud", client, Instant.EPOCH);
		assertThat(status).isEqualTo(new BrokerStatus("cloud", ConnectionState.CONNECTING, "broker.example.com:1883",
				null, "monitor", null, 0, null, Instant.EPOCH));
	}

}
