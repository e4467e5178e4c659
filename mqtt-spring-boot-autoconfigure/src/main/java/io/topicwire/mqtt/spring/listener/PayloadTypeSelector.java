package io.topicwire.mqtt.spring.listener;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.util.ClassUtils;

/**
 * Finds the method for a message by the type of its payload.
 */
final class PayloadTypeSelector {

	private final MessageConverter converter;

	private final Map<Class<?>, ListenerMethod> methods = new LinkedHashMap<>();

	// Found before, by the type of the payload: converters make few
	private final Map<Class<?>, Optional<ListenerMethod>> assignable = new ConcurrentHashMap<>();

	private final @Nullable ListenerMethod defaultMethod;

	/**
	 * Create a selector.
	 * @param converter makes what the type is taken of
	 * @param methods the methods
	 * @param defaultMethod one of them or another one, for all messages that no method
	 * takes
	 * @throws IllegalStateException if the methods cannot be told apart
	 */
	PayloadTypeSelector(MessageConverter converter, List<ListenerMethod> methods,
			@Nullable ListenerMethod defaultMethod) {
		this.converter = converter;
		this.defaultMethod = defaultMethod;
		methods.stream().filter((method) -> method != defaultMethod).forEach(this::add);
	}

	private void add(ListenerMethod method) {
		Class<?> type = method.payloadType();
		String name = method.invocable().getMethod().toGenericString();
		if (type == null) {
			throw new IllegalStateException(
					"Handler method %s has no payload by which it could be chosen; add a parameter for the payload, or make it the default method"
						.formatted(name));
		}
		ListenerMethod other = this.methods.put(ClassUtils.resolvePrimitiveIfNecessary(type), method);
		if (other != null) {
			throw new IllegalStateException(
					"Handler methods %s and %s take the same type of payload; remove one, or give them different types"
						.formatted(name, other.invocable().getMethod().toGenericString()));
		}
	}

	/**
	 * Find the method for a message.
	 * @param message the message as it was received
	 * @return the method, with the message to call it with
	 * @throws MessageConversionException if there is none
	 */
	Selection select(Message<byte[]> message) {
		Object payload = null;
		MessageConversionException failure = null;
		try {
			payload = this.converter.fromMessage(message, Object.class);
		}
		catch (MessageConversionException ex) {
			failure = ex;
		}
		ListenerMethod method = find((payload != null) ? payload.getClass() : byte[].class);
		if (method != null) {
			return new Selection(method,
					(payload != null) ? new GenericMessage<>(payload, message.getHeaders()) : message);
		}
		if (this.defaultMethod != null) {
			return new Selection(this.defaultMethod, message);
		}
		throw new MessageConversionException(
				"No handler method takes a payload of type %s; add one, or a default method that takes all others"
					.formatted((payload != null) ? payload.getClass().getName() : "byte[]"),
				failure);
	}

	private @Nullable ListenerMethod find(Class<?> type) {
		ListenerMethod exact = this.methods.get(type);
		return (exact != null) ? exact : this.assignable.computeIfAbsent(type, this::findAssignable).orElse(null);
	}

	private Optional<ListenerMethod> findAssignable(Class<?> type) {
		List<Class<?>> candidates = this.methods.keySet()
			.stream()
			.filter((candidate) -> candidate.isAssignableFrom(type))
			.toList();
		if (candidates.size() > 1) {
			throw new MessageConversionException("Several handler methods take a payload of type %s: those for %s"
				.formatted(type.getName(), candidates.stream().map(Class::getName).toList()));
		}
		return candidates.stream().findFirst().map(this.methods::get);
	}

	/**
	 * A method for a message.
	 *
	 * @param method the method
	 * @param message what to call it with
	 */
	record Selection(ListenerMethod method, Message<?> message) {

	}

}
