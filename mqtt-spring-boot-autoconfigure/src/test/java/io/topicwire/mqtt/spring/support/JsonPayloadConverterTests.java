package io.topicwire.mqtt.spring.support;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link JsonPayloadConverter}.
 */
class JsonPayloadConverterTests {

	private final JsonPayloadConverter converter = new JsonPayloadConverter(JsonMapper.builder().build());

	@Test
	void recordIsRead() {
		assertThat(this.converter.fromMessage(json("{\"machine\":\"m1\",\"celsius\":80.5}"), Reading.class))
			.isEqualTo(new Reading("m1", 80.5));
	}

	@Test
	void elementTypeOfParameterIsRead() {
		assertThat(this.converter.fromMessage(json("[{\"machine\":\"m1\",\"celsius\":1}]"), List.class,
				parameterOf("takesList", List.class)))
			.isEqualTo(List.of(new Reading("m1", 1)));
	}

	@Test
	void payloadTypeOfMessageParameterIsRead() {
		assertThat(this.converter.fromMessage(json("{\"machine\":\"m1\",\"celsius\":1}"), Reading.class,
				parameterOf("takesMessage", Message.class)))
			.isEqualTo(new Reading("m1", 1));
	}

	@Test
	void failureNamesTypeAndPlaceButNotThePayload() {
		assertThatExceptionOfType(MessageConversionException.class)
			.isThrownBy(() -> this.converter.fromMessage(json("{\"machine\":\"m1\",\n\"celsius\":\"secret\"}"),
					Reading.class))
			.withMessageContaining(Reading.class.getName())
			.withMessageContaining("line 2")
			.withMessageContaining("celsius")
			.withNoCause()
			.satisfies((ex) -> assertThat(ex.toString()).doesNotContain("secret"));
	}

	@Test
	void recordIsWrittenAsJsonAndSaysSo() {
		Message<?> message = this.converter.toMessage(new Reading("m1", 80.5), null);
		assertThat(message).isNotNull();
		assertThat((byte[]) message.getPayload()).asString().isEqualTo("{\"machine\":\"m1\",\"celsius\":80.5}");
		assertThat(message.getHeaders()).containsEntry(MqttHeaders.PAYLOAD_IS_TEXT, true)
			.containsEntry(MessageHeaders.CONTENT_TYPE, "application/json");
	}

	@Test
	void payloadThatCannotBeWrittenIsNamedByItsType() {
		Map<String, Object> endless = new HashMap<>();
		endless.put("self", endless);
		assertThatExceptionOfType(MessageConversionException.class)
			.isThrownBy(() -> this.converter.toMessage(endless, null))
			.withMessageContaining(HashMap.class.getName());
	}

	private static Message<byte[]> json(String json) {
		return new GenericMessage<>(json.getBytes(StandardCharsets.UTF_8));
	}

	private static MethodParameter parameterOf(String method, Class<?> type) {
		return new MethodParameter(ReflectionUtils.findMethod(JsonPayloadConverterTests.class, method, type), 0);
	}

	void takesList(List<Reading> readings) {
	}

	void takesMessage(Message<Reading> message) {
	}

	record Reading(String machine, double celsius) {

	}

}
