package io.topicwire.mqtt.engine;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import org.jspecify.annotations.Nullable;

/**
 * A call of code of the application: a handler, or a signal to a subscriber. Small,
 * because there is one for each message.
 */
final class HandlerCall {

	private static final AtomicIntegerFieldUpdater<HandlerCall> decisions = AtomicIntegerFieldUpdater
		.newUpdater(HandlerCall.class, "decided");

	private final Recipient recipient;

	private final String role;

	private final @Nullable HandlerAnswer answer;

	private final long startTime;

	private volatile int decided;

	/**
	 * Create a call.
	 * @param recipient what is called
	 * @param role which handler it is, in words that follow "Handler"
	 * @param answer what the broker is to be told about the message, if it is called with
	 * one
	 * @param startTime when it begins, in the time of the {@link Timer}
	 */
	HandlerCall(Recipient recipient, String role, @Nullable HandlerAnswer answer, long startTime) {
		this.recipient = recipient;
		this.role = role;
		this.answer = answer;
		this.startTime = startTime;
	}

	Recipient recipient() {
		return this.recipient;
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

	/**
	 * Return whether it has returned or is known to be stuck.
	 */
	boolean isDecided() {
		return this.decided != 0;
	}

	/**
	 * Decide that it has returned, or that it is stuck. May be called by several threads.
	 * @return whether nothing was decided before
	 */
	boolean decide() {
		return decisions.compareAndSet(this, 0, 1);
	}

}
