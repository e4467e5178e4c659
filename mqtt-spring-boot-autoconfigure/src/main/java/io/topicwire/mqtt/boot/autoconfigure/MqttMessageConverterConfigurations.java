package io.topicwire.mqtt.boot.autoconfigure;

import java.util.List;

import io.topicwire.mqtt.spring.support.JsonPayloadConverter;
import io.topicwire.mqtt.spring.support.PlainPayloadConverter;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.converter.CompositeMessageConverter;

/**
 * Configurations of the message converter, to be imported in their order. It is found by
 * name only, because a bean of its type may belong to another messaging technology.
 */
abstract class MqttMessageConverterConfigurations {

	static final String BEAN_NAME = "mqttMessageConverter";

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(JsonMapper.class)
	@ConditionalOnSingleCandidate(JsonMapper.class)
	@ConditionalOnMissingBean(name = BEAN_NAME)
	static class JsonConfiguration {

		@Bean(name = BEAN_NAME, defaultCandidate = false)
		CompositeMessageConverter mqttMessageConverter(JsonMapper jsonMapper) {
			return new CompositeMessageConverter(
					List.of(new PlainPayloadConverter(), new JsonPayloadConverter(jsonMapper)));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(name = BEAN_NAME)
	static class PlainConfiguration {

		@Bean(name = BEAN_NAME, defaultCandidate = false)
		PlainPayloadConverter mqttMessageConverter() {
			return new PlainPayloadConverter();
		}

	}

}
