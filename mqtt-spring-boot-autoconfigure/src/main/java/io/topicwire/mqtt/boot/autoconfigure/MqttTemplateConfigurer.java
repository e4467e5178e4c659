package io.topicwire.mqtt.boot.autoconfigure;

import java.util.function.Consumer;

import io.topicwire.mqtt.spring.core.MqttPublishListener;
import io.topicwire.mqtt.spring.core.MqttTemplate;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.messaging.converter.MessageConverter;

/**
 * Configures the {@link MqttTemplate} of a connection.
 */
class MqttTemplateConfigurer {

	private final MqttConnectionBeans connections;

	private final MessageConverter messageConverter;

	private final MqttObservations observations;

	private final ObjectProvider<MqttPublishListener> publishListener;

	private final ObjectProvider<MqttTemplateCustomizer> customizers;

	MqttTemplateConfigurer(MqttConnectionBeans connections, MessageConverter messageConverter,
			MqttObservations observations, ObjectProvider<MqttPublishListener> publishListener,
			ObjectProvider<MqttTemplateCustomizer> customizers) {
		this.connections = connections;
		this.messageConverter = messageConverter;
		this.observations = observations;
		this.publishListener = publishListener;
		this.customizers = customizers;
	}

	void configure(MqttTemplate template, String connection, MqttConnectionProperties properties) {
		PropertyMapper map = PropertyMapper.get();
		map.from(this.messageConverter).to(template::setMessageConverter);
		map.from(new MqttPropertiesMapper(properties)::templateQos).to(template::setDefaultQos);
		map.from(properties.getTemplate()::isRetain).to(template::setDefaultRetain);
		map.from(properties.getTemplate()::getDefaultTopic).to(template::setDefaultTopic);
		map.from(properties.getTemplate()::getReplyTimeout)
			.to((timeout) -> attempt("mqtt.template.reply-timeout", timeout, template::setReplyTimeout));
		map.from(properties.getTemplate()::getReplyTopic)
			.whenHasText()
			.to((topic) -> attempt("mqtt.template.reply-topic", topic, template::setReplyTopic));
		this.publishListener.ifUnique(template::setPublishListener);
		template.setObservations(this.observations.publish(connection, properties));
		template.setConnections(this.connections::operations);
		this.customizers.orderedStream()
			.filter((customizer) -> customizer.supports(connection))
			.forEach((customizer) -> customizer.customize(template));
	}

	private static <V> void attempt(String name, V value, Consumer<V> setter) {
		try {
			setter.accept(value);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(name, value, String.valueOf(ex.getMessage()));
		}
	}

}
