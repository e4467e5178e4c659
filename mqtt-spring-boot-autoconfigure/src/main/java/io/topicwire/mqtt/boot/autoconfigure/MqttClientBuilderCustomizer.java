package io.topicwire.mqtt.boot.autoconfigure;

import io.topicwire.mqtt.client.MqttClientBuilder;

/**
 * Callback interface that can be used to customize the auto-configured
 * {@link MqttClientBuilder}. Called after all properties have been applied.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface MqttClientBuilderCustomizer {

	/**
	 * Callback to customize a {@link MqttClientBuilder} instance.
	 * @param builder the builder to customize
	 */
	void customize(MqttClientBuilder builder);

}
