package io.topicwire.mqtt.sample.web;

import java.time.Instant;

import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.ConnectionStatus;
import io.topicwire.mqtt.client.MqttClient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link BrokerStatus}.
 */
class BrokerStatusTests {

	@ParameterizedTest
	@CsvSource({ "mqtt://user:secret@broker.example.com:1883,broker.example.com:1883",
			"mqtts://broker.example.com,broker.example.com", "mqtt://my_broker:1883,my_broker:1883",
			"mqtt://[::1]:1883,[::1]:1883", "unix:/run/mosquitto.sock,unix:/run/mosquitto.sock" })
	void addressOfTheBrokerIsThatOfTheUrl(String url, String server) {
		MqttClient client = mock();
		given(client.status()).willReturn(new ConnectionStatus(ConnectionState.CONNECTING, null, 0, null, null));
		given(client.url()).willReturn(url);
		given(client.clientId()).willReturn("monitor");
		BrokerStatus status = BrokerStatus.of("cloud", client, Instant.EPOCH);
		assertThat(status).isEqualTo(new BrokerStatus("cloud", ConnectionState.CONNECTING, server, null, "monitor",
				null, 0, null, Instant.EPOCH));
	}

}
