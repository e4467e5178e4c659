package io.topicwire.mqtt.engine;

import java.util.List;

import io.topicwire.mqtt.MessageHandler;
import io.topicwire.mqtt.MqttMessage;
import org.jspecify.annotations.Nullable;

/**
 * Calls the handlers of a message. Whatever a handler throws is logged, counted and told
 * to the listeners, and hurts nobody else.
 */
final class HandlerCaller {

	private final @Nullable MessageHandler defaultHandler;

	private final Counters counters;

	private final Listeners listeners;

	private final ClientLog log;

	HandlerCaller(@Nullable MessageHandler defaultHandler, Counters counters, Listeners listeners, ClientLog log) {
		this.defaultHandler = defaultHandler;
		this.counters = counters;
		this.listeners = listeners;
		this.log = log;
	}

	boolean hasDefaultHandler() {
		return this.defaultHandler != null;
	}

	/**
	 * Call all handlers, or the default handler if there is none.
	 * @return whether all of them succeeded
	 */
	boolean call(List<Registration> handlers, MqttMessage message) {
		boolean success = true;
		for (Registration registration : handlers) {
			success &= call(registration.handler(), message, "for '" + registration.filter() + "'");
		}
		if (handlers.isEmpty() && this.defaultHandler != null) {
			success = call(this.defaultHandler, message, "by default");
		}
		return success;
	}

	private boolean call(MessageHandler handler, MqttMessage message, String role) {
		try {
			handler.handle(message);
			return true;
		}
		catch (Throwable ex) {
			this.counters.handlerFailures.increment();
			this.log.error("Handler " + role + " failed for a message of QoS " + message.qos().level() + " to topic '"
					+ message.topic() + "'", ex);
			this.listeners.tell((listener) -> listener.handlerFailed(message, ex));
			return false;
		}
	}

}
