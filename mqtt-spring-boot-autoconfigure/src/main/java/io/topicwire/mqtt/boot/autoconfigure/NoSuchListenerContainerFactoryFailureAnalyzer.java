package io.topicwire.mqtt.boot.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.topicwire.mqtt.spring.config.MqttListenerConfigUtils;
import io.topicwire.mqtt.spring.config.NoSuchListenerContainerFactoryException;
import io.topicwire.mqtt.spring.core.MqttClientRegistry;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Explains a {@link NoSuchListenerContainerFactoryException}: mostly, a listener names a
 * connection that is not configured. Asked before the analyzer of Spring Boot for beans
 * that there are not, which sees only the cause.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class NoSuchListenerContainerFactoryFailureAnalyzer
		extends AbstractFailureAnalyzer<NoSuchListenerContainerFactoryException> {

	private static final String SUFFIX = MqttListenerConfigUtils.getListenerContainerFactoryBeanName("");

	private final Environment environment;

	NoSuchListenerContainerFactoryFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, NoSuchListenerContainerFactoryException cause) {
		String beanName = cause.getBeanName();
		if (beanName.equals(MqttListenerConfigUtils.DEFAULT_MQTT_LISTENER_CONTAINER_FACTORY_BEAN_NAME)) {
			return new FailureAnalysis(
					"@MqttListener on %s has no MqttListenerContainerFactory: there is not exactly one MqttClient."
						.formatted(cause.getListener()),
					"Mark one MqttClient as primary, or declare the bean '%s'.".formatted(beanName), cause);
		}
		if (!beanName.endsWith(SUFFIX)) {
			return new FailureAnalysis(
					"@MqttListener on %s names a containerFactory '%s' that there is not."
						.formatted(cause.getListener(), beanName),
					"Declare a bean '%s' of type MqttListenerContainerFactory, or correct the name."
						.formatted(beanName),
					cause);
		}
		String connection = beanName.substring(0, beanName.length() - SUFFIX.length());
		List<String> connections = new ArrayList<>();
		connections.add(MqttClientRegistry.DEFAULT_CONNECTION);
		connections.addAll(MqttConnectionPropertiesBinder.names(this.environment));
		return new FailureAnalysis(
				"@MqttListener on %s names the connection '%s', but there are only %s.".formatted(cause.getListener(),
						connection, connections),
				"Set 'mqtt.connection.%s.url', or name one of the connections that there are.".formatted(connection),
				cause);
	}

}
