package io.topicwire.mqtt.spring.listener;

import java.util.Map;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.spring.support.ReceivedMessages;

import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;

/**
 * Calls a method for each message.
 *
 * @since 0.1.0
 */
public final class MethodMqttMessageListener implements MqttMessageListener {

	private final InvocableHandlerMethod method;

	/**
	 * Create a listener.
	 * @param method the method to call
	 */
	public MethodMqttMessageListener(InvocableHandlerMethod method) {
		this.method = method;
	}

	@Override
	public void onMessage(MqttMessage message, Map<String, String> topicVariables) throws Exception {
		this.method.invoke(ReceivedMessages.toMessage(message, topicVariables));
	}

	@Override
	public String toString() {
		return this.method.getShortLogMessage();
	}

}
