package io.topicwire.mqtt.sample.failures;

/**
 * Thrown when the service desk has no time. Worth another attempt.
 */
class ServiceDeskBusyException extends RuntimeException {

	ServiceDeskBusyException(int attempt) {
		super("The service desk is busy at attempt " + attempt);
	}

}
