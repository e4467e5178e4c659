package io.topicwire.mqtt.engine;

import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Hands a message to its handlers, one after the other. If one of them does not return,
 * another thread goes on with the next.
 */
final class Handout implements Dispatcher.Task {

	private final Delivery delivery;

	private final Function<Delivery, List<Registration>> handlers;

	private final HandlerCaller caller;

	private @Nullable List<Registration> found;

	private int next;

	/**
	 * Create a handout.
	 * @param delivery the message
	 * @param handlers returns the handlers to call, at the moment when they are
	 * @param caller calls them
	 */
	Handout(Delivery delivery, Function<Delivery, List<Registration>> handlers, HandlerCaller caller) {
		this.delivery = delivery;
		this.handlers = handlers;
		this.caller = caller;
	}

	@Override
	public void run(Dispatcher.Worker worker) {
		List<Registration> found = this.found;
		if (found == null) {
			found = this.handlers.apply(this.delivery);
			this.found = found;
		}
		while (!worker.isRelieved() && this.next < found.size()) {
			this.caller.deliver(found.get(this.next++), this.delivery, worker);
		}
	}

	@Override
	public boolean isUnfinished() {
		return this.found != null && this.next < this.found.size();
	}

}
