package io.topicwire.mqtt.client;

import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.SubscribeOptions;
import org.jspecify.annotations.Nullable;

/**
 * A handler that is registered for a topic filter. Stays registered over reconnects until
 * it is closed. Thread-safe.
 *
 * @since 0.1.0
 */
public interface Subscription extends AutoCloseable {

	/**
	 * Return the topic filter.
	 * @return the topic filter as it was given
	 */
	String filter();

	/**
	 * Return the options that were asked for.
	 * @return the options
	 */
	SubscribeOptions options();

	/**
	 * Return what the broker said about the subscription last.
	 * @return the granted QoS or an error, or {@code null} if the broker was not asked or
	 * has not answered yet
	 */
	@Nullable ReasonCode reasonCode();

	/**
	 * Remove the handler and, if it is the last one of its topic filter, the
	 * subscription.
	 * @return completed when the broker has confirmed it, or at once if it need not be
	 * asked
	 */
	CompletableFuture<@Nullable Void> unsubscribeAsync();

	/**
	 * Remove the handler like {@link #unsubscribeAsync()} without waiting for the broker.
	 */
	@Override
	void close();

}
