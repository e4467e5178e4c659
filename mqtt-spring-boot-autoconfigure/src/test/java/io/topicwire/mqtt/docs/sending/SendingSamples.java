package io.topicwire.mqtt.docs.sending;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.core.MqttPublishListener;
import io.topicwire.mqtt.spring.core.MqttPublishOptions;
import io.topicwire.mqtt.spring.core.MqttTemplate;
import io.topicwire.mqtt.spring.support.MqttHeaders;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.stereotype.Component;

/**
 * Samples of what the template does.
 */
class SendingSamples {

	// tag::send[]
	@Component
	class Commands {

		private final MqttTemplate mqttTemplate;

		Commands(MqttTemplate mqttTemplate) {
			this.mqttTemplate = mqttTemplate;
		}

		CompletableFuture<PublishResult> stop(String plant) {
			return this.mqttTemplate.send("plants/" + plant + "/commands", new Command("stop"));
		}

	}
	// end::send[]

	record Command(String action) {
	}

	record State(String name) {
	}

	static class Options {

		private final MqttTemplate mqttTemplate;

		Options(MqttTemplate mqttTemplate) {
			this.mqttTemplate = mqttTemplate;
		}

		void options() {
			// tag::options[]
			this.mqttTemplate.to("plants/7/state")
				.body("running")
				.qos(QoS.EXACTLY_ONCE)
				.retain(true)
				.messageExpiry(Duration.ofMinutes(1))
				.userProperty("unit", "°C")
				.send();
			// end::options[]
		}

		void ways() {
			// tag::ways[]
			this.mqttTemplate.send("plants/7/state", "running", MqttPublishOptions.DEFAULTS.qos(QoS.EXACTLY_ONCE));
			this.mqttTemplate.sendDefault("running");
			this.mqttTemplate.send(MessageBuilder.withPayload("running")
				.setHeader(MqttHeaders.TOPIC, "plants/7/state")
				.setHeader(MqttHeaders.RETAINED, true)
				.build());
			this.mqttTemplate.send(MqttMessage.of("plants/7/image", new byte[] { 1, 2, 3 }));
			// end::ways[]
		}

		void waiting() {
			// tag::wait[]
			this.mqttTemplate.sendAndWait("plants/7/state", "running", MqttPublishOptions.DEFAULTS);
			// end::wait[]
		}

		void request() {
			// tag::request[]
			CompletableFuture<State> state = this.mqttTemplate.sendAndReceive("plants/7/state/get", null, State.class);

			CompletableFuture<List<State>> history = this.mqttTemplate.to("plants/7/history/get")
				.body(10)
				.qos(QoS.AT_MOST_ONCE)
				.sendAndReceive(new ParameterizedTypeReference<List<State>>() {
				});
			// end::request[]
			state.thenAcceptBoth(history, (one, all) -> {
			});
		}

		void execute() {
			// tag::execute[]
			Duration latency = this.mqttTemplate.execute(MqttClient::ping);
			// end::execute[]
			latency.toMillis();
		}

	}

	// tag::listener[]
	@Configuration(proxyBeanMethods = false)
	class PublishLog {

		private static final Log logger = LogFactory.getLog(PublishLog.class);

		@Bean
		MqttPublishListener publishListener() {
			return new MqttPublishListener() {

				@Override
				public void onError(MqttMessage message, Throwable failure) {
					logger.warn("Not sent to " + message.topic(), failure);
				}

			};
		}

	}
	// end::listener[]

}
