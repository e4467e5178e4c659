package io.topicwire.mqtt.engine;

import java.util.List;
import java.util.concurrent.CancellationException;

import io.topicwire.mqtt.MessageHandler;
import io.topicwire.mqtt.MqttMessage;

/**
 * Calls the handlers of a message. Whatever a handler throws is logged, counted and told
 * to the listeners, and hurts nobody else.
 */
final class HandlerCaller {

	// One or none
	private final List<Registration> defaultHandler;

	private final Answers answers;

	private final Counters counters;

	private final Listeners listeners;

	private final ClientLog log;

	HandlerCaller(ClientContext context, Answers answers) {
		MessageHandler defaultHandler = context.settings().handlers().byDefault();
		this.defaultHandler = (defaultHandler != null) ? List.of(Registration.byDefault(defaultHandler)) : List.of();
		this.answers = answers;
		this.counters = context.counters();
		this.listeners = context.listeners();
		this.log = context.log();
	}

	/**
	 * Return the handler of messages that no subscription wants, if there is one.
	 */
	List<Registration> defaultHandler() {
		return this.defaultHandler;
	}

	/**
	 * Hand a message to one of its handlers.
	 */
	void deliver(Registration registration, Delivery delivery, Dispatcher.Worker worker) {
		registration.recipient().receive(new HandlerAnswer(registration, delivery, this.answers), this, worker);
	}

	/**
	 * Call code of the application that handles a message.
	 * @param answer what the broker is to be told about the message
	 * @param worker who calls it
	 * @param code the code
	 */
	void call(HandlerAnswer answer, Dispatcher.Worker worker, HandlerCode code) {
		MqttMessage message = answer.message();
		String role = answer.registration().role();
		try {
			code.run();
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
	}

	/**
	 * Code of the application.
	 */
	interface HandlerCode {

		void run() throws Exception;

	}

}
