package io.topicwire.mqtt.docs.errors;

import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.annotation.MqttListener;
import io.topicwire.mqtt.spring.listener.DeadLetterPublishingRecoverer;
import io.topicwire.mqtt.spring.listener.MqttListenerErrorHandler;
import io.topicwire.mqtt.spring.support.Acknowledgment;
import io.topicwire.mqtt.spring.support.MqttHeaders;

import org.springframework.context.annotation.Bean;
import org.springframework.messaging.handler.annotation.Header;

/**
 * Samples of what happens when listeners fail.
 */
class ErrorSamples {

	// tag::acknowledgment[]
	@MqttListener(topics = "orders", ackMode = "manual")
	void onOrder(String order, Acknowledgment acknowledgment) {
		if (order.isBlank()) {
			acknowledgment.reject(ReasonCode.PAYLOAD_FORMAT_INVALID);
			return;
		}
		process(order, acknowledgment::acknowledge);
	}
	// end::acknowledgment[]

	// tag::dead-letters[]
	@MqttListener("dead-letters/#")
	void onDeadLetter(byte[] payload, @Header(MqttHeaders.DLT_ORIGINAL_TOPIC) String topic,
			@Header(MqttHeaders.DLT_EXCEPTION_MESSAGE) String reason) {
		// …
	}
	// end::dead-letters[]

	private void process(String order, Runnable whenDone) {
		whenDone.run();
	}

	static class Beans {

		// tag::recoverer[]
		@Bean
		DeadLetterPublishingRecoverer recoverer(MqttClient client) {
			return new DeadLetterPublishingRecoverer(client,
					(failed) -> "failed/" + failed.container().getListenerId());
		}
		// end::recoverer[]

		// tag::error-handler[]
		@Bean
		MqttListenerErrorHandler ignoreDuplicates() {
			return (message, exception, acknowledgment) -> {
				if (exception.getCause() instanceof DuplicateOrderException) {
					return null;
				}
				throw exception;
			};
		}
		// end::error-handler[]

	}

	static class Handled {

		// tag::with-error-handler[]
		@MqttListener(topics = "orders", errorHandler = "ignoreDuplicates")
		void onOrder(String order) {
			// …
		}
		// end::with-error-handler[]

	}

	static class DuplicateOrderException extends RuntimeException {

		private static final long serialVersionUID = 1L;

	}

}
