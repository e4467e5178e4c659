package io.topicwire.mqtt.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import io.topicwire.mqtt.MqttMessage;

/**
 * The messages that have arrived at the topics of a filter since
 * {@link EmbeddedMqttBroker#capture}, in their order. Can be iterated over at any moment,
 * so that AssertJ takes it as it is: <pre class="code">
 * CapturedMessages alarms = broker.capture("alarms/#");
 * // …
 * assertThat(alarms.await(2)).extracting(MqttMessage::topic).containsExactly("alarms/1", "alarms/2");
 * assertThat(alarms).hasSize(2);
 * </pre> What has to arrive is waited for, for ten seconds unless another timeout is
 * given. Thread-safe.
 *
 * @since 0.1.0
 */
public final class CapturedMessages implements Iterable<MqttMessage>, AutoCloseable {

	private final String filter;

	private final List<MqttMessage> messages = new ArrayList<>();

	private final Runnable onClose;

	CapturedMessages(String filter, Runnable onClose) {
		this.filter = filter;
		this.onClose = onClose;
	}

	synchronized void add(MqttMessage message) {
		this.messages.add(message);
		notifyAll();
	}

	/**
	 * Wait for the first message.
	 * @return the first message that has arrived
	 * @throws AssertionError if none arrives in time
	 */
	public MqttMessage awaitOne() {
		return await(1).get(0);
	}

	/**
	 * Wait for a number of messages.
	 * @param count how many
	 * @return all that have arrived, which may be more
	 * @throws AssertionError if fewer arrive in time; says which
	 */
	public List<MqttMessage> await(int count) {
		return await(count, EmbeddedMqttBroker.TIMEOUT);
	}

	/**
	 * Wait for a number of messages.
	 * @param count how many
	 * @param timeout how long to wait at most
	 * @return all that have arrived, which may be more
	 * @throws AssertionError if fewer arrive in time; says which
	 */
	public synchronized List<MqttMessage> await(int count, Duration timeout) {
		if (!awaitUntil(() -> this.messages.size() >= count, timeout)) {
			throw failure("%d messages".formatted(count), timeout);
		}
		return all();
	}

	/**
	 * Wait for a message that matches.
	 * @param predicate tells whether a message matches; called while none can arrive
	 * @return the first message that matches
	 * @throws AssertionError if none arrives in time; says which others did
	 */
	public MqttMessage await(Predicate<? super MqttMessage> predicate) {
		return await(predicate, EmbeddedMqttBroker.TIMEOUT);
	}

	/**
	 * Wait for a message that matches.
	 * @param predicate tells whether a message matches; called while none can arrive
	 * @param timeout how long to wait at most
	 * @return the first message that matches
	 * @throws AssertionError if none arrives in time; says which others did
	 */
	public synchronized MqttMessage await(Predicate<? super MqttMessage> predicate, Duration timeout) {
		if (!awaitUntil(() -> this.messages.stream().anyMatch(predicate), timeout)) {
			throw failure("a message that matches", timeout);
		}
		return this.messages.stream().filter(predicate).findFirst().orElseThrow();
	}

	private boolean awaitUntil(Condition condition, Duration timeout) {
		long deadline = System.nanoTime() + timeout.toNanos();
		while (!condition.isMet()) {
			long remaining = deadline - System.nanoTime();
			if (remaining <= 0) {
				return false;
			}
			try {
				// One more, because 0 would be for ever
				wait(TimeUnit.NANOSECONDS.toMillis(remaining) + 1);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IllegalStateException("Interrupted while waiting for messages at '" + this.filter + "'", ex);
			}
		}
		return true;
	}

	private AssertionError failure(String expected, Duration timeout) {
		return new AssertionError("Expected %s at '%s' within %s ms, but what arrived is %s".formatted(expected,
				this.filter, timeout.toMillis(), this.messages));
	}

	/**
	 * Return what has arrived until now.
	 * @return a copy
	 */
	public synchronized List<MqttMessage> all() {
		return List.copyOf(this.messages);
	}

	/**
	 * Iterate over what has arrived until now.
	 */
	@Override
	public Iterator<MqttMessage> iterator() {
		return all().iterator();
	}

	/**
	 * Forget what has arrived until now.
	 */
	public synchronized void clear() {
		this.messages.clear();
	}

	/**
	 * Capture no more. Happens by itself when the broker is closed.
	 */
	@Override
	public void close() {
		this.onClose.run();
	}

	/**
	 * Say which messages have arrived, without their payload.
	 */
	@Override
	public String toString() {
		return "messages at '" + this.filter + "' " + all();
	}

	private interface Condition {

		boolean isMet();

	}

}
