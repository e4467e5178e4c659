package io.topicwire.mqtt.boot.autoconfigure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.FakeMqttClient;
import io.topicwire.mqtt.spring.annotation.MqttListener;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotBlank;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.handler.annotation.support.MethodArgumentNotValidException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for payloads that Hibernate Validator validates.
 */
class PayloadValidationTests {

	private final FakeMqttClient client = new FakeMqttClient();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MqttAutoConfiguration.class, JacksonAutoConfiguration.class,
				ValidationAutoConfiguration.class))
		.withBean("fakeClient", MqttClient.class, () -> this.client)
		.withUserConfiguration(Listeners.class);

	@Test
	void validPayloadIsHandled() {
		this.contextRunner.run((context) -> {
			receive("readings", "{\"sensor\":\"a\",\"celsius\":20}");
			assertThat(context.getBean(Listeners.class).calls).containsExactly(new Reading("a", 20));
			assertThat(this.client.acknowledgements().get(0).answer()).isEqualTo("acknowledged");
		});
	}

	@Test
	void payloadThatIsNotValidIsAFailureThatNamesTheConstraints() {
		this.contextRunner.run((context) -> {
			receive("readings", "{\"sensor\":\" \",\"celsius\":-300}");
			assertThat(context.getBean(Listeners.class).calls).isEmpty();
			assertThat(this.client.acknowledgements().get(0).failures()).singleElement()
				.satisfies((failure) -> assertThat(failure).rootCause()
					.isInstanceOf(MethodArgumentNotValidException.class)
					.hasMessageContaining("NotBlank.reading.sensor")
					.hasMessageContaining("DecimalMin.reading.celsius"));
		});
	}

	@Test
	void elementThatIsNotValidIsLeftOutOfTheBatch() {
		this.contextRunner.withPropertyValues("mqtt.listener.batch-size=2", "mqtt.listener.batch-timeout=1d")
			.run((context) -> {
				receive("batches", "{\"sensor\":\" \",\"celsius\":20}");
				receive("batches", "{\"sensor\":\"a\",\"celsius\":20}");
				Awaitility.await()
					.untilAsserted(() -> assertThat(context.getBean(Listeners.class).calls)
						.containsExactly(List.of(new Reading("a", 20))));
				Awaitility.await()
					.untilAsserted(() -> assertThat(this.client.acknowledgements())
						.extracting(FakeMqttClient.FakeAcknowledgement::answer)
						.containsExactly("failed", "acknowledged"));
			});
	}

	private void receive(String topic, String payload) {
		this.client.receive(MqttMessage.of(topic, payload).qos(QoS.AT_LEAST_ONCE));
	}

	record Reading(@NotBlank String sensor, @DecimalMin("-273.15") double celsius) {

	}

	@Configuration(proxyBeanMethods = false)
	static class Listeners {

		private final List<Object> calls = new CopyOnWriteArrayList<>();

		@MqttListener("readings")
		void onReading(@Valid Reading reading) {
			this.calls.add(reading);
		}

		@MqttListener(topics = "batches", batch = "true")
		void onReadings(@Valid List<Reading> readings) {
			this.calls.add(readings);
		}

	}

}
