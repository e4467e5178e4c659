package io.topicwire.mqtt.spring.core;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.PublishResult;

/**
 * Is told what becomes of each message that a template sends. Called on threads of the
 * client, which a blocking call would keep from other work. What it throws is logged and
 * changes nothing.
 *
 * @since 0.1.0
 */
public interface MqttPublishListener {

	/**
	 * A message is written (QoS 0), or the broker has taken it over (QoS 1 and 2).
	 * @param message the message as it was sent
	 * @param result what the broker said
	 */
	default void onSuccess(MqttMessage message, PublishResult result) {
	}

	/**
	 * A message could not be sent.
	 * @param message the message
	 * @param failure the reason
	 */
	default void onError(MqttMessage message, Throwable failure) {
	}

}
