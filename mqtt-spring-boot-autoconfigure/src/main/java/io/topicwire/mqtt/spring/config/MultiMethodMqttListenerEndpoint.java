package io.topicwire.mqtt.spring.config;

import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.topicwire.mqtt.spring.listener.MethodMqttMessageListener;
import io.topicwire.mqtt.spring.listener.MqttMessageHandlerMethodFactory;
import io.topicwire.mqtt.spring.listener.MqttMessageListener;
import io.topicwire.mqtt.topic.TopicTemplate;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.handler.annotation.support.MessageHandlerMethodFactory;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.util.Assert;

/**
 * {@link MqttListenerEndpoint} for several methods of a bean, one of which is called for
 * each message, chosen by the type of its payload.
 *
 * @since 0.1.0
 */
public class MultiMethodMqttListenerEndpoint extends MethodMqttListenerEndpoint {

	private final Object bean;

	private final Map<Method, @Nullable TopicTemplate> methods;

	private final @Nullable Method defaultMethod;

	/**
	 * Create an endpoint.
	 * @param id the identifier of the listener
	 * @param bean the bean
	 * @param methods the methods, invocable on the bean, with the topics that their
	 * results are sent to, {@code null} for none; at least one
	 * @param defaultMethod that of them which is called for messages that no other takes,
	 * {@code null} for none
	 * @param topics the topics; at least one
	 */
	public MultiMethodMqttListenerEndpoint(String id, Object bean, Map<Method, @Nullable TopicTemplate> methods,
			@Nullable Method defaultMethod, List<TopicTemplate> topics) {
		super(id, bean, methods.keySet().iterator().next(), topics);
		this.bean = bean;
		this.methods = new LinkedHashMap<>(methods);
		this.defaultMethod = defaultMethod;
	}

	@Override
	public MqttMessageListener createListener(MessageHandlerMethodFactory methodFactory) {
		Assert.isInstanceOf(MqttMessageHandlerMethodFactory.class, methodFactory,
				"Methods are chosen by their payload only with a MqttMessageHandlerMethodFactory: ");
		Map<InvocableHandlerMethod, @Nullable TopicTemplate> invocables = new LinkedHashMap<>();
		InvocableHandlerMethod defaultInvocable = null;
		for (Map.Entry<Method, @Nullable TopicTemplate> method : this.methods.entrySet()) {
			InvocableHandlerMethod invocable = methodFactory.createInvocableHandlerMethod(this.bean, method.getKey());
			invocables.put(invocable, method.getValue());
			defaultInvocable = (method.getKey().equals(this.defaultMethod)) ? invocable : defaultInvocable;
		}
		return MethodMqttMessageListener.of(invocables, defaultInvocable,
				((MqttMessageHandlerMethodFactory) methodFactory).getMessageConverter(), getErrorHandler());
	}

}
