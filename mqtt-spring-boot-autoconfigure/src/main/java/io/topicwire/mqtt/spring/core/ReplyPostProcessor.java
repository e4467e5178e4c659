package io.topicwire.mqtt.spring.core;

import io.topicwire.mqtt.MqttMessage;

/**
 * Has the last word about the reply to a message. Called on the thread that handles the
 * message, or the one that completes the future that its listener has returned; must not
 * block. What it throws is a failure of the listener.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ReplyPostProcessor {

	/**
	 * Change a reply before it is published.
	 * @param request the message that is answered
	 * @param reply the reply, complete with topic and correlation data
	 * @return what is published, the same reply or another one
	 */
	MqttMessage postProcess(MqttMessage request, MqttMessage reply);

}
