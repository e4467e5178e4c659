package io.topicwire.mqtt.boot.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import io.topicwire.mqtt.spring.observation.MqttListenerObservationConvention;
import io.topicwire.mqtt.spring.observation.MqttListenerObservations;
import io.topicwire.mqtt.spring.observation.MqttPublishObservationConvention;
import io.topicwire.mqtt.spring.observation.MqttPublishObservations;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Finds out how templates and listeners are observed.
 */
class MqttObservations {

	private final ObjectProvider<ObservationRegistry> registry;

	private final ObjectProvider<MqttPublishObservationConvention> publishConvention;

	private final ObjectProvider<MqttListenerObservationConvention> listenerConvention;

	MqttObservations(ObjectProvider<ObservationRegistry> registry,
			ObjectProvider<MqttPublishObservationConvention> publishConvention,
			ObjectProvider<MqttListenerObservationConvention> listenerConvention) {
		this.registry = registry;
		this.publishConvention = publishConvention;
		this.listenerConvention = listenerConvention;
	}

	MqttPublishObservations publish(String connection, MqttConnectionProperties properties) {
		return new MqttPublishObservations(registry(properties.getTemplate().isObservationEnabled()),
				this.publishConvention.getIfUnique(), connection);
	}

	MqttListenerObservations listener(String connection, MqttConnectionProperties properties) {
		return new MqttListenerObservations(registry(properties.getListener().isObservationEnabled()),
				this.listenerConvention.getIfUnique(), connection);
	}

	private ObservationRegistry registry(boolean enabled) {
		return enabled ? this.registry.getIfUnique(() -> ObservationRegistry.NOOP) : ObservationRegistry.NOOP;
	}

}
