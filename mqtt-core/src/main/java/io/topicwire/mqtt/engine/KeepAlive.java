package io.topicwire.mqtt.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.packet.Pingreq;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one connection alive and measures it (MQTT 5.0, section 3.1.2.10): sends PINGREQ
 * when nothing was written, or nothing was read, for almost the keep alive interval, and
 * gives the connection up when PINGRESP is missing and nothing else comes either. Guarded
 * by the lock of the client, but for {@link #bytesRead()} and {@link #writing()}.
 */
final class KeepAlive {

	private final Duration interval;

	private final Duration pingTimeout;

	private final Timer timer;

	private final Alarm alarm;

	private final Owner owner;

	private final List<Operation<Duration>> operations = new ArrayList<>();

	private volatile long lastRead;

	private volatile long lastWrite;

	private boolean stopped;

	private boolean paused;

	private boolean outstanding;

	private boolean written;

	private long pingTime;

	// From when on the PINGRESP could have been read
	private long waitingSince;

	/**
	 * Create a keep-alive that is not started.
	 * @param interval the keep alive interval agreed on, zero for none
	 * @param pingTimeout how long to wait for a PINGRESP
	 * @param timer tells the time
	 * @param lock the lock of the client
	 * @param owner what the connection is that is kept alive
	 */
	KeepAlive(Duration interval, Duration pingTimeout, Timer timer, ClientLock lock, Owner owner) {
		// A PINGREQ has to leave before the interval is over. Whole seconds, for which a
		// division of durations would be too much: it loads what decimals are made of
		this.interval = Duration.ofMillis(interval.toMillis() / 10 * 9);
		this.pingTimeout = pingTimeout;
		this.timer = timer;
		this.alarm = new Alarm(timer, lock);
		this.owner = owner;
	}

	void start() {
		bytesRead();
		writing();
		if (!this.interval.isZero()) {
			arm(this.interval.toNanos());
		}
	}

	/**
	 * Stop because the connection has ended.
	 */
	void stop(MqttException failure) {
		this.stopped = true;
		this.alarm.cancel();
		takeOperations().forEach((operation) -> operation.fail(failure));
	}

	void bytesRead() {
		this.lastRead = this.timer.nanoTime();
	}

	void writing() {
		this.lastWrite = this.timer.nanoTime();
	}

	/**
	 * Do not expect to read anything, because the client itself has stopped to read.
	 */
	void pause() {
		this.paused = true;
	}

	void resume() {
		this.paused = false;
		bytesRead();
		this.waitingSince = this.timer.nanoTime();
		if (this.outstanding && !this.stopped) {
			arm(this.pingTimeout.toNanos());
		}
	}

	/**
	 * Ping as soon as possible, or share the ping that is under way.
	 */
	void ping(Operation<Duration> operation) {
		this.operations.add(operation);
		if (!this.outstanding) {
			request();
		}
	}

	private void request() {
		this.outstanding = true;
		this.written = false;
		this.pingTime = this.timer.nanoTime();
		this.waitingSince = this.pingTime;
		this.owner.requestPing();
		check();
	}

	/**
	 * Handle that a PINGREQ is about to be written: the moment to measure from.
	 */
	void pingTaken() {
		// The first answer is that of the first PINGREQ
		if (!this.written) {
			this.pingTime = this.timer.nanoTime();
		}
	}

	void pingWritten() {
		if (!this.written) {
			this.written = true;
			this.waitingSince = this.timer.nanoTime();
		}
	}

	/**
	 * Handle a PINGRESP.
	 * @return time since the PINGREQ, or {@code null} if there was none
	 */
	@Nullable Duration pingAnswered() {
		if (!this.outstanding) {
			return null;
		}
		Duration latency = Duration.ofNanos(this.timer.nanoTime() - this.pingTime);
		this.outstanding = false;
		takeOperations().forEach((operation) -> operation.complete(latency));
		this.alarm.cancel();
		if (!this.interval.isZero()) {
			arm(untilPing());
		}
		return latency;
	}

	private List<Operation<Duration>> takeOperations() {
		List<Operation<Duration>> taken = List.copyOf(this.operations);
		this.operations.clear();
		return taken;
	}

	private void check() {
		if (!this.outstanding) {
			long untilPing = untilPing();
			if (untilPing > 0) {
				arm(untilPing);
			}
			else {
				request();
			}
			return;
		}
		long untilTimeout = this.paused ? Long.MAX_VALUE : untilTimeout();
		if (untilTimeout > 0) {
			arm(Math.min(untilTimeout, requestAgain()));
		}
		else {
			this.owner.pingTimedOut(new PingTimeoutException(this.pingTimeout));
		}
	}

	private long untilPing() {
		long now = this.timer.nanoTime();
		// What was not read cannot be asked for while the client itself does not read
		long idle = Math.max(now - this.lastWrite, this.paused ? 0 : now - this.lastRead);
		return this.interval.toNanos() - idle;
	}

	/**
	 * Let the broker hear from the client although an answer is outstanding: it may come
	 * late, because it comes after something large, or because the client does not read.
	 * @return time until that has to be repeated
	 */
	private long requestAgain() {
		if (this.interval.isZero()) {
			return Long.MAX_VALUE;
		}
		long remaining = this.interval.toNanos() - (this.timer.nanoTime() - this.lastWrite);
		if (remaining > 0) {
			return remaining;
		}
		if (this.written) {
			this.owner.requestPing();
		}
		return this.interval.toNanos();
	}

	private long untilTimeout() {
		// As long as the writer gets on, the PINGREQ has just not had its turn; as long
		// as something comes, the connection is not dead
		long since = Math.max(this.waitingSince, this.written ? this.lastRead : this.lastWrite);
		return since + this.pingTimeout.toNanos() - this.timer.nanoTime();
	}

	private void arm(long nanos) {
		if (nanos < Long.MAX_VALUE) {
			this.alarm.set(Duration.ofNanos(nanos), this::check);
		}
	}

	/**
	 * The connection that is kept alive.
	 */
	interface Owner {

		/**
		 * Queue a {@link Pingreq}.
		 */
		void requestPing();

		/**
		 * Handle that a PINGRESP is missing.
		 */
		void pingTimedOut(MqttException failure);

	}

}
