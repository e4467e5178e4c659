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

	private final Operations operations;

	// What Operations keeps about it

	@Nullable Operation<?> previous;

	@Nullable Operation<?> next;

	long number;

	long startTime;

	// In nanoseconds, or unlimited
	long timeout;

	private boolean finished;

	/**
	 * Create an operation that is still to be started.
	 * @param operations where the operation is kept until it is finished
	 */
	Operation(Operations operations) {
		this.operations = operations;
	}

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
		this.operations.remove(this);
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
