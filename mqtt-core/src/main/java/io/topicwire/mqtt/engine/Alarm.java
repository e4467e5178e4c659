package io.topicwire.mqtt.engine;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * One action that is to run later, under the lock of the client. Guarded by that lock: an
 * alarm that was cancelled or set anew does not go off any more.
 */
final class Alarm {

	private final Timer timer;

	private final ClientLock lock;

	private @Nullable Object current;

	private Timer.@Nullable Task task;

	Alarm(Timer timer, ClientLock lock) {
		this.timer = timer;
		this.lock = lock;
	}

	void set(Duration delay, Runnable action) {
		cancel();
		Object token = new Object();
		this.current = token;
		this.task = this.timer.schedule(delay, () -> this.lock.run(() -> goOff(token, action)));
	}

	private void goOff(Object token, Runnable action) {
		if (this.current == token) {
			this.current = null;
			this.task = null;
			action.run();
		}
	}

	void cancel() {
		this.current = null;
		if (this.task != null) {
			this.task.cancel();
			this.task = null;
		}
	}

	boolean isSet() {
		return this.current != null;
	}

}
