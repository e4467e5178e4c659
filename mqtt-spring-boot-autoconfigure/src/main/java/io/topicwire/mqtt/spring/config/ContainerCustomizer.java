package io.topicwire.mqtt.spring.config;

import io.topicwire.mqtt.spring.listener.ContainerProperties;

/**
 * Changes what the containers of a factory are to do, each before it is made.
 *
 * @since 0.1.0
 * @see DefaultMqttListenerContainerFactory#setContainerCustomizer(ContainerCustomizer)
 */
@FunctionalInterface
public interface ContainerCustomizer {

	/**
	 * Change what a container is to do. Called after the factory and the listener have
	 * had their say.
	 * @param listenerId the identifier of the listener
	 * @param properties what its container is to do
	 */
	void configure(String listenerId, ContainerProperties properties);

}
