package io.topicwire.mqtt.integration;

import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.boot.autoconfigure.MqttFailFastException;
import io.topicwire.mqtt.integration.TestApplication.Reading;
import io.topicwire.mqtt.spring.core.MqttTemplate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests of an application whose broker comes and goes.
 */
@ExtendWith(OutputCaptureExtension.class)
class BrokerOutageTests {

	private final TestBroker broker = new TestBroker();

	@AfterEach
	void stopBroker() throws Exception {
		this.broker.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "3.1.1", "5" })
	void applicationGoesOnWhenTheBrokerIsBack(String version) throws Exception {
		this.broker.start();
		try (ConfigurableApplicationContext context = TestApplication.run(this.broker,
				"--mqtt.protocol-version=" + version)) {
			awaitHealth(context, Status.UP);
			this.broker.stop();
			Health down = awaitHealth(context, Status.DOWN);
			assertThat(down.getDetails()).containsEntry("state", "RECONNECTING").containsKey("error");
			this.broker.start();
			Health up = awaitHealth(context, Status.UP);
			assertThat(up.getDetails()).containsEntry("reconnects", 1L)
				.containsEntry("protocolVersion", version.equals("5") ? "5.0" : version);
			assertThatMessagesFlow(context);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "3.1.1", "5" })
	void applicationStartsWithoutItsBroker(String version, CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = TestApplication.run(this.broker,
				"--mqtt.protocol-version=" + version)) {
			Health down = awaitHealth(context, Status.DOWN);
			assertThat(down.getDetails()).containsEntry("state", "CONNECTING");
			Awaitility.await().until(() -> output.toString().contains("Start the broker or correct mqtt.url"));
			this.broker.start();
			awaitHealth(context, Status.UP);
			assertThatMessagesFlow(context);
			assertThat(output).containsOnlyOnce("Start the broker or correct mqtt.url");
		}
	}

	@Test
	void applicationThatIsToFailFastDoesNotStartWithoutItsBroker(CapturedOutput output) {
		assertThatException().isThrownBy(() -> TestApplication.run(this.broker, "--mqtt.fail-fast=true"))
			.havingCause()
			.isInstanceOf(MqttFailFastException.class)
			.withMessageContaining(this.broker.url())
			.havingCause()
			.isInstanceOf(MqttConnectionException.class);
		assertThat(output).contains("APPLICATION FAILED TO START").contains("Start the broker, or correct 'mqtt.url'");
	}

	private static void assertThatMessagesFlow(ConfigurableApplicationContext context) {
		context.getBean(MqttTemplate.class).send("plants/7/temperature", new Reading(20));
		Awaitility.await().until(() -> TestApplication.received(context).contains("plant 7: 20.0"));
	}

	private static Health awaitHealth(ConfigurableApplicationContext context, Status status) {
		HealthIndicator indicator = context.getBean("mqttHealthContributor", HealthIndicator.class);
		return Awaitility.await()
			.until(indicator::health, (health) -> health != null && status.equals(health.getStatus()));
	}

}
