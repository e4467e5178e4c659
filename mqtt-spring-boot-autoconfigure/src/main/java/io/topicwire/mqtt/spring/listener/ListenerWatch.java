package io.topicwire.mqtt.spring.listener;

import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.topicwire.mqtt.MqttMessage;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which calls of a listener do not return in time, on threads that are not
 * those of the client, which watches its own, or return a future that does not complete
 * in time. Costs each call two looks at the clock; there is one timer at a time, and none
 * while no call runs.
 */
final class ListenerWatch {

	private static final Log logger = LogFactory.getLog(ListenerWatch.class);

	private static final int STACK_FRAMES = 12;

	private final String listenerId;

	private final Supplier<String> logPrefix;

	private final Duration limit;

	private final Executor executor;

	private final BiConsumer<MqttMessage, Duration> action;

	private final Set<Call> calls = ConcurrentHashMap.newKeySet();

	private volatile boolean armed;

	/**
	 * Create a watch.
	 * @param listenerId the identifier of the listener
	 * @param logPrefix returns what lines in the log begin with
	 * @param limit how long a call may take; more than zero
	 * @param executor runs the action; not the one that runs the listener, which may have
	 * no thread left
	 * @param action told once for each call that does not return in time
	 */
	ListenerWatch(String listenerId, Supplier<String> logPrefix, Duration limit, Executor executor,
			BiConsumer<MqttMessage, Duration> action) {
		this.listenerId = listenerId;
		this.logPrefix = logPrefix;
		this.limit = limit;
		this.executor = executor;
		this.action = action;
	}

	/**
	 * Begin a call on this thread.
	 * @return the call
	 */
	Call begin(MqttMessage message) {
		Call call = new Call(Thread.currentThread(), message);
		this.calls.add(call);
		// In this order: whoever disarms looks at the calls afterwards
		if (!this.armed) {
			arm(this.limit.toNanos());
		}
		return call;
	}

	/**
	 * Handle that a call has returned.
	 * @param outcome completed when its work is done
	 */
	void returned(Call call, CompletableFuture<?> outcome) {
		call.thread = null;
		outcome.whenComplete((result, failure) -> end(call));
	}

	private void end(Call call) {
		this.calls.remove(call);
		if (call.reported) {
			logger
				.info("%s Listener '%s' has finished after %d ms; the messages that have waited for it are handled now"
					.formatted(this.logPrefix.get(), this.listenerId, call.elapsed().toMillis()));
		}
	}

	private synchronized void arm(long nanos) {
		if (!this.armed) {
			this.armed = true;
			CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS, this.executor).execute(this::check);
		}
	}

	private void check() {
		this.armed = false;
		long earliest = Long.MAX_VALUE;
		for (Call call : this.calls) {
			long remaining = this.limit.toNanos() - call.elapsed().toNanos();
			if (remaining > 0) {
				earliest = Math.min(earliest, remaining);
			}
			else if (!call.reported) {
				call.reported = true;
				report(call);
			}
		}
		if (earliest != Long.MAX_VALUE) {
			arm(earliest);
		}
	}

	private void report(Call call) {
		Duration elapsed = call.elapsed();
		Thread thread = call.thread;
		logger.warn("%s Listener '%s' has %s for %d ms with a message of QoS %d to topic '%s'; its messages wait%s"
			.formatted(this.logPrefix.get(), this.listenerId,
					(thread != null) ? "not returned" : "returned a future that has not completed", elapsed.toMillis(),
					call.message.qos().level(), call.message.topic(), (thread != null) ? describe(thread) : ""));
		this.action.accept(call.message, elapsed);
	}

	private static String describe(Thread thread) {
		return ". Thread %s is at%s".formatted(thread.getName(),
				Arrays.stream(thread.getStackTrace())
					.limit(STACK_FRAMES)
					.map((frame) -> System.lineSeparator() + "\tat " + frame)
					.collect(Collectors.joining()));
	}

	/**
	 * A call whose work is not done.
	 */
	static final class Call {

		// Until it has returned
		private volatile @Nullable Thread thread;

		private final MqttMessage message;

		private final long startTime = System.nanoTime();

		private volatile boolean reported;

		Call(Thread thread, MqttMessage message) {
			this.thread = thread;
			this.message = message;
		}

		private Duration elapsed() {
			return Duration.ofNanos(System.nanoTime() - this.startTime);
		}

	}

}
