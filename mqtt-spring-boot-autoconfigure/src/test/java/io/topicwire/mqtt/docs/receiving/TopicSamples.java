package io.topicwire.mqtt.docs.receiving;

import io.topicwire.mqtt.spring.annotation.MqttListener;

import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.stereotype.Component;

/**
 * Samples of listeners and their topics.
 */
class TopicSamples {

	// tag::listener[]
	@Component
	class Temperatures {

		@MqttListener("plants/{plant}/machines/{machine}/temperature")
		void onTemperature(Reading reading, @DestinationVariable String plant, @DestinationVariable String machine) {
			// …
		}

		record Reading(double celsius) {
		}

	}
	// end::listener[]

	static class Topics {

		// tag::topics[]
		@MqttListener({ "alarms/#", "${plant.topic:plants/+/alarms}", "#{@topics.all()}" })
		void onAlarm(String text) {
			// …
		}
		// end::topics[]

		// tag::options[]
		@MqttListener(topics = "orders/{order}", qos = "2", shareName = "${spring.application.name}",
				retainHandling = "do_not_send")
		void onOrder(String text) {
			// …
		}
		// end::options[]

	}

}
