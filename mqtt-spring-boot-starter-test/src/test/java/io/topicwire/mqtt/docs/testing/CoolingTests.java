package io.topicwire.mqtt.docs.testing;

import io.topicwire.mqtt.leftover.SharedClients;
import io.topicwire.mqtt.test.CapturedMessages;
import io.topicwire.mqtt.test.EmbeddedMqttBroker;
import io.topicwire.mqtt.test.context.EmbeddedMqtt;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sample of a test with the embedded broker.
 */
@DirtiesContext
@SharedClients
// tag::listener[]
@SpringBootTest
@EmbeddedMqtt
class CoolingTests {

	@Autowired
	private EmbeddedMqttBroker broker;

	@Test
	void machineThatIsTooHotIsToldToCoolDown() {
		CapturedMessages commands = this.broker.capture("machines/+/commands");
		this.broker.awaitSubscription("machines/{machine}/temperature");
		this.broker.publish("machines/press/temperature", "{\"celsius\": 89}");
		this.broker.publish("machines/mill/temperature", "{\"celsius\": 95}");
		assertThat(commands.awaitOne().topic()).isEqualTo("machines/mill/commands");
		assertThat(commands.awaitOne().payloadAsString()).isEqualTo("cool-down");
		assertThat(commands).hasSize(1);
	}

	// end::listener[]
	// tag::outage[]
	@Test
	void commandsFlowAgainAfterTheConnectionWasLost() {
		CapturedMessages commands = this.broker.capture("machines/lathe/commands");
		this.broker.disconnectClients();
		this.broker.awaitSubscription("machines/{machine}/temperature");
		this.broker.publish("machines/lathe/temperature", "{\"celsius\": 95}");
		commands.awaitOne();
	}
	// end::outage[]

}
