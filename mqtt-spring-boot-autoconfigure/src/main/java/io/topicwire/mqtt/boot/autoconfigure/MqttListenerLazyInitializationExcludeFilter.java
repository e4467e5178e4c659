package io.topicwire.mqtt.boot.autoconfigure;

import io.topicwire.mqtt.spring.annotation.MqttListener;
import io.topicwire.mqtt.spring.annotation.MqttListeners;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodIntrospector.MetadataLookup;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;

/**
 * Keeps beans with listeners from being initialized lazily: nobody else would ask for
 * them, and their messages would not be received.
 */
class MqttListenerLazyInitializationExcludeFilter implements LazyInitializationExcludeFilter {

	@Override
	public boolean isExcluded(String beanName, BeanDefinition beanDefinition, Class<?> beanType) {
		MetadataLookup<Boolean> listeners = (method) -> (AnnotatedElementUtils.hasAnnotation(method, MqttListener.class)
				|| AnnotatedElementUtils.hasAnnotation(method, MqttListeners.class)) ? Boolean.TRUE : null;
		return AnnotationUtils.isCandidateClass(beanType, MqttListener.class)
				&& !MethodIntrospector.selectMethods(beanType, listeners).isEmpty();
	}

}
