package io.topicwire.mqtt.client;

import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.engine.Engine;
import io.topicwire.mqtt.engine.Registration;
import org.jspecify.annotations.Nullable;

/**
 * Subscription that leaves everything to the engine.
 */
final class DefaultSubscription implements Subscription {

	private final Engine engine;

	private final Registration registration;

	DefaultSubscription(Engine engine, Registration registration) {
		this.engine = engine;
		this.registration = registration;
	}

	@Override
	public String filter() {
		return this.registration.filter().toString();
	}

	@Override
	public SubscribeOptions options() {
		return this.registration.options();
	}

	@Override
	public @Nullable ReasonCode reasonCode() {
		return this.engine.reasonCode(this.registration);
	}

	@Override
	public CompletableFuture<@Nullable Void> unsubscribeAsync() {
		return this.engine.unsubscribe(this.registration, this.engine.callbacks());
	}

	@Override
	public void close() {
		unsubscribeAsync();
	}

	@Override
	public String toString() {
		return "Subscription[filter=" + filter() + ", options=" + options() + "]";
	}

}
