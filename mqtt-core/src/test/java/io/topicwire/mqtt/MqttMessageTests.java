package io.topicwire.mqtt;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Tests for {@link MqttMessage}.
 */
class MqttMessageTests {

	@Test
	void messageOfTopicAndTextHasQos0() {
		MqttMessage message = MqttMessage.of("a/b", "\u20AC");
		assertThat(message.topic()).isEqualTo("a/b");
		assertThat(message.payload()).containsExactly(0xE2, 0x82, 0xAC);
		assertThat(message.payloadAsString()).isEqualTo("\u20AC");
		assertThat(message.qos()).isEqualTo(QoS.AT_MOST_ONCE);
		assertThat(message.retain()).isFalse();
		assertThat(message.duplicate()).isFalse();
		assertThat(message.properties()).isEqualTo(MessageProperties.NONE);
	}

	@Test
	void emptyMessageHasNoPayload() {
		assertThat(MqttMessage.empty("a").payload()).isEmpty();
	}

	@Test
	void payloadThatIsNoTextIsReplaced() {
		assertThat(MqttMessage.of("a", new byte[] { 'x', (byte) 0xFF }).payloadAsString()).isEqualTo("x\uFFFD");
	}

	@Test
	void payloadIsNotCopied() {
		byte[] payload = { 1 };
		assertThat(MqttMessage.of("a", payload).retain(true).payload()).isSameAs(payload);
	}

	@Test
	void copyHasAnotherTopicOrPayloadAndOtherwiseTheSameParts() {
		MqttMessage message = new MqttMessage("a", new byte[] { 1 }, QoS.EXACTLY_ONCE, true, true,
				MqttMessage.empty("a").contentType("text/plain").properties());
		MqttMessage copy = message.topic("b").payload(new byte[] { 2 });
		assertThat(copy.topic()).isEqualTo("b");
		assertThat(copy.payload()).containsExactly(2);
		assertThat(copy).usingRecursiveComparison().ignoringFields("topic", "payload").isEqualTo(message);
	}

	@Test
	void replyGoesToTheResponseTopicWithTheCorrelationDataOfTheRequest() {
		byte[] correlationData = { 1, 2 };
		MqttMessage reply = MqttMessage.of("request", "x")
			.qos(QoS.AT_LEAST_ONCE)
			.retain(true)
			.responseTopic("response")
			.correlationData(correlationData)
			.userProperty("a", "b")
			.reply(new byte[] { 7 });
		assertThat(reply.topic()).isEqualTo("response");
		assertThat(reply.payload()).containsExactly(7);
		assertThat(reply.qos()).isEqualTo(QoS.AT_LEAST_ONCE);
		assertThat(reply.retain()).isFalse();
		assertThat(reply.properties().correlationData()).isSameAs(correlationData);
		assertThat(reply.properties().responseTopic()).isNull();
		assertThat(reply.userProperties()).isEmpty();
	}

	@Test
	void messageWithoutResponseTopicHasNoReply() {
		assertThatIllegalStateException().isThrownBy(() -> MqttMessage.of("a", "x").reply(new byte[0]))
			.withMessage("The message to topic 'a' asks for no reply: it has no response topic");
	}

	@Test
	void everyChangeKeepsTheOtherParts() {
		byte[] correlationData = { 1, 2 };
		MqttMessage message = MqttMessage.of("a", "payload")
			.payloadIsText(true)
			.messageExpiry(Duration.ofMillis(2999))
			.contentType("text/plain")
			.responseTopic("reply")
			.correlationData(correlationData)
			.userProperty("name", "first")
			.userProperty("name", "second")
			.qos(QoS.EXACTLY_ONCE)
			.retain(true);
		assertThat(message.payloadAsString()).isEqualTo("payload");
		assertThat(message.qos()).isEqualTo(QoS.EXACTLY_ONCE);
		assertThat(message.retain()).isTrue();
		MessageProperties properties = message.properties();
		assertThat(properties.payloadIsText()).isTrue();
		assertThat(properties.messageExpiryInterval()).isEqualTo(2);
		assertThat(properties.contentType()).isEqualTo("text/plain");
		assertThat(properties.responseTopic()).isEqualTo("reply");
		assertThat(properties.correlationData()).isSameAs(correlationData);
		assertThat(message.userProperties()).containsExactly(new UserProperty("name", "first"),
				new UserProperty("name", "second"));
		assertThat(message.properties(MessageProperties.NONE).payloadAsString()).isEqualTo("payload");
		assertThat(message.messageExpiry(null).properties().messageExpiryInterval()).isNull();
	}

	@Test
	void changesReturnACopy() {
		MqttMessage message = MqttMessage.of("a", "payload");
		message.qos(QoS.AT_LEAST_ONCE);
		message.retain(true);
		message.userProperty("name", "value");
		assertThat(message.qos()).isEqualTo(QoS.AT_MOST_ONCE);
		assertThat(message.retain()).isFalse();
		assertThat(message.userProperties()).isEmpty();
	}

	@Test
	void toStringDoesNotShowThePayload() {
		assertThat(MqttMessage.of("a", "secret").qos(QoS.AT_LEAST_ONCE))
			.hasToString("MqttMessage[topic=a, qos=1, retain=false, payload of 6 bytes]");
	}

	@Test
	@SuppressWarnings("NullAway")
	void missingPartIsNamed() {
		assertThatNullPointerException().isThrownBy(() -> MqttMessage.of(null, new byte[0]))
			.withMessage("topic must not be null");
		assertThatNullPointerException().isThrownBy(() -> MqttMessage.of("a", (byte[]) null))
			.withMessage("payload must not be null");
		assertThatNullPointerException().isThrownBy(() -> MqttMessage.of("a", "").qos(null))
			.withMessage("qos must not be null");
		assertThatNullPointerException().isThrownBy(() -> MqttMessage.of("a", "").properties(null))
			.withMessage("properties must not be null");
	}

}
