package io.topicwire.mqtt.spring.listener;

import io.topicwire.mqtt.MqttMessage;

/**
 * Changes messages before a listener gets them, for example to decrypt their payload.
 * Called on a thread of the listener, within its observation and its advice, at each
 * attempt to handle a message. For a listener that takes batches it is called once for
 * each message, before observation, advice and the first attempt: a message that it
 * cannot handle is left out of the batch and treated like one that failed for good. Must
 * be thread-safe if the listener handles several messages at once.
 * <p>
 * To keep messages from a listener, or to do something around its call, use a
 * {@link MqttMessageFilter} or advice. Events, recoverers and dead letters have the
 * message as it was received.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface MqttMessageInterceptor {

	/**
	 * Change a message.
	 * @param message the message as it was received
	 * @return what the listener is called with, the same message or another one of the
	 * same topic
	 * @throws Exception if nothing can be made of the message, which is a failure of the
	 * listener
	 */
	MqttMessage intercept(MqttMessage message) throws Exception;

	/**
	 * Return an interceptor that changes what this one returns.
	 * @param next what comes after this one
	 * @return both, one after the other
	 */
	default MqttMessageInterceptor andThen(MqttMessageInterceptor next) {
		return (message) -> next.intercept(intercept(message));
	}

}
