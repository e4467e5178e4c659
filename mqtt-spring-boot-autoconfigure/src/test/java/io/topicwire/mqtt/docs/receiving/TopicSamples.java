package io.topicwire.mqtt.docs.receiving;

import java.util.List;

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

	public static class Topics {

		// tag::topics[]
		@MqttListener({ "alarms/#", "${plant.topic:plants/+/alarms}", "#{@topics.all()}" })
		void onAlarm(String text) {
			// …
		}
		// end::topics[]

		// tag::own[]
		@MqttListener("#{__listener.topics}")
		void onOwnTopic(String text) {
			// …
		}

		public List<String> getTopics() {
			return List.of("alarms/fire", "alarms/water");
		}
		// end::own[]

		// tag::options[]
		@MqttListener(topics = "orders/{order}", qos = "2", shareName = "${spring.application.name}",
				retainHandling = "do_not_send")
		void onOrder(String text) {
			// …
		}
		// end::options[]

	}

}
