package io.topicwire.mqtt.boot.endpoint;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import io.topicwire.mqtt.MqttClientListener;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttSessionStoreException;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what went wrong on one connection last. Payloads are not remembered.
 * Thread-safe.
 *
 * @since 0.1.0
 */
public class MqttErrorHistory implements MqttClientListener {

	private static final int SIZE = 10;

	private final Clock clock;

	private final Deque<Error> errors = new ArrayDeque<>(SIZE);

	/**
	 * Create a history.
	 */
	public MqttErrorHistory() {
		this(Clock.systemUTC());
	}

	MqttErrorHistory(Clock clock) {
		this.clock = clock;
	}

	@Override
	public void connectFailed(MqttException failure, @Nullable Duration nextAttempt) {
		add("connect", failure);
	}

	@Override
	public void disconnected(@Nullable MqttException failure) {
		if (failure != null) {
			add("disconnect", failure);
		}
	}

	@Override
	public void subscriptionRefused(String filter, MqttException failure) {
		add("subscribe", failure);
	}

	@Override
	public void publishFailed(MqttMessage message, MqttException failure) {
		add("publish", failure);
	}

	@Override
	public void sessionStoreFailed(MqttSessionStoreException failure) {
		add("session-store", failure);
	}

	@Override
	public void handlerFailed(MqttMessage message, Throwable failure) {
		add("handler", failure);
	}

	private synchronized void add(String operation, Throwable failure) {
		if (this.errors.size() == SIZE) {
			this.errors.removeLast();
		}
		this.errors.addFirst(new Error(this.clock.instant(), operation, String.valueOf(failure.getMessage())));
	}

	/**
	 * Return what went wrong.
	 * @return the errors, the last one first; at most 10
	 */
	public synchronized List<Error> errors() {
		return List.copyOf(this.errors);
	}

	/**
	 * Something that went wrong.
	 *
	 * @param time when
	 * @param operation what went wrong: {@code connect}, {@code disconnect},
	 * {@code subscribe}, {@code publish}, {@code session-store} or {@code handler}
	 * @param message why
	 */
	public record Error(Instant time, String operation, String message) {

	}

}
