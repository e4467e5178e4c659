package io.topicwire.mqtt.spring.annotation;

import io.topicwire.mqtt.spring.config.MqttListenerEndpointRegistrar;

/**
 * Implemented by beans that register listeners in code.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface MqttListenerConfigurer {

	/**
	 * Register listeners.
	 * @param registrar takes them
	 */
	void configureMqttListeners(MqttListenerEndpointRegistrar registrar);

}
