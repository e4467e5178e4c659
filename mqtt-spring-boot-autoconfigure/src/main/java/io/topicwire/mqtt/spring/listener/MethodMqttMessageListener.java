package io.topicwire.mqtt.spring.listener;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.spring.support.Acknowledgment;
import io.topicwire.mqtt.spring.support.ReceivedMessages;
import io.topicwire.mqtt.topic.TopicTemplate;
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

	private final ReturnType returnType;

	private final @Nullable TopicTemplate replyTopic;

	private final @Nullable MqttListenerErrorHandler errorHandler;

	/**
	 * Create a listener.
	 * @param method the method to call
	 * @param replyTopic where its results are sent to if a message does not say so, made
	 * of the levels that the topic template of the message names; {@code null} for
	 * nowhere
	 * @param errorHandler handles what the method throws, or {@code null} to let it pass
	 * @throws IllegalStateException if nobody could say when the method is done
	 */
	public MethodMqttMessageListener(InvocableHandlerMethod method, @Nullable TopicTemplate replyTopic,
			@Nullable MqttListenerErrorHandler errorHandler) {
		this.method = method;
		this.returnType = ReturnType.of(method.getMethod());
		this.replyTopic = replyTopic;
		this.errorHandler = errorHandler;
	}

	@Override
	public void onMessage(MqttMessage message, Map<String, String> topicVariables) {
		throw new IllegalStateException("%s needs to know how to acknowledge messages".formatted(this));
	}

	@Override
	public @Nullable CompletionStage<?> onMessage(MqttMessage message, Map<String, String> topicVariables,
			Acknowledgment acknowledgment) throws Exception {
		Message<?> received = ReceivedMessages.toMessage(message, topicVariables, acknowledgment);
		Object result;
		CompletionStage<?> stage;
		try {
			result = this.method.invoke(received);
			stage = this.returnType.toStage(result);
		}
		catch (Exception ex) {
			result = handleError(received, ex, acknowledgment);
			stage = null;
		}
		if (stage == null) {
			return (result != null) ? CompletableFuture.completedFuture(toReply(result)) : null;
		}
		return stage
			.handle((value, failure) -> (failure != null)
					? handleLateError(received, MessageInvocation.unwrap(failure), acknowledgment) : value)
			.thenApply(this::toReply);
	}

	private @Nullable Reply toReply(@Nullable Object result) {
		return (result != null) ? new Reply(result, this.replyTopic) : null;
	}

	private @Nullable Object handleLateError(Message<?> message, Throwable failure, Acknowledgment acknowledgment) {
		try {
			if (failure instanceof Exception exception) {
				return handleError(message, exception, acknowledgment);
			}
			throw failure;
		}
		catch (Throwable ex) {
			throw new CompletionException(ex);
		}
	}

	private @Nullable Object handleError(Message<?> message, Exception failure, Acknowledgment acknowledgment)
			throws Exception {
		if (this.errorHandler == null) {
			throw failure;
		}
		return this.errorHandler.handleError(message,
				new ListenerExecutionFailedException("%s failed".formatted(this), failure), acknowledgment);
	}

	@Override
	public boolean isAsyncReplies() {
		return this.returnType.hasResult();
	}

	@Override
	public String toString() {
		return this.method.getShortLogMessage();
	}

}
