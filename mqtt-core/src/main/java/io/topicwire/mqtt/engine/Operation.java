package io.topicwire.mqtt.engine;

import java.util.Objects;

import io.topicwire.mqtt.MqttException;
import org.jspecify.annotations.Nullable;

/**
 * Something the application has asked for and that ends exactly once, with a result or a
 * failure, whether anybody waits for it or not. Guarded by the lock of the client.
 *
 * @param <T> the type of the result
 */
abstract class Operation<T extends @Nullable Object> implements Comparable<Operation<?>> {

	// What Operations keeps about it. Few fields, for every published message is one

	@Nullable Operation<?> previous;

	@Nullable Operation<?> next;

	long startTime;

	// Or null for the one that is common to most
	@Nullable TimeLimit timeLimit;

	boolean awaited;

	private boolean finished;

	/**
	 * Return where the operation is kept until it is finished.
	 */
	abstract Operations operations();

	final boolean isFinished() {
		return this.finished;
	}

	/**
	 * End with a result, unless it has ended already.
	 */
	final void complete(T result) {
		if (finish()) {
			completed(result);
		}
	}

	/**
	 * End with a failure, unless it has ended already.
	 */
	final void fail(MqttException failure) {
		if (finish()) {
			failed(failure);
		}
	}

	private boolean finish() {
		if (this.finished) {
			return false;
		}
		this.finished = true;
		operations().remove(this);
		return true;
	}

	/**
	 * Compare the deadlines of two operations that both have a time limit of their own.
	 */
	@Override
	public final int compareTo(Operation<?> other) {
		TimeLimit limit = ownTimeLimit();
		TimeLimit otherLimit = other.ownTimeLimit();
		long difference = this.startTime + limit.nanos() - other.startTime - otherLimit.nanos();
		return (difference != 0) ? Long.signum(difference) : Long.compare(limit.number(), otherLimit.number());
	}

	private TimeLimit ownTimeLimit() {
		return Objects.requireNonNull(this.timeLimit, "no time limit of its own");
	}

	/**
	 * Return what is done, the beginning of a sentence.
	 */
	abstract String describe();

	/**
	 * Handle that time is over, before the operation fails.
	 */
	void expired() {
	}

	/**
	 * Handle the end.
	 */
	abstract void completed(T result);

	/**
	 * Handle the end.
	 */
	abstract void failed(MqttException failure);

}
