package io.topicwire.mqtt.integration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.annotation.MqttListener;
import io.topicwire.mqtt.spring.core.MqttTemplate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of requests and replies between two real brokers.
 */
class RequestTests {

	private static final TestBroker broker = new TestBroker();

	private static final TestBroker cloudBroker = new TestBroker();

	@BeforeAll
	static void startBrokers() throws Exception {
		broker.start();
		cloudBroker.start();
	}

	@AfterAll
	static void stopBrokers() throws Exception {
		broker.close();
		cloudBroker.close();
	}

	@Test
	void manyRequestsWaitAtOnceAndEachGetsItsReply() {
		try (ConfigurableApplicationContext context = run()) {
			MqttTemplate template = context.getBean(MqttTemplate.class);
			List<CompletableFuture<String>> replies = new ArrayList<>();
			List<String> expected = new ArrayList<>();
			for (int i = 0; i < 200; i++) {
				replies.add(template.sendAndReceive("squares", String.valueOf(i), String.class));
				expected.add(String.valueOf(i * i));
			}
			assertThat(replies).extracting(CompletableFuture::join).isEqualTo(expected);
		}
	}

	@Test
	void requestGoesOverItsConnection() {
		try (ConfigurableApplicationContext context = run()) {
			assertThat(context.getBean("cloudMqttClient", MqttClient.class).clientId()).isEqualTo("requester-cloud");
			MqttTemplate template = context.getBean(MqttTemplate.class);
			assertThat(template.connection("cloud").sendAndReceive("names", "x", String.class).join())
				.isEqualTo("cloud: x");
		}
	}

	@Test
	void olderVersionFailsWithAHint() {
		try (ConfigurableApplicationContext context = run("--mqtt.protocol-version=3.1.1")) {
			assertThat(context.getBean(MqttTemplate.class).sendAndReceive("squares", "2", String.class))
				.failsWithin(Duration.ofSeconds(30))
				.withThrowableThat()
				.havingCause()
				.isInstanceOf(IllegalStateException.class)
				.withMessageContaining("Requests need MQTT 5.0");
		}
	}

	private static ConfigurableApplicationContext run(String... arguments) {
		return new SpringApplicationBuilder(RequestApplication.class).web(WebApplicationType.NONE)
			.properties("mqtt.url=" + broker.url(), "mqtt.connection.cloud.url=" + cloudBroker.url(),
					"mqtt.client-id=requester", "mqtt.template.reply-timeout=30s", "mqtt.fail-fast=true",
					"spring.main.banner-mode=off")
			.run(arguments);
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class RequestApplication {

		@MqttListener("squares")
		String square(String request) {
			int number = Integer.parseInt(request);
			return String.valueOf(number * number);
		}

		@MqttListener(topics = "names", connection = "cloud")
		CompletableFuture<String> name(String request) {
			return CompletableFuture.supplyAsync(() -> "cloud: " + request);
		}

	}

}
