package com.example.plant;

import io.micrometer.core.instrument.MeterRegistry;
import io.topicwire.mqtt.test.EmbeddedMqttBroker;
import io.topicwire.mqtt.test.context.EmbeddedMqtt;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest
@EmbeddedMqtt
class ActuatorTests {

	@Test
	void healthAndMetersAreThere(@Autowired EmbeddedMqttBroker broker, @Autowired HealthEndpoint health,
			@Autowired MeterRegistry registry) {
		broker.awaitSubscription("plants/{plant}/machines/{machine}/temperature");
		assertThat(health.healthForPath("mqtt").getStatus()).isEqualTo(Status.UP);
		assertThat(registry.get("mqtt.connection.up").gauge().value()).isOne();
	}

}
