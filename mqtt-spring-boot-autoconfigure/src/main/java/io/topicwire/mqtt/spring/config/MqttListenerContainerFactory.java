package io.topicwire.mqtt.spring.config;

import io.topicwire.mqtt.spring.listener.MqttMessageListenerContainer;

/**
 * Makes listener containers.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface MqttListenerContainerFactory {

	/**
	 * Create a container, which is not started.
	 * @param endpoint the listener
	 * @return the container
	 */
	MqttMessageListenerContainer createListenerContainer(MqttListenerEndpoint endpoint);

}
