package io.topicwire.mqtt.spring.core;

import io.topicwire.mqtt.client.MqttClient;
import org.jspecify.annotations.Nullable;

/**
 * Callback for what a template does not offer but its client does.
 *
 * @param <T> the type of the result
 * @since 0.1.0
 * @see MqttOperations#execute(MqttClientCallback)
 */
@FunctionalInterface
public interface MqttClientCallback<T extends @Nullable Object> {

	/**
	 * Use the client.
	 * @param client the client, which the callback must not close
	 * @return a result
	 */
	T doInMqtt(MqttClient client);

}
