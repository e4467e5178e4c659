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

	private final @Nullable Recipient defaultRecipient;

	private final Answers answers;

	private final Counters counters;

	private final Listeners listeners;

	private final ClientLog log;

	HandlerCaller(ClientContext context, Answers answers) {
		MessageHandler defaultHandler = context.settings().defaultHandler();
		this.defaultRecipient = (defaultHandler != null) ? Recipient.of(defaultHandler) : null;
		this.answers = answers;
		this.counters = context.counters();
		this.listeners = context.listeners();
		this.log = context.log();
	}

	boolean hasDefaultHandler() {
		return this.defaultRecipient != null;
	}

	/**
	 * Call all handlers, or the default handler if there is none.
	 */
	void call(List<Registration> handlers, Delivery delivery) {
		for (Registration registration : handlers) {
			call(registration.recipient(), delivery, "for '" + registration.filter() + "'");
		}
		if (handlers.isEmpty() && this.defaultRecipient != null) {
			call(this.defaultRecipient, delivery, "by default");
		}
	}

	private void call(Recipient recipient, Delivery delivery, String role) {
		HandlerAnswer answer = new HandlerAnswer(delivery, this.answers);
		run(answer, role, () -> recipient.receive(answer));
	}

	/**
	 * Run code of the application that handles a message.
	 * @param answer what the broker is to be told about the message
	 * @param role what the code is there for
	 * @param code the code
	 * @return whether it has not thrown anything
	 */
	boolean run(HandlerAnswer answer, String role, HandlerCode code) {
		MqttMessage message = answer.message();
		try {
			code.run();
			return true;
		}
		catch (CancellationException ex) {
			this.log.debug("Handler " + role + " does not want to handle a message to topic '" + message.topic() + "'",
					ex);
			answer.give(Outcome.CANCELLED);
		}
		catch (Throwable ex) {
			this.counters.handlerFailures.increment();
			this.log.error("Handler " + role + " failed for a message of QoS " + message.qos().level() + " to topic '"
					+ message.topic() + "'", ex);
			this.listeners.tell((listener) -> listener.handlerFailed(message, ex));
			answer.give(Outcome.FAILED);
		}
		return false;
	}

	/**
	 * Code of the application.
	 */
	interface HandlerCode {

		void run() throws Exception;

	}

}
