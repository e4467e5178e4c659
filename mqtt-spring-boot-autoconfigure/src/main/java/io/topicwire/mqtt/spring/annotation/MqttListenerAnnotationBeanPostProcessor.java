package io.topicwire.mqtt.spring.annotation;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import io.topicwire.mqtt.spring.config.MethodMqttListenerEndpoint;
import io.topicwire.mqtt.spring.config.MqttListenerConfigUtils;
import io.topicwire.mqtt.spring.config.MqttListenerContainerFactory;
import io.topicwire.mqtt.spring.config.MqttListenerEndpointRegistrar;
import io.topicwire.mqtt.spring.config.MqttListenerEndpointRegistry;
import io.topicwire.mqtt.spring.config.MultiMethodMqttListenerEndpoint;
import io.topicwire.mqtt.spring.config.NoSuchListenerContainerFactoryException;
import io.topicwire.mqtt.topic.TopicTemplate;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.Assert;

/**
 * Makes a listener of each {@link MqttListener @MqttListener} method or class. Errors in
 * annotations are found when the bean is made, and keep the application from starting.
 *
 * @since 0.1.0
 * @see EnableMqtt
 */
public class MqttListenerAnnotationBeanPostProcessor
		implements BeanPostProcessor, BeanFactoryAware, SmartInitializingSingleton, Ordered {

	private static final String GENERATED_ID_PREFIX = "io.topicwire.mqtt.MqttListenerEndpointContainer#";

	private final MqttListenerEndpointRegistrar registrar = new MqttListenerEndpointRegistrar(this::getRegistry);

	private final ListenerMethodValidator validator = new ListenerMethodValidator();

	private final AtomicInteger counter = new AtomicInteger();

	private @Nullable BeanFactory beanFactory;

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof AopInfrastructureBean) {
			return bean;
		}
		Class<?> targetClass = AopUtils.getTargetClass(bean);
		if (AnnotationUtils.isCandidateClass(targetClass, MqttListener.class)) {
			Set<Method> methods = MethodIntrospector.selectMethods(targetClass,
					(Method method) -> !findAnnotations(method).isEmpty());
			Set<MqttListener> annotations = findAnnotations(targetClass);
			if (!methods.isEmpty() || !annotations.isEmpty()) {
				requireSingleton(beanName, targetClass);
			}
			methods.forEach(
					(method) -> findAnnotations(method).forEach((annotation) -> process(bean, method, annotation)));
			annotations.forEach((annotation) -> process(bean, targetClass, annotation));
		}
		return bean;
	}

	/**
	 * Refuse beans of which there may be several: each would be subscribed, and none ever
	 * unsubscribed.
	 */
	private void requireSingleton(String beanName, Class<?> type) {
		BeanFactory beanFactory = getBeanFactory();
		if (beanFactory.containsBean(beanName) && !beanFactory.isSingleton(beanName)) {
			throw new IllegalStateException(
					"Bean '%s' of %s has methods with @MqttListener and is no singleton; move them to one"
						.formatted(beanName, type.getName()));
		}
	}

	private static Set<MqttListener> findAnnotations(AnnotatedElement element) {
		return AnnotatedElementUtils.findMergedRepeatableAnnotations(element, MqttListener.class, MqttListeners.class);
	}

	private void process(Object bean, Method method, MqttListener annotation) {
		ExpressionResolver resolver = new ExpressionResolver(getBeanFactory(), annotation.beanRef(), bean);
		ListenerAttributes attributes = new ListenerAttributes(annotation, method.toGenericString(), resolver);
		List<TopicTemplate> topics = attributes.topics();
		this.validator.validate(method, topics);
		MethodMqttListenerEndpoint endpoint = new MethodMqttListenerEndpoint(determineId(attributes), bean,
				AopUtils.selectInvocableMethod(method, bean.getClass()), topics);
		endpoint.setBatch(attributes.batch());
		endpoint.setBatchSize(attributes.batchSize());
		endpoint.setBatchTimeout(attributes.batchTimeout());
		endpoint.setReplyTopic(new ReplyTopicResolver(resolver).resolve(method, AopUtils.getTargetClass(bean), topics));
		register(endpoint, attributes, method.toGenericString());
	}

	private void process(Object bean, Class<?> type, MqttListener annotation) {
		ExpressionResolver resolver = new ExpressionResolver(getBeanFactory(), annotation.beanRef(), bean);
		ListenerAttributes attributes = new ListenerAttributes(annotation, type.toString(), resolver);
		List<TopicTemplate> topics = attributes.topics();
		Assert.state(!attributes.batch(),
				() -> "@MqttListener on %s has batch = \"true\", but its methods are chosen for each message; put the annotation on the method that takes batches"
					.formatted(type));
		Map<Method, @Nullable TopicTemplate> methods = new LinkedHashMap<>();
		Method defaultMethod = null;
		for (Map.Entry<Method, MqttHandler> handler : findHandlers(type).entrySet()) {
			this.validator.validate(handler.getKey(), topics);
			Method method = AopUtils.selectInvocableMethod(handler.getKey(), bean.getClass());
			methods.put(method, new ReplyTopicResolver(resolver).resolve(handler.getKey(), type, topics));
			if (handler.getValue().isDefault()) {
				Assert.state(defaultMethod == null,
						() -> "%s has several default methods; let one @MqttHandler have isDefault = true"
							.formatted(type));
				defaultMethod = method;
			}
		}
		Assert.state(!methods.isEmpty(),
				() -> "@MqttListener on %s has no methods to call; mark them with @MqttHandler".formatted(type));
		register(new MultiMethodMqttListenerEndpoint(determineId(attributes), bean, methods, defaultMethod, topics),
				attributes, type.toString());
	}

	private static Map<Method, MqttHandler> findHandlers(Class<?> type) {
		return MethodIntrospector.selectMethods(type,
				(MethodIntrospector.MetadataLookup<MqttHandler>) (method) -> AnnotatedElementUtils
					.findMergedAnnotation(method, MqttHandler.class));
	}

	private String determineId(ListenerAttributes attributes) {
		String id = attributes.id();
		return (id != null) ? id : GENERATED_ID_PREFIX + this.counter.getAndIncrement();
	}

	private void register(MethodMqttListenerEndpoint endpoint, ListenerAttributes attributes, String element) {
		endpoint.setSubscribeOptions(attributes.subscribeOptions());
		endpoint.setAutoStartup(attributes.autoStartup());
		endpoint.setGroup(attributes.group());
		endpoint.setAckMode(attributes.ackMode());
		endpoint.setConcurrency(attributes.concurrency());
		endpoint.setGracefulShutdownPeriod(attributes.gracefulShutdownPeriod());
		endpoint.setTaskExecutor(attributes.executor());
		endpoint.setErrorHandler(attributes.errorHandler());
		endpoint.setMessageConverter(attributes.messageConverter());
		endpoint.setFilter(attributes.filter());
		endpoint.setAdviceChain(attributes.adviceChain());
		endpoint.setReplyOptions(attributes.replyOptions());
		endpoint.setContainerPostProcessor(attributes.containerPostProcessor());
		Object factory = attributes.containerFactory();
		this.registrar.registerEndpoint(endpoint, () -> getContainerFactory(factory, element));
	}

	private MqttListenerContainerFactory getContainerFactory(Object factoryOrName, String element) {
		if (factoryOrName instanceof MqttListenerContainerFactory factory) {
			return factory;
		}
		String beanName = factoryOrName.toString();
		try {
			return getBeanFactory().getBean(beanName, MqttListenerContainerFactory.class);
		}
		catch (NoSuchBeanDefinitionException ex) {
			throw new NoSuchListenerContainerFactoryException(beanName, element, ex);
		}
	}

	@Override
	public void afterSingletonsInstantiated() {
		getBeanFactory().getBeanProvider(MqttListenerConfigurer.class)
			.orderedStream()
			.forEach((configurer) -> configurer.configureMqttListeners(this.registrar));
		this.registrar.registerAllEndpoints();
	}

	private MqttListenerEndpointRegistry getRegistry() {
		return getBeanFactory().getBean(MqttListenerConfigUtils.MQTT_LISTENER_ENDPOINT_REGISTRY_BEAN_NAME,
				MqttListenerEndpointRegistry.class);
	}

	private BeanFactory getBeanFactory() {
		Assert.state(this.beanFactory != null, "'beanFactory' must not be null");
		return this.beanFactory;
	}

}
