package io.topicwire.mqtt.docs.howto;

import java.util.List;

import io.topicwire.mqtt.spring.annotation.MqttListener;
import io.topicwire.mqtt.spring.core.MqttTemplate;
import io.topicwire.mqtt.spring.support.MqttHeaders;

import org.springframework.messaging.handler.annotation.Header;
import org.springframework.stereotype.Component;

/**
 * Samples of dead letters.
 */
class DeadLetterSamples {

	// tag::keep[]
	@Component
	class DeadLetters {

		private final DeadLetterRepository repository;

		private final MqttTemplate mqttTemplate;

		DeadLetters(DeadLetterRepository repository, MqttTemplate mqttTemplate) {
			this.repository = repository;
			this.mqttTemplate = mqttTemplate;
		}

		@MqttListener(topics = "dead-letters/#", connection = "dead-letters")
		void onDeadLetter(byte[] payload, @Header(MqttHeaders.DLT_ORIGINAL_TOPIC) String topic,
				@Header(MqttHeaders.DLT_EXCEPTION_MESSAGE) String reason) {
			this.repository.add(new DeadLetter(topic, payload, reason));
		}

		void sendAgain() {
			for (DeadLetter letter : this.repository.takeAll()) {
				this.mqttTemplate.send(letter.topic(), letter.payload());
			}
		}

		record DeadLetter(String topic, byte[] payload, String reason) {
		}

	}
	// end::keep[]

	interface DeadLetterRepository {

		void add(DeadLetters.DeadLetter letter);

		List<DeadLetters.DeadLetter> takeAll();

	}

}
