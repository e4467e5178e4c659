package io.topicwire.mqtt.spring.config;

import io.topicwire.mqtt.spring.listener.MqttMessageListenerContainer;

/**
 * Callback for listeners that come and go. Called on the thread that registers them; must
 * return at once and not throw.
 *
 * @since 0.1.0
 */
public interface MqttListenerRegistrationListener {

	/**
	 * A listener was registered. May be told more than once if that happens while this
	 * callback is added.
	 * @param container its container, not started yet by the registry
	 */
	void registered(MqttMessageListenerContainer container);

	/**
	 * A listener was unregistered.
	 * @param container its container, stopped
	 */
	void unregistered(MqttMessageListenerContainer container);

}
