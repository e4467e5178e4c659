package io.topicwire.mqtt.engine;

import io.topicwire.mqtt.MqttException;
import org.jspecify.annotations.Nullable;

/**
 * Something the application has asked for and that ends exactly once, with a result or a
 * failure, whether anybody waits for it or not. Guarded by the lock of the client.
 *
 * @param <T> the type of the result
 */
abstract class Operation<T extends @Nullable Object> {

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
