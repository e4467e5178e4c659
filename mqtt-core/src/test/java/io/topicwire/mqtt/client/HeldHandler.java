package io.topicwire.mqtt.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.topicwire.mqtt.MessageHandler;
import io.topicwire.mqtt.MqttMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Handler each of whose calls returns when a test says so.
 */
final class HeldHandler implements MessageHandler, AutoCloseable {

	// In the order in which they began
	private final List<Call> running = new ArrayList<>();

	private final List<MqttMessage> begun = new ArrayList<>();

	private boolean open;

	@Override
	public void handle(MqttMessage message) throws Exception {
		Call call = new Call(message);
		synchronized (this) {
			this.begun.add(message);
			notifyAll();
			if (this.open) {
				return;
			}
			this.running.add(call);
		}
		call.released.await();
		if (call.failure != null) {
			throw call.failure;
		}
	}

	/**
	 * Wait until as many calls run.
	 */
	void awaitRunning(int count) {
		await(() -> this.running.size() == count);
	}

	/**
	 * Return the topics of the calls that run.
	 */
	synchronized List<String> running() {
		return this.running.stream().map((call) -> call.message.topic()).toList();
	}

	/**
	 * Return the messages that were handed over, in that order.
	 */
	synchronized List<MqttMessage> begun() {
		return List.copyOf(this.begun);
	}

	void awaitBegun(String... payloads) {
		await(() -> payloads().equals(List.of(payloads)));
	}

	/**
	 * Wait until as many messages were handed over.
	 */
	void awaitBegun(int count) {
		await(() -> this.begun.size() >= count);
	}

	/**
	 * Return the payloads of the messages that were handed over, in that order.
	 */
	synchronized List<String> payloads() {
		return this.begun.stream().map(MqttMessage::payloadAsString).toList();
	}

	private synchronized void await(BooleanSupplier condition) {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
		while (!condition.getAsBoolean()) {
			try {
				long remaining = end - System.nanoTime();
				assertThat(remaining).as("time left, running " + running() + ", begun " + payloads()).isPositive();
				TimeUnit.NANOSECONDS.timedWait(this, remaining);
			}
			catch (InterruptedException ex) {
				throw new AssertionError(ex);
			}
		}
	}

	/**
	 * Let a call return.
	 * @param position which of those that run, 0 for the oldest
	 */
	void release(int position) {
		release(position, null);
	}

	/**
	 * Let a call return or fail.
	 */
	void release(int position, Exception failure) {
		Call call;
		synchronized (this) {
			call = this.running.remove(position);
			notifyAll();
		}
		call.failure = failure;
		call.released.countDown();
	}

	void release(String topic) {
		awaitRunning(topic);
		release(running().indexOf(topic));
	}

	void awaitRunning(String topic) {
		await(() -> running().contains(topic));
	}

	/**
	 * Let all calls return, later ones at once.
	 */
	@Override
	public synchronized void close() {
		this.open = true;
		while (!this.running.isEmpty()) {
			release(0);
		}
	}

	private static final class Call {

		private final MqttMessage message;

		private final CountDownLatch released = new CountDownLatch(1);

		private volatile Exception failure;

		Call(MqttMessage message) {
			this.message = message;
		}

	}

}
