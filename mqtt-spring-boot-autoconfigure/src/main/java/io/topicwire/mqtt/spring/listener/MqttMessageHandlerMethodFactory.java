package io.topicwire.mqtt.spring.listener;

import java.lang.reflect.Method;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.KotlinDetector;
import org.springframework.core.MethodParameter;
import org.springframework.core.convert.ConversionService;
import org.springframework.format.support.DefaultFormattingConversionService;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.handler.annotation.support.DestinationVariableMethodArgumentResolver;
import org.springframework.messaging.handler.annotation.support.HeaderMethodArgumentResolver;
import org.springframework.messaging.handler.annotation.support.HeadersMethodArgumentResolver;
import org.springframework.messaging.handler.annotation.support.MessageHandlerMethodFactory;
import org.springframework.messaging.handler.annotation.support.MessageMethodArgumentResolver;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolverComposite;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.validation.Validator;

/**
 * Makes listener methods callable with all the parameters that they may have.
 *
 * @since 0.1.0
 */
public final class MqttMessageHandlerMethodFactory implements MessageHandlerMethodFactory {

	private final MessageConverter messageConverter;

	private final HandlerMethodArgumentResolverComposite argumentResolvers = new HandlerMethodArgumentResolverComposite();

	/**
	 * Create a factory.
	 * @param messageConverter converts payloads to the type of the parameter
	 * @param beanFactory resolves placeholders in default values of headers, or
	 * {@code null} to leave them as they are
	 * @param validator validates payloads whose parameter is annotated with
	 * {@code @Valid} or {@code @Validated}, or {@code null} to leave them alone
	 */
	public MqttMessageHandlerMethodFactory(MessageConverter messageConverter,
			@Nullable ConfigurableBeanFactory beanFactory, @Nullable Validator validator) {
		this.messageConverter = messageConverter;
		ConversionService conversionService = new DefaultFormattingConversionService();
		this.argumentResolvers.addResolvers(List.of(new ContinuationArgumentResolver(),
				new HeaderMethodArgumentResolver(conversionService, beanFactory), new HeadersMethodArgumentResolver(),
				new DestinationVariableMethodArgumentResolver(conversionService), new MqttMessageArgumentResolver(),
				new MessageMethodArgumentResolver(messageConverter),
				new MqttPayloadArgumentResolver(messageConverter, validator)));
	}

	/**
	 * Return what converts payloads.
	 * @return the converter
	 */
	public MessageConverter getMessageConverter() {
		return this.messageConverter;
	}

	/**
	 * Make of a message what a parameter of a listener method takes.
	 * @param parameter the parameter
	 * @param message the message as it was received
	 * @return the argument
	 * @throws Exception if the message could not be converted
	 */
	@Nullable Object resolveArgument(MethodParameter parameter, Message<?> message) throws Exception {
		return this.argumentResolvers.resolveArgument(parameter, message);
	}

	/**
	 * Create what calls a method.
	 * @throws IllegalStateException if several parameters would be the payload
	 */
	@Override
	public InvocableHandlerMethod createInvocableHandlerMethod(Object bean, Method method) {
		InvocableHandlerMethod handlerMethod = createUnchecked(bean, method);
		ListenerMethod.requireOnePayload(handlerMethod);
		return handlerMethod;
	}

	/**
	 * Create what calls a method whose parameters are not those of a single message.
	 */
	InvocableHandlerMethod createUnchecked(Object bean, Method method) {
		InvocableHandlerMethod handlerMethod = KotlinDetector.isSuspendingFunction(method)
				? new SuspendingHandlerMethod(bean, method) : new InvocableHandlerMethod(bean, method);
		handlerMethod.setMessageMethodArgumentResolvers(this.argumentResolvers);
		return handlerMethod;
	}

}
