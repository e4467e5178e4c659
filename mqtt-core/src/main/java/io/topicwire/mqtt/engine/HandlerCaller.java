package io.topicwire.mqtt.engine;

import java.util.List;

import io.topicwire.mqtt.MessageHandler;
import io.topicwire.mqtt.QoS;

/**
 * Calls the handlers of a message. Whatever a handler throws is logged, counted and told
 * to the listeners, and hurts nobody else.
 */
final class HandlerCaller {

	// One or none
	private final List<Registration> defaultHandler;

	private final Answers answers;

	private final Counters counters;

	private final StuckHandlers stuck;

	private final HandlerWatch watch;

	private final HandledReports reports;

	HandlerCaller(ClientContext context, Dispatcher dispatcher, Answers answers) {
		MessageHandler defaultHandler = context.settings().handlers().byDefault();
		this.defaultHandler = (defaultHandler != null) ? List.of(Registration.byDefault(defaultHandler)) : List.of();
		this.answers = answers;
		this.counters = context.counters();
		this.stuck = new StuckHandlers(context, dispatcher, this);
		this.reports = new HandledReports(context, answers);
		this.watch = new HandlerWatch(context, dispatcher, this.stuck, this.reports);
	}

	StuckHandlers stuck() {
		return this.stuck;
	}

	/**
	 * Return the handler of messages that no subscription wants, if there is one.
	 */
	List<Registration> defaultHandler() {
		return this.defaultHandler;
	}

	/**
	 * Hand a message to one of its handlers, or let it wait for that handler.
	 */
	void deliver(Registration registration, Delivery delivery, Worker worker) {
		HandlerAnswer answer = new HandlerAnswer(registration, delivery, this.answers);
		if (!this.stuck.defer(answer, worker.lane())) {
			registration.recipient().receive(answer, this, worker);
		}
	}

	/**
	 * Call code of the application that handles a message.
	 * @param answer what the broker is to be told about the message
	 * @param worker who calls it
	 * @param code the code
	 */
	void call(HandlerAnswer answer, Worker worker, HandlerCode code) {
		Registration registration = answer.registration();
		this.watch.begin(registration.recipient(), registration.role(), answer, worker);
		boolean placeLeft = false;
		try {
			code.run(answer);
			placeLeft = answer.isPlaceLeft();
			if (answer.isHandled() && !placeLeft) {
				this.reports.succeeded(answer, worker);
			}
		}
		catch (Throwable ex) {
			answer.thrown(ex);
		}
		finally {
			boolean inTime = this.watch.end(worker);
			// That of a call that was stuck is free since then
			if (placeLeft && inTime) {
				this.reports.placeLeft(answer, worker);
			}
			answer.handedOver();
		}
	}

	/**
	 * Call code of the application that handles no message and throws nothing.
	 * @param recipient whose code it is
	 * @param role what is called, in words that follow "Handler"
	 * @param worker who calls it
	 * @param code the code
	 */
	void signal(Recipient recipient, String role, Worker worker, Runnable code) {
		this.watch.begin(recipient, role, null, worker);
		try {
			code.run();
		}
		finally {
			this.watch.end(worker);
		}
	}

	/**
	 * Treat a message like one that no handler wants, because its handler was removed.
	 */
	void giveUp(HandlerAnswer answer) {
		boolean possible = answer.give(Outcome.UNMATCHED);
		if (answer.isOf(QoS.AT_MOST_ONCE)) {
			this.counters.messagesDropped.increment();
		}
		else if (possible) {
			this.counters.messagesUnmatched.increment();
		}
	}

	/**
	 * Code of the application that handles a message. Made once for all messages.
	 */
	interface HandlerCode {

		void run(HandlerAnswer answer) throws Exception;

	}

}
