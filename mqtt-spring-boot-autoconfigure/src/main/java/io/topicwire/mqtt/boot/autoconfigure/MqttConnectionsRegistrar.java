package io.topicwire.mqtt.boot.autoconfigure;

import java.util.Collections;
import java.util.Set;

import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.config.DefaultMqttListenerContainerFactory;
import io.topicwire.mqtt.spring.config.MqttListenerConfigUtils;
import io.topicwire.mqtt.spring.core.MqttTemplate;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.EnvironmentAware;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Registers client, template and listener container factory of each named connection
 * unless the user has. They are found by name or by qualifier, never by type alone. Each
 * is made by a method of {@link MqttConnectionBeans}, which ahead-of-time processing can
 * write down.
 */
class MqttConnectionsRegistrar implements ImportBeanDefinitionRegistrar, EnvironmentAware {

	private Set<String> names = Collections.emptySet();

	@Override
	public void setEnvironment(Environment environment) {
		this.names = MqttConnectionPropertiesBinder.names(environment);
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
		for (String name : this.names) {
			register(registry, name, MqttConnectionBeans.clientBeanName(name), MqttClient.class, "client");
			register(registry, name, MqttConnectionBeans.templateBeanName(name), MqttTemplate.class, "template");
			register(registry, name, MqttListenerConfigUtils.getListenerContainerFactoryBeanName(name),
					DefaultMqttListenerContainerFactory.class, "listenerContainerFactory");
		}
	}

	private static void register(BeanDefinitionRegistry registry, String connection, String beanName, Class<?> type,
			String method) {
		if (registry.containsBeanDefinition(beanName)) {
			return;
		}
		RootBeanDefinition definition = new RootBeanDefinition();
		definition.setTargetType(type);
		definition.setFactoryBeanName(MqttConnectionBeans.BEAN_NAME);
		definition.setFactoryMethodName(method);
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, connection);
		definition.setDefaultCandidate(false);
		definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, connection));
		registry.registerBeanDefinition(beanName, definition);
	}

}
