package io.topicwire.mqtt.docs.start;

// tag::test[]
import io.topicwire.mqtt.test.CapturedMessages;
import io.topicwire.mqtt.test.EmbeddedMqttBroker;
import io.topicwire.mqtt.test.context.EmbeddedMqtt;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

// end::test[]
/**
 * Sample of a test. What is not shown is not imported, because imports are shown.
 */
@org.springframework.test.annotation.DirtiesContext
@io.topicwire.mqtt.leftover.SharedClients
// tag::test[]
@SpringBootTest
@EmbeddedMqtt
class WindowsTests {

	@Test
	void windowsAreOpenedWhenItIsTooHot(@Autowired EmbeddedMqttBroker broker) {
		CapturedMessages commands = broker.capture("greenhouses/+/windows");
		broker.awaitSubscription("greenhouses/{house}/temperature");
		broker.publish("greenhouses/tomatoes/temperature", "{\"celsius\": 31}");
		assertThat(commands.awaitOne().payloadAsString()).isEqualTo("open");
	}

}
// end::test[]
