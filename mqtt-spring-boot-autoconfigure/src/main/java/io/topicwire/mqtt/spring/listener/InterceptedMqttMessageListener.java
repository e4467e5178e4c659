package io.topicwire.mqtt.spring.listener;

import java.util.Map;
import java.util.concurrent.CompletionStage;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.spring.support.Acknowledgment;
import org.jspecify.annotations.Nullable;

/**
 * Calls another listener with what an interceptor makes of messages.
 *
 * @since 0.1.0
 */
public final class InterceptedMqttMessageListener implements MqttMessageListener {

	private final MqttMessageListener delegate;

	private final MqttMessageInterceptor interceptor;

	/**
	 * Create a listener.
	 * @param delegate the listener to call
	 * @param interceptor changes messages
	 */
	public InterceptedMqttMessageListener(MqttMessageListener delegate, MqttMessageInterceptor interceptor) {
		this.delegate = delegate;
		this.interceptor = interceptor;
	}

	@Override
	public void onMessage(MqttMessage message, Map<String, String> topicVariables) throws Exception {
		this.delegate.onMessage(InterceptedMessages.intercept(this.interceptor, message), topicVariables);
	}

	@Override
	public @Nullable CompletionStage<?> onMessage(MqttMessage message, Map<String, String> topicVariables,
			Acknowledgment acknowledgment) throws Exception {
		return this.delegate.onMessage(InterceptedMessages.intercept(this.interceptor, message), topicVariables,
				acknowledgment);
	}

	@Override
	public boolean isAsyncReplies() {
		return this.delegate.isAsyncReplies();
	}

	@Override
	public String toString() {
		return this.delegate.toString();
	}

}
