package io.topicwire.mqtt.engine;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

import org.jspecify.annotations.Nullable;

/**
 * The present call of code of the application by one worker: a handler, or a signal to a
 * subscriber. One object for all calls of the worker, one after the other, so that a
 * message costs none; not used any more after a call that was stuck. Only {@link #find}
 * and {@link #declareStuck} may be called by another thread.
 */
final class HandlerCall {

	// In the lowest bits of the state; the others tell one call from the next
	private static final int RUNNING = 1;

	private static final int STUCK = 2;

	private static final int NEXT = 4;

	private static final AtomicLongFieldUpdater<HandlerCall> states = AtomicLongFieldUpdater
		.newUpdater(HandlerCall.class, "state");

	private @Nullable Recipient recipient;

	private String role = "";

	private @Nullable HandlerAnswer answer;

	private long startTime;

	// Written last when a call begins
	private volatile long state;

	/**
	 * Begin a call.
	 * @param recipient what is called
	 * @param role which handler it is, in words that follow "Handler"
	 * @param answer what the broker is to be told about the message, if it is called with
	 * one
	 * @param startTime when it begins, in the time of the {@link Timer}
	 */
	void begin(Recipient recipient, String role, @Nullable HandlerAnswer answer, long startTime) {
		this.recipient = recipient;
		this.role = role;
		this.answer = answer;
		this.startTime = startTime;
		this.state = this.state + NEXT | RUNNING;
	}

	/**
	 * End the call.
	 * @return whether it was not declared stuck before
	 */
	boolean end() {
		long state = this.state;
		if ((state & STUCK) != 0 || !states.compareAndSet(this, state, state & ~RUNNING)) {
			return false;
		}
		// Not to keep a message alive
		this.answer = null;
		return true;
	}

	/**
	 * Return the call that runs now and is not known to be stuck.
	 * @return what stands for it, or 0 if there is none
	 */
	long find() {
		long state = this.state;
		return ((state & (RUNNING | STUCK)) == RUNNING) ? state : 0;
	}

	/**
	 * Declare a call stuck, unless it has ended.
	 * @param found what stands for it
	 * @return whether it is stuck and, as no other follows, what is known about it stays
	 */
	boolean declareStuck(long found) {
		return states.compareAndSet(this, found, found | STUCK);
	}

	Recipient recipient() {
		return Objects.requireNonNull(this.recipient, "nothing was called");
	}

	String role() {
		return this.role;
	}

	@Nullable HandlerAnswer answer() {
		return this.answer;
	}

	long startTime() {
		return this.startTime;
	}

}
