package io.topicwire.mqtt.docs.receiving;

import java.util.Map;

import io.topicwire.mqtt.spring.annotation.MqttHandler;
import io.topicwire.mqtt.spring.annotation.MqttListener;
import io.topicwire.mqtt.spring.support.JsonPayloadConverter;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.support.NativeMessageHeaderAccessor;
import org.springframework.stereotype.Component;

/**
 * Samples of classes that listen.
 */
class HandlerSamples {

	// tag::handlers[]
	@Component
	@MqttListener(topics = "machines/{machine}/events", messageConverter = "eventConverter")
	class Events {

		@MqttHandler
		void onStart(Started started, @DestinationVariable String machine) {
			// …
		}

		@MqttHandler
		void onFailure(Failed failed) {
			// …
		}

		@MqttHandler(isDefault = true)
		void onOther(byte[] event) {
			// …
		}

	}
	// end::handlers[]

	// tag::converter[]
	@Component
	class EventConverter implements MessageConverter {

		private final Map<String, Class<?>> types = Map.of("started", Started.class, "failed", Failed.class);

		private final JsonPayloadConverter json;

		EventConverter(JsonMapper jsonMapper) {
			this.json = new JsonPayloadConverter(jsonMapper);
		}

		@Override
		public @Nullable Object fromMessage(Message<?> message, Class<?> targetClass) {
			String name = NativeMessageHeaderAccessor.getFirstNativeHeader("event", message.getHeaders());
			Class<?> type = (name != null) ? this.types.get(name) : null;
			return (type != null) ? this.json.fromMessage(message, type) : null;
		}

		@Override
		public @Nullable Message<?> toMessage(Object payload, @Nullable MessageHeaders headers) {
			return this.json.toMessage(payload, headers);
		}

	}
	// end::converter[]

	record Started(String by) {
	}

	record Failed(String reason) {
	}

}
