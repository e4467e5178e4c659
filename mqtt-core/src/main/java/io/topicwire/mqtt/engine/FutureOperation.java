package io.topicwire.mqtt.engine;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.topicwire.mqtt.MqttException;
import org.jspecify.annotations.Nullable;

/**
 * An operation whose end completes a future.
 *
 * @param <T> the type of the result
 */
final class FutureOperation<T extends @Nullable Object> extends Operation<T> {

	private final Operations operations;

	private final Caller<T> caller;

	private final Supplier<String> description;

	private final Consumer<Operation<T>> expired;

	/**
	 * Create an operation that is still to be started.
	 * @param operations where the operation is kept until it is finished
	 * @param description what is done, the beginning of a sentence
	 * @param expired called when time is over, before the operation fails
	 * @param caller who waits for the end
	 */
	FutureOperation(Operations operations, Supplier<String> description, Consumer<Operation<T>> expired,
			Caller<T> caller) {
		this.operations = operations;
		this.description = description;
		this.expired = expired;
		this.caller = caller;
	}

	CompletableFuture<T> future() {
		return this.caller.future();
	}

	@Override
	Operations operations() {
		return this.operations;
	}

	@Override
	String describe() {
		return this.description.get();
	}

	@Override
	void expired() {
		this.expired.accept(this);
	}

	@Override
	void completed(T result) {
		this.caller.complete(result);
	}

	@Override
	void failed(MqttException failure) {
		this.caller.fail(failure);
	}

}
