package io.topicwire.mqtt.engine;

import java.util.List;
import java.util.concurrent.CancellationException;

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
	 * @return the worst that came of it
	 */
	Outcome call(List<Registration> handlers, MqttMessage message) {
		Outcome worst = Outcome.HANDLED;
		for (Registration registration : handlers) {
			Outcome outcome = call(registration.handler(), message, "for '" + registration.filter() + "'");
			worst = (outcome.compareTo(worst) > 0) ? outcome : worst;
		}
		if (handlers.isEmpty() && this.defaultHandler != null) {
			worst = call(this.defaultHandler, message, "by default");
		}
		return worst;
	}

	private Outcome call(MessageHandler handler, MqttMessage message, String role) {
		try {
			handler.handle(message);
			return Outcome.HANDLED;
		}
		catch (CancellationException ex) {
			this.log.debug("Handler " + role + " does not want to handle a message to topic '" + message.topic() + "'",
					ex);
			return Outcome.CANCELLED;
		}
		catch (Throwable ex) {
			this.counters.handlerFailures.increment();
			this.log.error("Handler " + role + " failed for a message of QoS " + message.qos().level() + " to topic '"
					+ message.topic() + "'", ex);
			this.listeners.tell((listener) -> listener.handlerFailed(message, ex));
			return Outcome.FAILED;
		}
	}

	/**
	 * What came of calling a handler, the worst last: one that cancels wants the message
	 * to be sent again.
	 */
	enum Outcome {

		HANDLED, FAILED, CANCELLED

	}

}
