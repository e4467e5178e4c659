package io.topicwire.mqtt.spring.listener;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

import org.springframework.core.ReactiveAdapter;

/**
 * Completed with the first value of a publisher, or with {@code null} if it has none. A
 * class of its own because Reactive Streams may not be there.
 */
final class FirstValue extends CompletableFuture<@Nullable Object> implements Subscriber<Object> {

	private FirstValue() {
	}

	/**
	 * Subscribe to a reactive type.
	 * @param adapter the adapter of the type
	 * @param source what to subscribe to
	 * @return its first value
	 */
	static CompletionStage<?> of(ReactiveAdapter adapter, Object source) {
		FirstValue value = new FirstValue();
		adapter.toPublisher(source).subscribe(value);
		return value;
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		subscription.request(Long.MAX_VALUE);
	}

	@Override
	public void onNext(Object value) {
		complete(value);
	}

	@Override
	public void onError(Throwable failure) {
		completeExceptionally(failure);
	}

	@Override
	public void onComplete() {
		complete(null);
	}

}
