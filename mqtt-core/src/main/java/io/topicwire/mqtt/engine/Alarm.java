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

	private @Nullable Setting current;

	private Timer.@Nullable Task task;

	Alarm(Timer timer, ClientLock lock) {
		this.timer = timer;
		this.lock = lock;
	}

	void set(Duration delay, Runnable action) {
		cancel();
		Setting setting = new Setting(action);
		this.current = setting;
		this.task = this.timer.schedule(delay, setting);
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

	/**
	 * What the alarm was set to once. Only the last one goes off.
	 */
	private final class Setting implements Runnable {

		private final Runnable action;

		private Setting(Runnable action) {
			this.action = action;
		}

		@Override
		public void run() {
			Alarm.this.lock.run(this::goOff);
		}

		private void goOff() {
			if (Alarm.this.current == this) {
				Alarm.this.current = null;
				Alarm.this.task = null;
				this.action.run();
			}
		}

	}

}
