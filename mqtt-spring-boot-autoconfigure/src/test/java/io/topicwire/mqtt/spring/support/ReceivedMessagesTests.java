package io.topicwire.mqtt.spring.support;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import io.topicwire.mqtt.MessageProperties;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.UserProperty;
import org.junit.jupiter.api.Test;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReceivedMessages}.
 */
class ReceivedMessagesTests {

	@Test
	void headersSayHowTheMessageWasReceived() {
		MqttMessage received = new MqttMessage("plants/7/state", new byte[] { 1 }, QoS.EXACTLY_ONCE, true, true,
				MessageProperties.NONE);
		Message<byte[]> message = toMessage(received);
		assertThat(message.getPayload()).isSameAs(received.payload());
		assertThat(message.getHeaders()).containsEntry(MqttHeaders.RECEIVED_TOPIC, "plants/7/state")
			.containsEntry(MqttHeaders.RECEIVED_QOS, 2)
			.containsEntry(MqttHeaders.RECEIVED_RETAINED, true)
			.containsEntry(MqttHeaders.DUPLICATE, true)
			.containsEntry(MqttHeaders.RAW_MESSAGE, received)
			.doesNotContainKeys(MqttHeaders.MESSAGE_EXPIRY_INTERVAL, MessageHeaders.ID);
	}

	@Test
	void headersHoldTheProperties() {
		byte[] correlationData = { 4, 2 };
		MqttMessage received = MqttMessage.of("a", "b")
			.messageExpiry(Duration.ofMinutes(1))
			.contentType("text/csv")
			.responseTopic("replies")
			.correlationData(correlationData)
			.payloadIsText(true)
			.userProperty("unit", "°C");
		assertThat(toMessage(received).getHeaders()).containsEntry(MqttHeaders.MESSAGE_EXPIRY_INTERVAL, 60L)
			.containsEntry(MessageHeaders.CONTENT_TYPE, "text/csv")
			.containsEntry(MqttHeaders.RESPONSE_TOPIC, "replies")
			.containsEntry(MqttHeaders.CORRELATION_DATA, correlationData)
			.containsEntry(MqttHeaders.PAYLOAD_IS_TEXT, true)
			.containsEntry(MqttHeaders.USER_PROPERTIES, List.of(new UserProperty("unit", "°C")));
	}

	@Test
	void userPropertyCannotReplaceAHeader() {
		MqttMessage received = MqttMessage.of("a", "b").userProperty(MqttHeaders.RECEIVED_TOPIC, "admin");
		assertThat(toMessage(received).getHeaders()).containsEntry(MqttHeaders.RECEIVED_TOPIC, "a");
	}

	@Test
	void descriptionHasNoPayload() {
		assertThat(toMessage(MqttMessage.of("a", "secret")).toString()).doesNotContain("secret");
	}

	private static Message<byte[]> toMessage(MqttMessage message) {
		return ReceivedMessages.toMessage(message, Collections.emptyMap());
	}

	@Test
	void topicVariablesAreKept() {
		Message<byte[]> message = ReceivedMessages.toMessage(MqttMessage.of("a/7", "b"), Map.of("plant", "7"));
		assertThat(message.getHeaders()).containsValue(Map.of("plant", "7"));
	}

}
