package io.topicwire.mqtt.spring.listener;

import io.topicwire.mqtt.MqttMessage;

/**
 * A message that a listener could not handle, after all attempts.
 *
 * @param container the container of the listener
 * @param message the message
 * @param failure what the last attempt threw
 * @param attempts how often the listener was called, at least 1
 * @since 0.1.0
 */
public record FailedMessage(MqttMessageListenerContainer container, MqttMessage message, Throwable failure,
		int attempts) {

	/**
	 * Return what the user's code threw, without what was wrapped around it.
	 * @return the exception of the listener
	 */
	public Throwable cause() {
		Throwable cause = this.failure.getCause();
		return (this.failure instanceof ListenerExecutionFailedException && cause != null) ? cause : this.failure;
	}

}
