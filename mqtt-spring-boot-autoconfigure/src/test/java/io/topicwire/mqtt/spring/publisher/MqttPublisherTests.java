package io.topicwire.mqtt.spring.publisher;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttTimeoutException;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.UserProperty;
import io.topicwire.mqtt.spring.FakeMqttClient;
import io.topicwire.mqtt.spring.core.MqttTemplate;
import io.topicwire.mqtt.spring.observation.MqttPublishObservations;
import io.topicwire.mqtt.spring.publisher.scanned.Devices;
import io.topicwire.mqtt.spring.publisher.scanned.Devices.Command;
import io.topicwire.mqtt.spring.publisher.scanned.Devices.State;
import io.topicwire.mqtt.spring.support.JsonPayloadConverter;
import io.topicwire.mqtt.spring.support.PlainPayloadConverter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.converter.CompositeMessageConverter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link MqttPublisher}.
 */
class MqttPublisherTests {

	private final FakeMqttClient client = new FakeMqttClient();

	private final MqttTemplate template = new MqttTemplate(this.client);

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	@BeforeEach
	void converter() {
		this.template.setMessageConverter(new CompositeMessageConverter(
				List.of(new PlainPayloadConverter(), new JsonPayloadConverter(JsonMapper.builder().build()))));
	}

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void variablesFillTheTopicAndTheRestIsThePayload() {
		assertThat(devices().send("7", new Command("stop"))).isCompletedWithValue(null);
		assertThat(published().topic()).isEqualTo("devices/7/commands");
		assertThat(published().payloadAsString()).isEqualTo("{\"action\":\"stop\"}");
		assertThat(published().qos()).isEqualTo(QoS.AT_LEAST_ONCE);
	}

	@Test
	void messageIsObservedByTheTemplateOfItsTopic() {
		TestObservationRegistry registry = TestObservationRegistry.create();
		this.template.setObservations(new MqttPublishObservations(registry, null, "plant"));
		devices().send("7", new Command("stop"));
		TestObservationRegistryAssert.assertThat(registry)
			.hasSingleObservationThat()
			.hasLowCardinalityKeyValue("messaging.destination.template", "devices/{id}/commands");
	}

	@Test
	void resultMayBeThatOfTheBroker() {
		assertThat(devices().sendForResult(7, new Command("stop"))).isCompletedWithValue(PublishResult.SUCCESS);
		assertThat(published().topic()).isEqualTo("devices/7/commands");
	}

	@Test
	void methodWithoutResultWaits() {
		devices().setState("7", "running");
		assertThat(this.client.events()).containsExactly("publish");
		assertThat(published().qos()).isEqualTo(QoS.EXACTLY_ONCE);
		assertThat(published().retain()).isTrue();
		assertThat(published().properties().messageExpiryInterval()).isEqualTo(30);
		assertThat(published().properties().contentType()).isEqualTo("text/x-state");
		this.client.failWith(new MqttConnectionException("refused"));
		assertThatExceptionOfType(MqttConnectionException.class)
			.isThrownBy(() -> this.context.getBean(Devices.class).setState("7", "stopped"));
	}

	@Test
	void payloadIsEmptyWithoutAny() {
		Devices devices = devices();
		devices.setState("7", null);
		assertThat(published().payload()).isEmpty();
		assertThat(devices.started()).isEqualTo(PublishResult.SUCCESS);
		assertThat(this.client.published().get(1).payload()).isEmpty();
	}

	@Test
	void headersBecomeOptionsAndUserProperties() {
		Devices devices = devices();
		devices.sendWithHeaders("x", 0, Duration.ofMinutes(1), true, "text/x-y", "answers", new byte[] { 1 }, "°C");
		assertThat(published().qos()).isEqualTo(QoS.AT_MOST_ONCE);
		assertThat(published().retain()).isTrue();
		assertThat(published().properties().messageExpiryInterval()).isEqualTo(60);
		assertThat(published().properties().contentType()).isEqualTo("text/x-y");
		assertThat(published().properties().responseTopic()).isEqualTo("answers");
		assertThat(published().properties().correlationData()).containsExactly(1);
		assertThat(published().userProperties()).containsExactly(new UserProperty("unit", "°C"));
		devices.sendWithHeaders("x", 0, Duration.ofMinutes(1), true, "text/x-y", "answers", new byte[] { 1 }, null);
		assertThat(this.client.published().get(1).userProperties()).isEmpty();
	}

	@Test
	void futureOfAnotherTypeIsThatOfTheReply() {
		CompletableFuture<List<State>> states = devices().askForStates("7");
		assertThat(published().topic()).isEqualTo("devices/7/state/get");
		this.client.receive(MqttMessage
			.of(Objects.requireNonNull(published().properties().responseTopic()), "[{\"name\":\"running\"}]")
			.correlationData(published().properties().correlationData()));
		assertThat(states).isCompletedWithValue(List.of(new State("running")));
	}

	@Test
	void methodThatReturnsAnotherTypeWaitsForTheReply() {
		this.template.setReplyTimeout(Duration.ofMillis(20));
		Devices devices = devices();
		assertThatExceptionOfType(MqttTimeoutException.class).isThrownBy(devices::count);
		assertThat(published().topic()).isEqualTo("count");
	}

	@Test
	void defaultMethodsCallTheOthers() {
		devices().stop("7");
		assertThat(published().payloadAsString()).contains("stop");
	}

	@Test
	void valueThatIsNoLevelIsRefused() {
		Devices devices = devices();
		assertThatIllegalArgumentException().isThrownBy(() -> devices.send("7/8", new Command("stop")))
			.withMessageContaining("'/'");
		assertThat(this.client.published()).isEmpty();
	}

	@Test
	void publisherIsAnObjectLikeOthers() {
		Devices devices = devices();
		assertThat(devices).isEqualTo(devices).hasSameHashCodeAs(devices);
		assertThat(devices.equals(new Object())).isFalse();
		assertThat(devices).hasToString("@MqttPublisher " + Devices.class.getName());
	}

	@Test
	void placeholdersAreResolved() {
		this.context.getEnvironment().getSystemProperties().put("state.qos", "0");
		try {
			devices().setState("7", "running");
			assertThat(published().qos()).isEqualTo(QoS.AT_MOST_ONCE);
		}
		finally {
			this.context.getEnvironment().getSystemProperties().remove("state.qos");
		}
	}

	@Test
	void publisherNeedsATemplate() {
		this.context.register(EnabledConfiguration.class);
		assertThatExceptionOfType(BeanCreationException.class).isThrownBy(this.context::refresh)
			.havingRootCause()
			.withMessageContaining("needs one bean of type MqttOperations");
	}

	@Test
	void publisherMayUseAnotherConnection() {
		FakeMqttClient cloud = new FakeMqttClient();
		this.template.setConnections((name) -> {
			assertThat(name).isEqualTo("cloud");
			return new MqttTemplate(cloud);
		});
		refresh();
		this.context.getBean(MqttPublisherFactory.class).createPublisher(CloudPublisher.class).send("x");
		assertThat(cloud.published()).hasSize(1);
	}

	private Devices devices() {
		refresh();
		return this.context.getBean(Devices.class);
	}

	private void refresh() {
		this.context.register(EnabledConfiguration.class);
		this.context.registerBean(MqttTemplate.class, () -> this.template);
		this.context.refresh();
	}

	private MqttMessage published() {
		return this.client.published().get(0);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableMqttPublishers(basePackageClasses = Devices.class)
	static class EnabledConfiguration {

	}

	@MqttPublisher(connection = "cloud")
	interface CloudPublisher {

		@Topic("a")
		void send(String payload);

	}

}
