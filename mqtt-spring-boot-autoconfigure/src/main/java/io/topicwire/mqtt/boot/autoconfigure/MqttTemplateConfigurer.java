package io.topicwire.mqtt.boot.autoconfigure;

import io.topicwire.mqtt.spring.core.MqttTemplate;

import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.messaging.converter.MessageConverter;

/**
 * Configures the {@link MqttTemplate} of a connection.
 */
class MqttTemplateConfigurer {

	private final MqttConnectionBeans connections;

	private final MessageConverter messageConverter;

	private final MqttObservations observations;

	MqttTemplateConfigurer(MqttConnectionBeans connections, MessageConverter messageConverter,
			MqttObservations observations) {
		this.connections = connections;
		this.messageConverter = messageConverter;
		this.observations = observations;
	}

	void configure(MqttTemplate template, String connection, MqttConnectionProperties properties) {
		PropertyMapper map = PropertyMapper.get();
		map.from(this.messageConverter).to(template::setMessageConverter);
		map.from(new MqttPropertiesMapper(properties)::templateQos).to(template::setDefaultQos);
		map.from(properties.getTemplate()::isRetain).to(template::setDefaultRetain);
		map.from(properties.getTemplate()::getDefaultTopic).to(template::setDefaultTopic);
		template.setObservations(this.observations.publish(connection, properties));
		template.setConnections(this.connections::operations);
	}

}
