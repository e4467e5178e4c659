package io.topicwire.mqtt.spring.listener;

import io.topicwire.mqtt.MqttMessage;

/**
 * Keeps messages from a listener. Called on a thread of the listener, before it is
 * observed and before the payload is converted. Must be thread-safe if the listener
 * handles several messages at once.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface MqttMessageFilter {

	/**
	 * Return whether the listener is called with a message. One that it is not called
	 * with is acknowledged and counted in {@link ListenerStatistics#filtered()}; an
	 * exception is a failure of the listener.
	 * @param message the message
	 * @return whether it is
	 */
	boolean accept(MqttMessage message);

}
