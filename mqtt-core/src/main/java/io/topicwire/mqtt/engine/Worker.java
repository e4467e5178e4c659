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

	// How many tasks in a row before what was handled is settled
	private final int atOnce;

	// In no queue while it runs
	private @Nullable QueuedTask present;

	private final TaskQueue tasks = new TaskQueue();

	private boolean hasMany;

	// Since the last look at what was handled
	private int count;

	private @Nullable Thread thread;

	private @Nullable Lane lane;

	private volatile boolean relieved;

	private final HandlerCall call = new HandlerCall();

	// Made for the first message
	private @Nullable HandledMessages handled;

	/**
	 * Create a worker.
	 * @param number its number
	 * @param atOnce how many tasks it runs before what it has handled is settled: one if
	 * it must not take more, as those it has taken cannot be withdrawn
	 */
	Worker(int number, int atOnce) {
		this.number = number;
		this.atOnce = atOnce;
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
	 * @param one whether to take one only, because others wait for a thread
	 */
	void take(Lane lane, boolean one) {
		this.lane = lane;
		lane.take(this.tasks, !one && this.atOnce > 1);
		this.hasMany = this.tasks.hasMany();
		this.present = this.tasks.removeFirst();
	}

	/**
	 * Return the task that runs or is to run next.
	 */
	QueuedTask task() {
		return Objects.requireNonNull(this.present, "no task runs");
	}

	/**
	 * Go on to the next task that was taken.
	 * @return whether there is one, unless others have to go before it
	 */
	boolean next() {
		Lane lane = this.lane;
		if (this.relieved || lane == null) {
			return false;
		}
		this.present = null;
		if (this.tasks.isEmpty() || lane.isUrgent()) {
			return false;
		}
		this.present = this.tasks.removeFirst();
		return true;
	}

	/**
	 * Return whether it is time to settle what was handled.
	 */
	boolean isToSettle() {
		return ++this.count % this.atOnce == 0;
	}

	/**
	 * Return whether several tasks were taken together.
	 */
	boolean hasMany() {
		return !this.relieved && this.hasMany;
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
		QueuedTask present = this.present;
		this.present = null;
		if (present != null) {
			this.tasks.addFirst(present);
		}
		if (lane != null && !this.tasks.isEmpty()) {
			lane.giveBack(this.tasks);
		}
		return lane;
	}

	/**
	 * Let somebody else go on with the tasks.
	 */
	void relieve() {
		this.relieved = true;
		QueuedTask task = this.present;
		this.present = null;
		if (this.lane != null && task != null && task.isUnfinished()) {
			this.lane.addUrgent(task);
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
