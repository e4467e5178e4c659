package io.topicwire.mqtt.sample.failures;

import io.topicwire.mqtt.sample.failures.Incident.Kind;
import io.topicwire.mqtt.spring.annotation.MqttListener;
import io.topicwire.mqtt.spring.support.MqttHeaders;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.stereotype.Component;

/**
 * Receives what listeners could not handle: {@code mqtt.listener.recoverer} publishes it.
 * Reads nothing into an object, so that it cannot fail on what has failed before.
 */
@Component
class DeadLetterListener {

	private final Incidents incidents;

	DeadLetterListener(Incidents incidents) {
		this.incidents = incidents;
	}

	// Without the headers if it came over MQTT 3.1.1, where the topic is all that tells
	@MqttListener(id = "dead-letters", topics = "dead-letters/#")
	void onDeadLetter(@Payload byte[] payload, @Header(MqttHeaders.RECEIVED_TOPIC) String deadLetterTopic,
			@Header(name = MqttHeaders.DLT_ORIGINAL_TOPIC, required = false) @Nullable String topic,
			@Header(name = MqttHeaders.DLT_EXCEPTION_MESSAGE, required = false) @Nullable String reason) {
		this.incidents.add(Kind.DEAD_LETTER, (topic != null) ? topic : deadLetterTopic,
				"%s (%d bytes)".formatted((reason != null) ? reason : "No reason given", payload.length));
	}

}
