package io.topicwire.mqtt.boot.autoconfigure;

import io.topicwire.mqtt.ReconnectPolicy;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.client.MqttClientBuilder;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MqttProperties}.
 */
class MqttPropertiesTests {

	@Test
	void defaultsEqualThoseOfTheClientButTheFirstConnectIsRetried() {
		MqttProperties properties = new MqttProperties();
		MqttClientBuilder builder = MqttClient.builder(properties.getUrl());
		new MqttPropertiesMapper(properties).customize(builder);
		assertThat(builder).usingRecursiveComparison()
			.ignoringFields("credentials")
			.isEqualTo(
					MqttClient.builder("mqtt://localhost:1883").reconnect(ReconnectPolicy.DEFAULT.firstConnect(true)));
	}

}
