package io.topicwire.mqtt.engine;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Who runs tasks of a {@link Dispatcher} on a thread. Guarded by the lock of the
 * dispatcher, but for what its thread alone uses while it has tasks. Who relieves it sees
 * which task runs because it knows the call that the task makes.
 */
final class Worker {

	private final int number;

	private final Dispatcher.@Nullable Task[] tasks;

	private int present;

	private int count;

	private @Nullable Thread thread;

	private @Nullable Lane lane;

	private volatile boolean relieved;

	private final HandlerCall call = new HandlerCall();

	// Made for the first message
	private @Nullable HandledMessages handled;

	Worker(int number, int atOnce) {
		this.number = number;
		this.tasks = new Dispatcher.Task[atOnce];
	}

	int number() {
		return this.number;
	}

	/**
	 * Begin on the thread that runs the tasks.
	 */
	void begin() {
		this.thread = Thread.currentThread();
	}

	/**
	 * Return the thread that runs the present task.
	 */
	Thread thread() {
		return Objects.requireNonNull(this.thread, "no thread runs");
	}

	/**
	 * Take the next tasks of a lane.
	 * @param maximum how many at most
	 */
	void take(Lane lane, int maximum) {
		this.lane = lane;
		this.present = 0;
		this.count = lane.take(this.tasks, maximum);
	}

	/**
	 * Return the task that runs or is to run next.
	 */
	Dispatcher.Task task() {
		return Objects.requireNonNull(this.tasks[this.present], "no task runs");
	}

	/**
	 * Go on to the next task.
	 * @return whether it is to run now, unless others have to go before it
	 */
	boolean next() {
		Lane lane = this.lane;
		if (this.relieved || lane == null) {
			return false;
		}
		this.tasks[this.present++] = null;
		return this.present < this.count && !lane.isUrgent();
	}

	/**
	 * Return whether several tasks were taken together.
	 */
	boolean hasMany() {
		return !this.relieved && this.count > 1;
	}

	/**
	 * Return what was handled on the thread and is not settled, if there ever was
	 * something.
	 */
	@Nullable HandledMessages handled() {
		return this.handled;
	}

	/**
	 * Return where to put what was handled on the thread.
	 * @param lock the lock of the client
	 * @param answers settles it
	 */
	HandledMessages handled(ClientLock lock, Answers answers) {
		HandledMessages handled = this.handled;
		if (handled == null) {
			handled = new HandledMessages(answers);
			lock.addCollected(handled);
			this.handled = handled;
		}
		return handled;
	}

	/**
	 * End on the thread that has run the tasks.
	 * @param lock the lock of the client
	 */
	void end(ClientLock lock) {
		if (this.handled != null) {
			lock.removeCollected(this.handled);
		}
	}

	/**
	 * Give back the tasks that have not run.
	 * @return their lane, or {@code null} if there is none
	 */
	@Nullable Lane release() {
		Lane lane = this.lane;
		this.lane = null;
		for (int i = this.count - 1; i >= this.present && lane != null; i--) {
			lane.giveBack(Objects.requireNonNull(this.tasks[i]));
			this.tasks[i] = null;
		}
		this.count = 0;
		return lane;
	}

	/**
	 * Let somebody else go on with the tasks.
	 */
	void relieve() {
		this.relieved = true;
		if (this.lane != null && this.present < this.count) {
			Dispatcher.Task task = task();
			this.tasks[this.present++] = null;
			if (task.isUnfinished()) {
				this.lane.addUrgent(task);
			}
		}
	}

	/**
	 * Return what stands for the key of the present task.
	 */
	Object lane() {
		return Objects.requireNonNull(this.lane, "no task runs").key();
	}

	/**
	 * Return whether somebody else goes on with the tasks, so that the present one is to
	 * return as soon as possible.
	 */
	boolean isRelieved() {
		return this.relieved;
	}

	/**
	 * Return the present call of a handler, which may be over.
	 */
	HandlerCall call() {
		return this.call;
	}

}
