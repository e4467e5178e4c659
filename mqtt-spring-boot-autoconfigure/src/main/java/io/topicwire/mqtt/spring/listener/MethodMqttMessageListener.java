package io.topicwire.mqtt.spring.listener;

import java.util.Map;
import java.util.concurrent.CompletionStage;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.spring.support.Acknowledgment;
import io.topicwire.mqtt.spring.support.ReceivedMessages;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;

/**
 * Calls a method for each message.
 *
 * @since 0.1.0
 */
public final class MethodMqttMessageListener implements MqttMessageListener {

	private final InvocableHandlerMethod method;

	private final @Nullable MqttListenerErrorHandler errorHandler;

	/**
	 * Create a listener.
	 * @param method the method to call
	 * @param errorHandler handles what the method throws, or {@code null} to let it pass
	 */
	public MethodMqttMessageListener(InvocableHandlerMethod method, @Nullable MqttListenerErrorHandler errorHandler) {
		this.method = method;
		this.errorHandler = errorHandler;
	}

	@Override
	public void onMessage(MqttMessage message, Map<String, String> topicVariables) {
		throw new IllegalStateException("%s needs to know how to acknowledge messages".formatted(this));
	}

	@Override
	public @Nullable CompletionStage<?> onMessage(MqttMessage message, Map<String, String> topicVariables,
			Acknowledgment acknowledgment) throws Exception {
		invoke(ReceivedMessages.toMessage(message, topicVariables, acknowledgment), acknowledgment);
		return null;
	}

	private @Nullable Object invoke(Message<?> message, Acknowledgment acknowledgment) throws Exception {
		try {
			return this.method.invoke(message);
		}
		catch (Exception ex) {
			if (this.errorHandler == null) {
				throw ex;
			}
			return this.errorHandler.handleError(message,
					new ListenerExecutionFailedException("%s failed".formatted(this), ex), acknowledgment);
		}
	}

	@Override
	public String toString() {
		return this.method.getShortLogMessage();
	}

}
