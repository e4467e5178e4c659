package io.topicwire.mqtt.test.context;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.topicwire.mqtt.spring.core.MqttClientRegistry;
import io.topicwire.mqtt.test.EmbeddedMqttBroker;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * {@link ContextCustomizer} that starts a broker for each connection. Equal to another
 * one with the same connections, so that contexts are shared.
 *
 * @param connections the names of the connections
 */
record EmbeddedMqttContextCustomizer(Set<String> connections) implements ContextCustomizer {

	private static final String BEAN_NAME = "embeddedMqttBroker";

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
		Map<String, Object> urls = new LinkedHashMap<>();
		for (String connection : this.connections) {
			EmbeddedMqttBroker broker = new EmbeddedMqttBroker();
			register(connection, broker, context.getBeanFactory());
			broker.start();
			urls.put(urlProperty(connection), broker.url());
		}
		context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("embeddedMqtt", urls));
	}

	private static String urlProperty(String connection) {
		return isDefault(connection) ? "mqtt.url" : "mqtt.connection." + connection + ".url";
	}

	private static boolean isDefault(String connection) {
		return MqttClientRegistry.DEFAULT_CONNECTION.equals(connection);
	}

	private static void register(String connection, EmbeddedMqttBroker broker, ConfigurableBeanFactory beanFactory) {
		String beanName = isDefault(connection) ? BEAN_NAME : connection + "EmbeddedMqttBroker";
		RootBeanDefinition definition = new RootBeanDefinition(EmbeddedMqttBroker.class, () -> broker);
		definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, connection));
		definition.setDefaultCandidate(isDefault(connection));
		definition.setAttribute(BeanRegistrationAotProcessor.IGNORE_REGISTRATION_ATTRIBUTE, true);
		// As the first of all the broker is closed as the last
		definition.setDestroyMethodName("");
		((DefaultSingletonBeanRegistry) beanFactory).registerDisposableBean(beanName, broker::close);
		((BeanDefinitionRegistry) beanFactory).registerBeanDefinition(beanName, definition);
	}

}
