package io.topicwire.mqtt.spring.listener;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.StringMessageConverter;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.messaging.support.MessageHeaderAccessor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link MqttMessageHandlerMethodFactory}.
 */
class MqttMessageHandlerMethodFactoryTests {

	private final MqttMessageHandlerMethodFactory factory = new MqttMessageHandlerMethodFactory(
			new StringMessageConverter(), null, null);

	@Test
	void payloadIsGivenTwiceToAMethodThatAsksForIt() throws Exception {
		assertThat(invoke("payloadTwice")).isEqualTo("hello hello");
	}

	@Test
	void accessorOfTheHeadersIsNoPayload() throws Exception {
		assertThat(invoke("payloadAndAccessor")).isEqualTo("hello m/s");
	}

	@Test
	void parameterWithoutAnnotationBesideThePayloadIsRefused() {
		assertThatIllegalStateException().isThrownBy(() -> create("payloadAndOther"))
			.withMessageStartingWith("Parameters [0, 1] of")
			.withMessageContaining("payloadAndOther");
	}

	private @Nullable Object invoke(String name) throws Exception {
		return create(name).invoke(MessageBuilder.createMessage("hello", new MessageHeaders(Map.of("unit", "m/s"))));
	}

	private InvocableHandlerMethod create(String name) {
		Method method = Arrays.stream(Methods.class.getDeclaredMethods())
			.filter((candidate) -> candidate.getName().equals(name))
			.findFirst()
			.orElseThrow();
		return this.factory.createInvocableHandlerMethod(new Methods(), method);
	}

	static class Methods {

		String payloadTwice(@Payload String one, @Payload Object other) {
			return one + " " + other;
		}

		String payloadAndAccessor(String payload, MessageHeaderAccessor accessor) {
			return payload + " " + accessor.getHeader("unit");
		}

		void payloadAndOther(@Payload String payload, String other) {
		}

	}

}
