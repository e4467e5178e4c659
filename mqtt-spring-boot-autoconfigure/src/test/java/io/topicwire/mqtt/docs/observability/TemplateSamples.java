package io.topicwire.mqtt.docs.observability;

import io.topicwire.mqtt.spring.core.MqttTemplate;

import org.springframework.stereotype.Component;

/**
 * Samples of topic templates.
 */
class TemplateSamples {

	@Component
	static class Commands {

		private final MqttTemplate mqttTemplate;

		Commands(MqttTemplate mqttTemplate) {
			this.mqttTemplate = mqttTemplate;
		}

		// tag::template[]
		void stop(String plant) {
			this.mqttTemplate.to("plants/" + plant + "/commands")
				.topicTemplate("plants/{plant}/commands")
				.body("stop")
				.send();
		}
		// end::template[]

	}

}
