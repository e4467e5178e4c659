package io.topicwire.mqtt.spring.listener;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.spring.support.Acknowledgment;
import io.topicwire.mqtt.spring.support.ReceivedMessages;
import io.topicwire.mqtt.topic.TopicTemplate;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;

/**
 * Calls a method for each message, or that of several which takes its payload.
 *
 * @since 0.1.0
 */
public final class MethodMqttMessageListener implements MqttMessageListener {

	private final List<ListenerMethod> methods;

	private final @Nullable PayloadTypeSelector selector;

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
		this(List.of(ListenerMethod.of(method, replyTopic)), null, errorHandler);
	}

	private MethodMqttMessageListener(List<ListenerMethod> methods, @Nullable PayloadTypeSelector selector,
			@Nullable MqttListenerErrorHandler errorHandler) {
		this.methods = methods;
		this.selector = selector;
		this.errorHandler = errorHandler;
	}

	/**
	 * Create a listener of several methods, one of which is called for each message: that
	 * whose parameter takes what the converter makes of the message when it is asked for
	 * an {@link Object}.
	 * @param methods the methods with their reply topics, {@code null} for none
	 * @param defaultMethod that of them which is called for messages that no other takes,
	 * {@code null} for none
	 * @param converter converts payloads
	 * @param errorHandler handles what the methods throw, or {@code null} to let it pass
	 * @return the listener
	 * @throws IllegalStateException if methods cannot be told apart
	 */
	public static MethodMqttMessageListener of(Map<InvocableHandlerMethod, @Nullable TopicTemplate> methods,
			@Nullable InvocableHandlerMethod defaultMethod, MessageConverter converter,
			@Nullable MqttListenerErrorHandler errorHandler) {
		List<ListenerMethod> all = new ArrayList<>();
		methods.forEach((method, replyTopic) -> all.add(ListenerMethod.of(method, replyTopic)));
		ListenerMethod fallback = all.stream()
			.filter((method) -> method.invocable() == defaultMethod)
			.findFirst()
			.orElse(null);
		return new MethodMqttMessageListener(all, new PayloadTypeSelector(converter, all, fallback), errorHandler);
	}

	@Override
	public void onMessage(MqttMessage message, Map<String, String> topicVariables) {
		throw new IllegalStateException("%s needs to know how to acknowledge messages".formatted(this));
	}

	@Override
	public @Nullable CompletionStage<?> onMessage(MqttMessage message, Map<String, String> topicVariables,
			Acknowledgment acknowledgment) throws Exception {
		Message<byte[]> received = ReceivedMessages.toMessage(message, topicVariables, acknowledgment);
		ListenerMethod method = this.methods.get(0);
		Object result;
		CompletionStage<?> stage;
		try {
			Message<?> converted = received;
			if (this.selector != null) {
				PayloadTypeSelector.Selection selection = this.selector.select(received);
				method = selection.method();
				converted = selection.message();
			}
			result = method.invocable().invoke(converted);
			stage = method.returnType().toStage(result);
		}
		catch (Exception ex) {
			result = handleError(received, ex, acknowledgment);
			stage = null;
		}
		TopicTemplate replyTopic = method.replyTopic();
		if (stage == null) {
			return (result != null) ? CompletableFuture.completedFuture(new Reply(result, replyTopic)) : null;
		}
		return stage
			.handle((value, failure) -> (failure != null)
					? handleLateError(received, MessageInvocation.unwrap(failure), acknowledgment) : value)
			.thenApply((value) -> (value != null) ? new Reply(value, replyTopic) : null);
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
		// What an error handler returns is a reply as well
		return this.errorHandler != null || this.methods.stream().anyMatch((method) -> method.returnType().hasResult());
	}

	@Override
	public String toString() {
		return this.methods.stream()
			.map((method) -> method.invocable().getShortLogMessage())
			.collect(Collectors.joining(", "));
	}

}
