package io.topicwire.mqtt.spring.listener;

import io.topicwire.mqtt.MqttMessage;

import org.springframework.util.Assert;

/**
 * Asks an interceptor, and makes sure that what it returns is still for the listener.
 */
final class InterceptedMessages {

	private InterceptedMessages() {
	}

	static MqttMessage intercept(MqttMessageInterceptor interceptor, MqttMessage message) throws Exception {
		MqttMessage intercepted = interceptor.intercept(message);
		Assert.state(intercepted != null && intercepted.topic().equals(message.topic()),
				() -> "Interceptor %s has made %s of a message from topic '%s'; return one of the same topic".formatted(
						interceptor.getClass().getName(),
						(intercepted != null) ? "one to topic '" + intercepted.topic() + "'" : "nothing",
						message.topic()));
		return intercepted;
	}

}
