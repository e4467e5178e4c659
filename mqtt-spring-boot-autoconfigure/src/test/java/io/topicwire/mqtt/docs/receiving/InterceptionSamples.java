package io.topicwire.mqtt.docs.receiving;

import java.time.Duration;

import io.topicwire.mqtt.spring.annotation.MqttListener;
import io.topicwire.mqtt.spring.config.ContainerCustomizer;
import io.topicwire.mqtt.spring.config.ContainerPostProcessor;
import io.topicwire.mqtt.spring.listener.MqttMessageFilter;
import io.topicwire.mqtt.spring.listener.MqttMessageInterceptor;

import org.springframework.context.annotation.Bean;
import org.springframework.core.retry.RetryPolicy;

/**
 * Samples of what comes between messages and listeners.
 */
class InterceptionSamples {

	// tag::filter[]
	@Bean
	MqttMessageFilter liveOnly() {
		return (message) -> !message.retain();
	}
	// end::filter[]

	// tag::interceptor[]
	@Bean
	MqttMessageInterceptor decryption(Keys keys) {
		return (message) -> message.payload(keys.decrypt(message.payload()));
	}
	// end::interceptor[]

	// tag::customizer[]
	@Bean
	ContainerCustomizer slowReports() {
		return (listenerId, properties) -> {
			if (listenerId.startsWith("report-")) {
				properties.setStuckAfter(Duration.ofMinutes(10));
			}
		};
	}
	// end::customizer[]

	// tag::post-processor[]
	@Bean
	ContainerPostProcessor patient() {
		return (properties) -> properties
			.setRetryPolicy(RetryPolicy.builder().maxRetries(100).delay(Duration.ofMinutes(1)).build());
	}
	// end::post-processor[]

	interface Keys {

		byte[] decrypt(byte[] payload);

	}

	static class Orders {

		// tag::post-processed[]
		@MqttListener(topics = "orders/{order}", containerPostProcessor = "patient")
		void onOrder(String text) {
			// …
		}
		// end::post-processed[]

	}

	static class Alarms {

		// tag::filtered[]
		@MqttListener(topics = "alarms/#", filter = "liveOnly")
		void onAlarm(String text) {
			// …
		}
		// end::filtered[]

	}

}
