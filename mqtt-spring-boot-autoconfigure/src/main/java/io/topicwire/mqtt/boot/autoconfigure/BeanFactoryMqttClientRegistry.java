package io.topicwire.mqtt.boot.autoconfigure;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.core.MqttClientRegistry;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.Assert;

/**
 * {@link MqttClientRegistry} of the clients that are beans.
 */
class BeanFactoryMqttClientRegistry implements MqttClientRegistry {

	private final BeanFactory beanFactory;

	private final ObjectProvider<MqttClient> defaultClient;

	private final Set<String> names;

	BeanFactoryMqttClientRegistry(BeanFactory beanFactory, ObjectProvider<MqttClient> defaultClient,
			Set<String> named) {
		this.beanFactory = beanFactory;
		this.defaultClient = defaultClient;
		Set<String> names = new LinkedHashSet<>();
		if (this.defaultClient.getIfUnique() != null) {
			names.add(DEFAULT_CONNECTION);
		}
		names.addAll(named);
		this.names = Collections.unmodifiableSet(names);
	}

	@Override
	public Set<String> getConnectionNames() {
		return this.names;
	}

	@Override
	public MqttClient getClient(String connection) {
		Assert.isTrue(this.names.contains(connection),
				() -> "There is no connection '%s' among %s; set mqtt.connection.%1$s.url".formatted(connection,
						this.names));
		if (DEFAULT_CONNECTION.equals(connection)) {
			return this.defaultClient.getObject();
		}
		return this.beanFactory.getBean(MqttConnectionBeans.clientBeanName(connection), MqttClient.class);
	}

}
