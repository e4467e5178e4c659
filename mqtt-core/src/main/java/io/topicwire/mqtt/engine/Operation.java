package io.topicwire.mqtt.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.topicwire.mqtt.MqttException;
import org.jspecify.annotations.Nullable;

/**
 * Something the application has asked for and that ends exactly once, with a result or a
 * failure. Guarded by the lock of the client.
 *
 * @param <T> the type of the result
 */
final class Operation<T extends @Nullable Object> {

	private final Operations operations;

	private final CompletableFuture<T> future = new CompletableFuture<>();

	private final Executor completion;

	private final Supplier<String> description;

	private final Consumer<Operation<T>> expired;

	// Links of the list that Operations keeps

	@Nullable Operation<?> previous;

	@Nullable Operation<?> next;

	long number;

	long startTime;

	private boolean finished;

	/**
	 * Create an operation.
	 * @param operations where the operation is kept until it is finished
	 * @param description what is done, the beginning of a sentence
	 * @param expired called when time is over, before the operation fails
	 * @param completion where the future is completed
	 */
	Operation(Operations operations, Supplier<String> description, Consumer<Operation<T>> expired,
			Executor completion) {
		this.operations = operations;
		this.description = description;
		this.expired = expired;
		this.completion = completion;
	}

	CompletableFuture<T> future() {
		return this.future;
	}

	String description() {
		return this.description.get();
	}

	boolean isFinished() {
		return this.finished;
	}

	void complete(T result) {
		if (finish()) {
			this.completion.execute(() -> this.future.complete(result));
		}
	}

	void fail(MqttException failure) {
		if (finish()) {
			this.completion.execute(() -> this.future.completeExceptionally(failure));
		}
	}

	void expire() {
		this.expired.accept(this);
	}

	private boolean finish() {
		if (this.finished) {
			return false;
		}
		this.finished = true;
		this.operations.remove(this);
		return true;
	}

}
