package io.topicwire.mqtt.spring.support;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.support.GenericMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PlainPayloadConverter}.
 */
class PlainPayloadConverterTests {

	private static final byte[] GRUESSE = "Grüße".getBytes(StandardCharsets.UTF_8);

	private final PlainPayloadConverter converter = new PlainPayloadConverter();

	@Test
	void bytesAreReadAsTheyAre() {
		assertThat(this.converter.fromMessage(new GenericMessage<>(GRUESSE), byte[].class)).isSameAs(GRUESSE);
	}

	@Test
	void textIsReadAsUtf8WhateverTheContentTypeSays() {
		Message<byte[]> message = new GenericMessage<>(GRUESSE,
				Map.of(MessageHeaders.CONTENT_TYPE, "no / such / type"));
		assertThat(this.converter.fromMessage(message, String.class)).isEqualTo("Grüße");
	}

	@Test
	void otherTypesAreLeftToOtherConverters() {
		assertThat(this.converter.fromMessage(new GenericMessage<>(GRUESSE), Integer.class)).isNull();
		assertThat(this.converter.toMessage(7, null)).isNull();
	}

	@Test
	void textIsWrittenAsUtf8AndSaysSo() {
		Message<?> message = this.converter.toMessage("Grüße", null);
		assertThat(message).isNotNull();
		assertThat(message.getPayload()).isEqualTo(GRUESSE);
		assertThat(message.getHeaders()).containsEntry(MqttHeaders.PAYLOAD_IS_TEXT, true)
			.containsEntry(MessageHeaders.CONTENT_TYPE, "text/plain");
	}

	@Test
	void bytesAreWrittenWithoutContentType() {
		Message<?> message = this.converter.toMessage(GRUESSE, null);
		assertThat(message).isNotNull();
		assertThat(message.getPayload()).isSameAs(GRUESSE);
		assertThat(message.getHeaders()).doesNotContainKeys(MqttHeaders.PAYLOAD_IS_TEXT, MessageHeaders.CONTENT_TYPE);
	}

	@Test
	void givenContentTypeIsKept() {
		Message<?> message = this.converter.toMessage("a,b",
				new MessageHeaders(Map.of(MessageHeaders.CONTENT_TYPE, "text/csv")));
		assertThat(message).isNotNull();
		assertThat(message.getHeaders()).containsEntry(MessageHeaders.CONTENT_TYPE, "text/csv");
	}

}
