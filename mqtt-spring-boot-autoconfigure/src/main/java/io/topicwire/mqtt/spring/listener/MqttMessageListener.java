package io.topicwire.mqtt.spring.listener;

import java.util.Map;

import io.topicwire.mqtt.MqttMessage;

/**
 * Handles the messages of one listener container.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface MqttMessageListener {

	/**
	 * Handle a message. One of QoS 1 or 2 is acknowledged after this method has returned.
	 * @param message the message
	 * @param topicVariables the levels of its topic name that the topic template names
	 * @throws Exception if the message could not be handled
	 */
	void onMessage(MqttMessage message, Map<String, String> topicVariables) throws Exception;

}
