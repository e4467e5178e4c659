package io.topicwire.mqtt.spring.publisher;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

import io.topicwire.mqtt.spring.core.MqttOperations;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.Assert;

/**
 * Makes publishers of interfaces. Thread-safe.
 *
 * @since 0.1.0
 */
public class MqttPublisherFactory implements BeanFactoryAware {

	/**
	 * Bean name of the factory.
	 */
	public static final String BEAN_NAME = "mqttPublisherFactory";

	private @Nullable BeanFactory beanFactory;

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Create a publisher.
	 * @param <T> the interface
	 * @param type the interface, annotated with {@link MqttPublisher @MqttPublisher}
	 * @return the publisher, thread-safe
	 * @throws IllegalStateException if a method could never be called with success
	 */
	public <T> T createPublisher(Class<T> type) {
		MqttPublisher annotation = AnnotatedElementUtils.findMergedAnnotation(type, MqttPublisher.class);
		if (!type.isInterface() || annotation == null) {
			throw new IllegalStateException("%s must be an interface with @MqttPublisher".formatted(type.getName()));
		}
		Map<Method, PublisherMethod> methods = new HashMap<>();
		for (Method method : type.getMethods()) {
			if (Modifier.isAbstract(method.getModifiers())) {
				methods.put(method, PublisherMethod.of(method, type, this::resolve));
			}
		}
		MqttOperations operations = findOperations(type, resolve(annotation.connection()));
		Object publisher = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				new Handler(type, methods, operations));
		return type.cast(publisher);
	}

	private MqttOperations findOperations(Class<?> type, String connection) {
		Assert.state(this.beanFactory != null, "'beanFactory' must not be null");
		MqttOperations operations = this.beanFactory.getBeanProvider(MqttOperations.class).getIfUnique();
		if (operations == null) {
			throw new IllegalStateException(
					"@MqttPublisher %s needs one bean of type MqttOperations; declare an MqttTemplate, or make one of several primary"
						.formatted(type.getName()));
		}
		try {
			return connection.isEmpty() ? operations : operations.connection(connection);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalStateException("@MqttPublisher %s has a bad attribute connection = \"%s\": %s"
				.formatted(type.getName(), connection, ex.getMessage()), ex);
		}
	}

	private String resolve(String text) {
		String resolved = (this.beanFactory instanceof ConfigurableBeanFactory configurable)
				? configurable.resolveEmbeddedValue(text) : text;
		return (resolved != null) ? resolved.trim() : "";
	}

	private record Handler(Class<?> type, Map<Method, PublisherMethod> methods,
			MqttOperations operations) implements InvocationHandler {

		@Override
		public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
			Object[] values = (arguments != null) ? arguments : new Object[0];
			PublisherMethod publisherMethod = this.methods.get(method);
			if (publisherMethod != null) {
				return publisherMethod.invoke(this.operations, values);
			}
			if (method.isDefault()) {
				return InvocationHandler.invokeDefault(proxy, method, arguments);
			}
			return switch (method.getName()) {
				case "equals" -> proxy == values[0];
				case "hashCode" -> System.identityHashCode(proxy);
				default -> "@MqttPublisher " + this.type.getName();
			};
		}

	}

}
