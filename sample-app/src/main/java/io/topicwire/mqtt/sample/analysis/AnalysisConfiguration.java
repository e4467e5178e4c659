package io.topicwire.mqtt.sample.analysis;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.converter.ProtobufMessageConverter;

/**
 * Makes what the listeners of the analysis need.
 */
@Configuration(proxyBeanMethods = false)
class AnalysisConfiguration {

	// No default candidate, because all other payloads are JSON or text
	@Bean(defaultCandidate = false)
	ProtobufMessageConverter protobufMessageConverter() {
		return new ProtobufMessageConverter();
	}

}
