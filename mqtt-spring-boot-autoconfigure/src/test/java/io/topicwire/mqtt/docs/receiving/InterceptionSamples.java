package io.topicwire.mqtt.docs.receiving;

import io.topicwire.mqtt.spring.annotation.MqttListener;
import io.topicwire.mqtt.spring.listener.MqttMessageFilter;

import org.springframework.context.annotation.Bean;

/**
 * Samples of what comes between messages and listeners.
 */
class InterceptionSamples {

	// tag::filter[]
	@Bean
	MqttMessageFilter liveOnly() {
		return (message) -> !message.retain();
	}
	// end::filter[]

	static class Alarms {

		// tag::filtered[]
		@MqttListener(topics = "alarms/#", filter = "liveOnly")
		void onAlarm(String text) {
			// …
		}
		// end::filtered[]

	}

}
