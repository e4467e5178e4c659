package io.topicwire.mqtt.integration;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.leftover.TrackedClient;
import io.topicwire.mqtt.spring.annotation.MqttListener;
import io.topicwire.mqtt.spring.core.MqttTemplate;
import io.topicwire.mqtt.spring.support.MqttHeaders;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;

/**
 * An application as users write them.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class TestApplication {

	private final List<String> received = new CopyOnWriteArrayList<>();

	private final ObjectProvider<MqttTemplate> template;

	TestApplication(ObjectProvider<MqttTemplate> template) {
		this.template = template;
	}

	static ConfigurableApplicationContext run(TestBroker broker, String... arguments) {
		return new SpringApplicationBuilder(TestApplication.class).web(WebApplicationType.NONE)
			.main(TestApplication.class)
			.properties("mqtt.url=" + broker.url(), "mqtt.recovery.delay=20ms", "mqtt.recovery.max-delay=200ms",
					"mqtt.health.grace-period=0", "spring.main.banner-mode=off")
			.run(arguments);
	}

	static List<String> received(ConfigurableApplicationContext context) {
		return context.getBean(TestApplication.class).received;
	}

	/**
	 * Lets tests fail whose futures are not completed.
	 */
	@Bean
	static BeanPostProcessor clientTracker() {
		return new BeanPostProcessor() {

			@Override
			public Object postProcessAfterInitialization(Object bean, String beanName) {
				return (bean instanceof MqttClient client) ? TrackedClient.of(client) : bean;
			}

		};
	}

	@Bean
	SimpleMeterRegistry meterRegistry() {
		return new SimpleMeterRegistry();
	}

	@MqttListener(id = "temperatures", topics = "plants/{plant}/temperature", qos = "2")
	void onTemperature(Reading reading, @DestinationVariable int plant) {
		if (reading.celsius() < -273.15) {
			throw new IllegalArgumentException("too cold");
		}
		this.received.add("plant " + plant + ": " + reading.celsius());
	}

	@MqttListener(topics = "properties", qos = "2")
	void onProperties(MqttMessage message, @Header(required = false) @Nullable String unit) {
		this.received.add(message.qos().level() + " " + message.properties().contentType() + " " + unit);
	}

	@MqttListener({ "overlap/+", "overlap/#", "overlap/{x}" })
	void onOverlap(String payload) {
		this.received.add(payload);
	}

	@MqttListener("hot/{plant}")
	void onHot(@DestinationVariable String plant, @Header(MqttHeaders.RECEIVED_TOPIC) String topic) {
		this.template.getObject()
			.send("plants/" + plant + "/temperature", new Reading(100))
			.thenAccept((result) -> this.received.add("answered " + topic));
	}

	@MqttListener(topics = "orders/+", shareName = "workers")
	void onOrder(String order) {
		this.received.add(order);
	}

	record Reading(double celsius) {

	}

}
