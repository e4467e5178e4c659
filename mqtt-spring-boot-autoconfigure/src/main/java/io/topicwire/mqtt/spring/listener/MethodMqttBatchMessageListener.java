package io.topicwire.mqtt.spring.listener;

import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CompletionStage;

import io.topicwire.mqtt.spring.support.Acknowledgment;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.messaging.support.GenericMessage;

/**
 * Calls a method for each batch: with a list of payloads, of messages, or of messages as
 * they were received, and with what acknowledges all of them if it wants that.
 *
 * @since 0.1.0
 */
public final class MethodMqttBatchMessageListener implements MqttBatchMessageListener {

	// Not looked at, as all arguments are provided
	private static final Message<String> NO_MESSAGE = new GenericMessage<>("batch");

	private final InvocableHandlerMethod method;

	private final ReturnType returnType;

	private final ElementParameter element;

	private final MqttMessageHandlerMethodFactory methodFactory;

	/**
	 * Create a listener.
	 * @param bean the bean
	 * @param method the method to call, invocable on the bean
	 * @param methodFactory converts payloads
	 * @throws IllegalStateException if the method cannot be called for batches
	 */
	public MethodMqttBatchMessageListener(Object bean, Method method, MqttMessageHandlerMethodFactory methodFactory) {
		this.method = methodFactory.createUnchecked(bean, method);
		this.returnType = ReturnType.of(method);
		this.methodFactory = methodFactory;
		if (this.returnType.isReply()) {
			throw invalid("it returns %s, but there is no reply to a batch; let it return void or a future"
				.formatted(method.getReturnType().getSimpleName()));
		}
		this.element = findElement();
	}

	private ElementParameter findElement() {
		ElementParameter element = null;
		for (MethodParameter parameter : this.method.getMethodParameters()) {
			Class<?> type = parameter.getParameterType();
			if (type == Acknowledgment.class || ContinuationArgumentResolver.isContinuation(parameter)) {
				continue;
			}
			if (type != List.class || isHeader(parameter)) {
				throw invalid(
						"its parameter %d of type %s is that of a single message; take List<Message<…>>, which has the headers, or List<MqttMessage>, or remove batch = \"true\""
							.formatted(parameter.getParameterIndex(), type.getSimpleName()));
			}
			if (element != null) {
				throw invalid("it has several lists; take one of payloads, of Message<…> or of MqttMessage");
			}
			element = new ElementParameter(parameter);
		}
		if (element == null) {
			throw invalid("it has no parameter that takes the batch; add one of type List");
		}
		if (!element.isKnown()) {
			throw invalid("its list does not say what it is of; take for example List<String>");
		}
		return element;
	}

	private static boolean isHeader(MethodParameter parameter) {
		return parameter.hasParameterAnnotation(Header.class) || parameter.hasParameterAnnotation(Headers.class)
				|| parameter.hasParameterAnnotation(DestinationVariable.class);
	}

	private IllegalStateException invalid(String reason) {
		return new IllegalStateException("Listener method %s cannot be called for batches: %s"
			.formatted(this.method.getMethod().toGenericString(), reason));
	}

	@Override
	public Message<?> convert(Message<byte[]> message) throws Exception {
		Object element = this.methodFactory.resolveArgument(this.element, message);
		if (element == null) {
			throw new MessageConversionException(
					"Payload is empty, which %s has no element for; take List<byte[]>, List<String> or List<MqttMessage>"
						.formatted(this.method.getMethod().toGenericString()));
		}
		return takesMessages() ? (Message<?>) element : new GenericMessage<>(element, message.getHeaders());
	}

	private boolean takesMessages() {
		return Message.class.isAssignableFrom(this.element.getParameterType());
	}

	@Override
	public @Nullable CompletionStage<?> onMessages(List<Message<?>> messages, Acknowledgment acknowledgment)
			throws Exception {
		List<?> elements = takesMessages() ? messages : messages.stream().map(Message::getPayload).toList();
		return this.returnType.toStage(this.method.invoke(NO_MESSAGE, elements, acknowledgment));
	}

	@Override
	public String toString() {
		return this.method.getShortLogMessage();
	}

}
