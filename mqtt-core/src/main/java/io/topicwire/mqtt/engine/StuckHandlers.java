package io.topicwire.mqtt.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import org.jspecify.annotations.Nullable;

/**
 * The handlers that have not returned in time. They are reported, their messages wait for
 * them and hold back the acknowledgements of no others. Guarded by the lock of the
 * client, but for {@link #defer}.
 */
final class StuckHandlers {

	private static final int STACK_FRAMES = 12;

	private final List<StuckHandler> handlers = new ArrayList<>();

	private final ClientContext context;

	private final Dispatcher dispatcher;

	private final HandlerCaller caller;

	private int running;

	// Lets messages pass without the lock
	private volatile boolean none = true;

	StuckHandlers(ClientContext context, Dispatcher dispatcher, HandlerCaller caller) {
		this.context = context;
		this.dispatcher = dispatcher;
		this.caller = caller;
	}

	/**
	 * Handle that a call does not return. Another thread will go on with what else is to
	 * be done.
	 */
	void stuck(HandlerCall call, Worker worker, Duration elapsed) {
		HandlerAnswer answer = call.answer();
		if (answer != null) {
			answer.setAside();
			answer.handedOver();
		}
		WaitingMessages own = call.recipient().waiting();
		if (own != null) {
			own.withhold(true);
		}
		else {
			add(call, worker.lane());
		}
		MqttMessage message = (answer != null) ? answer.message() : null;
		this.running++;
		this.context.counters().handlersStuck.increment();
		this.context.listeners().tell((listener) -> listener.handlerStuck(message, elapsed));
		this.context.lock()
			.whenReleased(() -> this.context.log().warn(describe(call, worker.thread(), message, elapsed)));
	}

	private void add(HandlerCall call, Object lane) {
		StuckHandler handler = find(call.recipient(), lane);
		if (handler == null) {
			WaitingMessages waiting = new WaitingMessages(this.context, "Handler " + call.role() + " does not return");
			waiting.withhold(true);
			handler = new StuckHandler(call, lane, waiting);
			this.handlers.add(handler);
			this.none = false;
		}
		else {
			handler.call = call;
		}
	}

	private @Nullable StuckHandler find(Recipient recipient, Object lane) {
		return find(
				(handler) -> handler.call.recipient().identity() == recipient.identity() && handler.lane.equals(lane));
	}

	private @Nullable StuckHandler find(Predicate<StuckHandler> condition) {
		return this.handlers.stream().filter(condition).findFirst().orElse(null);
	}

	private static String describe(HandlerCall call, Thread thread, @Nullable MqttMessage message, Duration elapsed) {
		StackTraceElement[] stack = thread.getStackTrace();
		return "Handler " + call.role() + " has not returned for " + elapsed.toMillis() + " ms" + ((message != null)
				? " with a message of QoS " + message.qos().level() + " to topic '" + message.topic() + "'" : "")
				+ "; its messages wait, other handlers go on without it. Thread " + thread.getName() + " is at"
				+ Arrays.stream(stack)
					.limit(STACK_FRAMES)
					.map((frame) -> System.lineSeparator() + "\tat " + frame)
					.collect(Collectors.joining())
				+ ((stack.length > STACK_FRAMES)
						? System.lineSeparator() + "\t... " + (stack.length - STACK_FRAMES) + " more" : "");
	}

	/**
	 * Handle that a call has returned after all.
	 */
	void returned(HandlerCall call, Duration elapsed) {
		this.running--;
		WaitingMessages own = call.recipient().waiting();
		StuckHandler handler = find((candidate) -> candidate.call == call);
		if (own != null) {
			own.withhold(false);
		}
		else if (handler != null) {
			this.dispatcher.executeFirst(handler.lane, (worker) -> resume(handler, worker));
		}
		this.context.log()
			.info("Handler " + call.role() + " has returned after " + elapsed.toMillis()
					+ " ms; the messages that have waited for it are handled now");
	}

	/**
	 * Let a message wait if its handler is stuck. Needs no lock.
	 * @return whether it waits
	 */
	boolean defer(HandlerAnswer answer, Object lane) {
		return !this.none && this.context.lock().call(() -> {
			StuckHandler handler = find(answer.registration().recipient(), lane);
			if (handler != null && answer.registration().isRemoved()) {
				// While the message was handed out, so that nobody would take it back
				this.caller.giveUp(answer);
			}
			else if (handler != null) {
				handler.waiting.add(answer);
			}
			return handler != null;
		});
	}

	/**
	 * Return how many handlers have not returned in time and run still.
	 */
	int count() {
		return this.running;
	}

	/**
	 * Give up what waits for handlers that are not registered any more.
	 */
	void handlersRemoved() {
		for (StuckHandler handler : this.handlers) {
			handler.waiting.take((answer) -> answer.registration().isRemoved()).forEach(this.caller::giveUp);
		}
	}

	/**
	 * Keep nothing any more. What has not been acknowledged stays so.
	 */
	void close() {
		this.handlers.forEach((handler) -> handler.waiting.take((answer) -> answer.isOf(QoS.AT_MOST_ONCE))
			.forEach(this.caller::giveUp));
		this.handlers.clear();
		this.none = true;
	}

	/**
	 * Handle what has waited for a handler, before all that came later.
	 */
	private void resume(StuckHandler handler, Worker worker) {
		while (!worker.isRelieved()) {
			HandlerAnswer answer = this.context.lock().call(() -> next(handler));
			if (answer == null) {
				return;
			}
			answer.registration().recipient().receive(answer, this.caller, worker);
		}
	}

	private @Nullable HandlerAnswer next(StuckHandler handler) {
		HandlerAnswer answer = handler.waiting.poll();
		if (answer == null) {
			this.handlers.remove(handler);
			this.none = this.handlers.isEmpty();
		}
		return answer;
	}

	/**
	 * A handler that has not returned in time, until everything is handled that has
	 * waited for it.
	 */
	private static final class StuckHandler {

		private final Object lane;

		private final WaitingMessages waiting;

		private HandlerCall call;

		StuckHandler(HandlerCall call, Object lane, WaitingMessages waiting) {
			this.call = call;
			this.lane = lane;
			this.waiting = waiting;
		}

	}

}
