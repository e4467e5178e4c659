package io.topicwire.mqtt.spring.core;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.UserProperty;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.leftover.ExpectedErrors;
import io.topicwire.mqtt.spring.FakeMqttClient;
import io.topicwire.mqtt.spring.support.JsonPayloadConverter;
import io.topicwire.mqtt.spring.support.MqttHeaders;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.support.MessageBuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link MqttTemplate}.
 */
class MqttTemplateTests {

	private final FakeMqttClient client = new FakeMqttClient();

	private final MqttTemplate template = new MqttTemplate(this.client);

	@Test
	void sendPublishesTextAtLeastOnce() {
		assertThat(this.template.send("plants/7/state", "running")).isCompletedWithValue(PublishResult.SUCCESS);
		MqttMessage message = published();
		assertThat(message.topic()).isEqualTo("plants/7/state");
		assertThat(message.payloadAsString()).isEqualTo("running");
		assertThat(message.qos()).isEqualTo(QoS.AT_LEAST_ONCE);
		assertThat(message.retain()).isFalse();
		assertThat(message.properties().contentType()).isEqualTo("text/plain");
		assertThat(message.properties().payloadIsText()).isTrue();
	}

	@Test
	void sendConvertsWithTheMessageConverter() {
		this.template.setMessageConverter(new JsonPayloadConverter(JsonMapper.builder().build()));
		this.template.send("commands", new Stop("overheated"));
		assertThat(published().payloadAsString()).isEqualTo("{\"reason\":\"overheated\"}");
		assertThat(published().properties().contentType()).isEqualTo("application/json");
		assertThat(published().properties().payloadIsText()).isTrue();
	}

	@Test
	void sendWithoutPayloadPublishesAnEmptyOne() {
		this.template.send("state", null, MqttPublishOptions.DEFAULTS.retain(true));
		assertThat(published().payload()).isEmpty();
		assertThat(published().retain()).isTrue();
	}

	@Test
	void sendAppliesAllOptions() {
		byte[] correlationData = { 4, 2 };
		this.template.send("state", new byte[] { 1 },
				MqttPublishOptions.DEFAULTS.qos(QoS.EXACTLY_ONCE)
					.retain(true)
					.messageExpiry(Duration.ofMinutes(1))
					.contentType("image/png")
					.responseTopic("replies")
					.correlationData(correlationData)
					.userProperty("a", "1")
					.userProperty("a", "2"));
		MqttMessage message = published();
		assertThat(message.qos()).isEqualTo(QoS.EXACTLY_ONCE);
		assertThat(message.retain()).isTrue();
		assertThat(message.properties().messageExpiryInterval()).isEqualTo(60);
		assertThat(message.properties().contentType()).isEqualTo("image/png");
		assertThat(message.properties().responseTopic()).isEqualTo("replies");
		assertThat(message.properties().correlationData()).isSameAs(correlationData);
		assertThat(message.userProperties()).containsExactly(new UserProperty("a", "1"), new UserProperty("a", "2"));
	}

	@Test
	void defaultsCountForMessagesThatSayNothing() {
		this.template.setDefaultQos(QoS.AT_MOST_ONCE);
		this.template.setDefaultRetain(true);
		this.template.setDefaultTopic("events");
		this.template.sendDefault("started");
		assertThat(published().topic()).isEqualTo("events");
		assertThat(published().qos()).isEqualTo(QoS.AT_MOST_ONCE);
		assertThat(published().retain()).isTrue();
	}

	@Test
	void optionsOverruleDefaults() {
		this.template.setDefaultRetain(true);
		this.template.send("state", "x", MqttPublishOptions.DEFAULTS.qos(QoS.AT_MOST_ONCE).retain(false));
		assertThat(published().qos()).isEqualTo(QoS.AT_MOST_ONCE);
		assertThat(published().retain()).isFalse();
	}

	@Test
	void sendDefaultWithoutDefaultTopicSaysWhatToDo() {
		assertThatIllegalStateException().isThrownBy(() -> this.template.sendDefault("x"))
			.withMessageContaining("set a default topic");
	}

	@Test
	void springMessageIsSentAsItsHeadersSay() {
		this.template.send(MessageBuilder.withPayload("1,2")
			.setHeader(MqttHeaders.TOPIC, "csv")
			.setHeader(MqttHeaders.QOS, 2)
			.setHeader(MqttHeaders.RETAINED, true)
			.setHeader(MqttHeaders.MESSAGE_EXPIRY_INTERVAL, 60)
			.setHeader(MessageHeaders.CONTENT_TYPE, "text/csv")
			.setHeader(MqttHeaders.USER_PROPERTIES, List.of(new UserProperty("a", "1")))
			.build());
		MqttMessage message = published();
		assertThat(message.topic()).isEqualTo("csv");
		assertThat(message.qos()).isEqualTo(QoS.EXACTLY_ONCE);
		assertThat(message.retain()).isTrue();
		assertThat(message.properties().messageExpiryInterval()).isEqualTo(60);
		assertThat(message.properties().contentType()).isEqualTo("text/csv");
		assertThat(message.userProperties()).containsExactly(new UserProperty("a", "1"));
	}

	@Test
	void springMessageWithAWrongHeaderIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.send(MessageBuilder.withPayload("x")
			.setHeader(MqttHeaders.TOPIC, "a")
			.setHeader(MqttHeaders.USER_PROPERTIES, List.of("a=1"))
			.build())).withMessageContaining(MqttHeaders.USER_PROPERTIES).withMessageContaining("java.lang.String");
	}

	@Test
	void mqttMessageIsSentAsItIs() {
		MqttMessage message = MqttMessage.of("a", "b");
		this.template.send(message);
		assertThat(published()).isSameAs(message);
	}

	@Test
	void payloadThatNobodyKnowsIsRefusedWithARemedy() {
		assertThatExceptionOfType(MessageConversionException.class)
			.isThrownBy(() -> this.template.send("commands", new Stop("secret")))
			.withMessageContaining(Stop.class.getName())
			.withMessageContaining("commands")
			.withMessageContaining("Jackson")
			.satisfies((ex) -> assertThat(ex.toString()).doesNotContain("secret"));
	}

	@Test
	void failureOfTheClientIsThatOfTheFuture() {
		this.client.failWith(new MqttConnectionException("gone"));
		CompletableFuture<PublishResult> result = this.template.send("a", "b");
		assertThat(result).failsWithin(Duration.ZERO).withThrowableThat().havingCause().withMessage("gone");
	}

	@Test
	void messageIsDescribedStepByStep() {
		MqttSendSpec description = this.template.to("state").qos(QoS.EXACTLY_ONCE).retain(true);
		description.body("running")
			.messageExpiry(Duration.ofMinutes(1))
			.contentType("text/x-state")
			.responseTopic("answers")
			.correlationData(new byte[] { 1 })
			.userProperty("unit", "°C")
			.send();
		MqttMessage message = published();
		assertThat(message.payloadAsString()).isEqualTo("running");
		assertThat(message.qos()).isEqualTo(QoS.EXACTLY_ONCE);
		assertThat(message.retain()).isTrue();
		assertThat(message.properties().messageExpiryInterval()).isEqualTo(60);
		assertThat(message.properties().contentType()).isEqualTo("text/x-state");
		assertThat(message.properties().responseTopic()).isEqualTo("answers");
		assertThat(message.properties().correlationData()).containsExactly(1);
		assertThat(message.userProperties()).containsExactly(new UserProperty("unit", "°C"));
		description.send();
		assertThat(this.client.published().get(1).payload()).isEmpty();
	}

	@Test
	void clientIsAtHand() {
		assertThat(this.template.<String>execute(MqttClient::clientId)).isEqualTo(this.client.clientId());
	}

	@Test
	void listenerIsToldWhatBecomesOfMessages() {
		MqttPublishListener listener = mock();
		this.template.setPublishListener(listener);
		this.template.send("state", "x");
		then(listener).should().onSuccess(published(), PublishResult.SUCCESS);
		MqttConnectionException failure = new MqttConnectionException("refused");
		this.client.failWith(failure);
		this.template.send("state", "y");
		then(listener).should().onError(this.client.published().get(1), failure);
	}

	@Test
	@ExpectedErrors("Publish listener failed")
	void failureOfTheListenerChangesNothing() {
		MqttPublishListener listener = mock();
		willThrow(new IllegalStateException("broken")).given(listener).onSuccess(any(), any());
		this.template.setPublishListener(listener);
		assertThat(this.template.send("state", "x")).isCompletedWithValue(PublishResult.SUCCESS);
	}

	@Test
	void templateWithoutOthersSaysSo() {
		assertThatIllegalStateException().isThrownBy(() -> this.template.connection("cloud"))
			.withMessageContaining("bean name");
	}

	private MqttMessage published() {
		assertThat(this.client.published()).hasSize(1);
		return this.client.published().get(0);
	}

	record Stop(String reason) {

	}

}
