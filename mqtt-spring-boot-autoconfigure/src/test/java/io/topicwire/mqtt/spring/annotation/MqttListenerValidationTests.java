package io.topicwire.mqtt.spring.annotation;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.spring.FakeMqttClient;
import io.topicwire.mqtt.spring.config.DefaultMqttListenerContainerFactory;
import io.topicwire.mqtt.spring.listener.DeadLetterPublishingRecoverer;
import io.topicwire.mqtt.spring.support.MqttHeaders;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.messaging.handler.annotation.support.MethodArgumentNotValidException;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MqttListener} methods whose payload is validated.
 */
class MqttListenerValidationTests {

	private final FakeMqttClient client = new FakeMqttClient();

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	@AfterEach
	void stop() {
		this.context.close();
	}

	@Test
	void validPayloadIsHandled() {
		start(new NotBlankValidator());
		receive("validated", "x");
		awaitAnswer("acknowledged");
		assertThat(calls()).containsExactly("x");
	}

	@Test
	void invalidPayloadIsNotRetriedAndGoesToTheRecoverer() {
		start(new NotBlankValidator());
		receive("validated", " ");
		awaitAnswer("acknowledged");
		assertThat(calls()).isEmpty();
		assertThat(this.client.published()).singleElement().satisfies((letter) -> {
			assertThat(letter.topic()).isEqualTo("dead-letters/validated");
			assertThat(letter.userProperties())
				.anySatisfy((property) -> assertThat(property.value())
					.isEqualTo(MethodArgumentNotValidException.class.getName()))
				.anySatisfy((property) -> {
					assertThat(property.name()).isEqualTo(MqttHeaders.DLT_ATTEMPTS);
					assertThat(property.value()).isEqualTo("1");
				});
		});
	}

	@Test
	void payloadOfAParameterWithoutAnnotationIsNotValidated() {
		start(new NotBlankValidator());
		receive("plain", " ");
		awaitAnswer("acknowledged");
		assertThat(calls()).containsExactly(" ");
	}

	@Test
	void nothingIsValidatedWithoutValidator() {
		start(null);
		receive("validated", " ");
		awaitAnswer("acknowledged");
		assertThat(calls()).containsExactly(" ");
	}

	private void start(@Nullable Validator validator) {
		this.context.registerBean("mqttListenerContainerFactory", DefaultMqttListenerContainerFactory.class, () -> {
			DefaultMqttListenerContainerFactory factory = new DefaultMqttListenerContainerFactory(this.client);
			factory.setValidator(validator);
			factory.setRetryPolicy(RetryPolicy.builder().maxRetries(5).delay(Duration.ofMillis(1)).build());
			factory.setRecoverer(new DeadLetterPublishingRecoverer(this.client));
			return factory;
		});
		this.context.register(EnableMqttConfiguration.class, Listeners.class);
		this.context.refresh();
	}

	private void receive(String topic, String payload) {
		this.client.receive(MqttMessage.of(topic, payload).qos(QoS.AT_LEAST_ONCE));
	}

	private void awaitAnswer(String expected) {
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.client.acknowledgements().get(0).answer()).isEqualTo(expected));
	}

	private List<String> calls() {
		return this.context.getBean(Listeners.class).calls;
	}

	@EnableMqtt
	@Configuration(proxyBeanMethods = false)
	static class EnableMqttConfiguration {

	}

	static class Listeners {

		final List<String> calls = new CopyOnWriteArrayList<>();

		@MqttListener("validated")
		void onValidated(@Validated String text) {
			this.calls.add(text);
		}

		@MqttListener("plain")
		void onPlain(String text) {
			this.calls.add(text);
		}

	}

	static final class NotBlankValidator implements Validator {

		@Override
		public boolean supports(Class<?> type) {
			return type == String.class;
		}

		@Override
		public void validate(Object target, Errors errors) {
			if (target.toString().isBlank()) {
				errors.reject("blank", "must not be blank");
			}
		}

	}

}
