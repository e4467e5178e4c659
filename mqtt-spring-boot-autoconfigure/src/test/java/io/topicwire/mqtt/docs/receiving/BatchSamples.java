package io.topicwire.mqtt.docs.receiving;

import java.util.List;

import io.topicwire.mqtt.spring.annotation.MqttListener;
import io.topicwire.mqtt.spring.support.Acknowledgment;
import io.topicwire.mqtt.spring.support.MqttHeaders;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;

/**
 * Samples of listeners that take batches.
 */
class BatchSamples {

	private final Database database;

	BatchSamples(Database database) {
		this.database = database;
	}

	// tag::payloads[]
	@MqttListener(topics = "plants/{plant}/temperature", batch = "true", batchSize = "500", batchTimeout = "2s")
	void onTemperatures(List<Reading> readings) {
		this.database.insert(readings);
	}
	// end::payloads[]

	// tag::messages[]
	@MqttListener(topics = "plants/{plant}/events", batch = "true", ackMode = "manual")
	void onEvents(List<Message<Event>> events, Acknowledgment acknowledgment) {
		for (Message<Event> event : events) {
			String topic = event.getHeaders().get(MqttHeaders.RECEIVED_TOPIC, String.class);
			store(topic, event.getPayload());
		}
		acknowledgment.acknowledge();
	}
	// end::messages[]

	private void store(@Nullable String topic, Event event) {
		this.database.insert(List.of(topic + event));
	}

	interface Database {

		void insert(List<?> rows);

	}

	record Reading(double celsius) {

	}

	record Event(String name) {

	}

}
