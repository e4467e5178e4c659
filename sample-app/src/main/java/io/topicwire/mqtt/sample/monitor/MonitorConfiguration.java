package io.topicwire.mqtt.sample.monitor;

import io.topicwire.mqtt.HandlerFailurePolicy;
import io.topicwire.mqtt.boot.autoconfigure.MqttClientBuilderCustomizer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Sets what no property can.
 */
@Configuration(proxyBeanMethods = false)
class MonitorConfiguration {

	// Anybody may publish nonsense: it is logged, and must not be kept for another try
	@Bean
	MqttClientBuilderCustomizer rejectMessagesThatCannotBeHandled() {
		return (builder) -> builder.onHandlerFailure(HandlerFailurePolicy.REJECT);
	}

}
