package io.topicwire.mqtt.spring.listener;

import io.topicwire.mqtt.spring.support.Acknowledgment;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;

/**
 * Handles the exception of one call of a listener method, before retries and recoverers
 * come into play.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface MqttListenerErrorHandler {

	/**
	 * Handle an exception.
	 * @param message the message that the method was called with
	 * @param exception what the method threw, as cause of an exception that names the
	 * listener
	 * @param acknowledgment acknowledges or refuses the message
	 * @return what is sent as the reply in place of what the method would have returned,
	 * or {@code null} for no reply
	 * @throws Exception if the message could not be handled; the exception that was
	 * handed in if nothing else is to be said
	 */
	@Nullable Object handleError(Message<?> message, ListenerExecutionFailedException exception, Acknowledgment acknowledgment)
			throws Exception;

}
