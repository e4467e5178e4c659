package io.topicwire.mqtt.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.topicwire.mqtt.MqttException;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for the end of an operation.
 *
 * @param <T> the type of the result
 * @param future what is waited for
 * @param completion where the future is completed
 */
record Caller<T extends @Nullable Object>(CompletableFuture<T> future, Executor completion) {

	static <T extends @Nullable Object> Caller<T> on(Executor completion) {
		return new Caller<>(new CompletableFuture<>(), completion);
	}

	void complete(T result) {
		if (this.completion == Engine.DIRECT) {
			this.future.complete(result);
			return;
		}
		this.completion.execute(() -> this.future.complete(result));
	}

	void fail(MqttException failure) {
		this.completion.execute(() -> this.future.completeExceptionally(failure));
	}

}
