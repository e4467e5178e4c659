package io.topicwire.mqtt.docs.testing;

import io.topicwire.mqtt.leftover.SharedClients;
import io.topicwire.mqtt.spring.core.MqttTemplate;
import io.topicwire.mqtt.test.CapturedMessages;
import io.topicwire.mqtt.test.EmbeddedMqttBroker;
import io.topicwire.mqtt.test.context.EmbeddedMqtt;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext;

/**
 * Sample of a test with several brokers.
 */
@DirtiesContext
@SharedClients
// tag::several[]
@SpringBootTest
@EmbeddedMqtt
@EmbeddedMqtt(connection = "cloud")
class SeveralBrokersTests {

	@Test
	void reportReachesTheCloud(@Autowired MqttTemplate mqttTemplate,
			@Autowired @Qualifier("cloud") EmbeddedMqttBroker cloud) {
		CapturedMessages reports = cloud.capture("reports");
		mqttTemplate.connection("cloud").send("reports", "all is well");
		reports.awaitOne();
	}

}
// end::several[]
