package io.topicwire.mqtt.spring.config;

import io.topicwire.mqtt.spring.listener.ContainerProperties;

/**
 * Changes what the container of one listener is to do, before it is made. Has the last
 * word, after the {@link ContainerCustomizer} of the factory.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ContainerPostProcessor {

	/**
	 * Change what the container is to do.
	 * @param properties what it is to do
	 */
	void postProcess(ContainerProperties properties);

}
