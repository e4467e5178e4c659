package io.topicwire.mqtt.spring.core;

import java.lang.reflect.Type;
import java.util.Collections;
import java.util.function.Function;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.spring.support.ReceivedMessages;

import org.springframework.core.ResolvableType;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.converter.SmartMessageConverter;

/**
 * Makes what the caller asked for of a reply.
 *
 * @param <T> the type that the caller asked for
 */
class ReplyConverter<T> implements Function<MqttMessage, T> {

	private final MessageConverter messageConverter;

	private final Type type;

	ReplyConverter(MessageConverter messageConverter, Type type) {
		this.messageConverter = messageConverter;
		this.type = type;
	}

	@Override
	@SuppressWarnings("unchecked")
	public T apply(MqttMessage reply) {
		Class<?> targetClass = ResolvableType.forType(this.type).toClass();
		if (targetClass == MqttMessage.class) {
			return (T) reply;
		}
		Message<byte[]> message = ReceivedMessages.toMessage(reply, Collections.emptyMap());
		Object converted = (this.messageConverter instanceof SmartMessageConverter smartConverter)
				? smartConverter.fromMessage(message, targetClass, this.type)
				: this.messageConverter.fromMessage(message, targetClass);
		if (converted == null) {
			throw new MessageConversionException(
					"Cannot convert reply of %d bytes from topic '%s' to %s; ask for byte[] or String, put Jackson on the class path to read JSON, or set a message converter that knows this type"
						.formatted(reply.payload().length, reply.topic(), this.type.getTypeName()));
		}
		return (T) converted;
	}

}
