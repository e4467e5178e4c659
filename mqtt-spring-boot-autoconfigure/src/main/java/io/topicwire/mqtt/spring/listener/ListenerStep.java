package io.topicwire.mqtt.spring.listener;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * What a listener has to do about a message or a batch, which {@link MessageLanes} run.
 */
interface ListenerStep {

	/**
	 * Return what steps have in common that keep their order.
	 */
	Object key();

	/**
	 * Return how much memory it takes while it waits, in bytes.
	 */
	int size();

	/**
	 * Return whether it may be left out rather than wait until the lanes are resumed.
	 */
	boolean isDispensable();

	/**
	 * Do it. Throws nothing.
	 * @return completed when it is done, never exceptionally: with the time until it is
	 * to be run again before all others of its lane, or with {@code null}
	 */
	CompletableFuture<@Nullable Duration> run();

	/**
	 * Handle that it will not be run (again).
	 */
	void cancel();

}
