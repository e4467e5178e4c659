package io.topicwire.mqtt.engine;

import org.jspecify.annotations.Nullable;

/**
 * The tasks with one key that wait. Guarded by the lock of the {@link Dispatcher}, but
 * for {@link #isUrgent}.
 */
final class Lane {

	private final Object key;

	private final TaskQueue tasks = new TaskQueue();

	// Those that go before all others, none for most keys
	private @Nullable TaskQueue urgent;

	private volatile boolean isUrgent;

	// Whether it is ready or one of its tasks runs
	private boolean taken;

	Lane(Object key) {
		this.key = key;
	}

	Object key() {
		return this.key;
	}

	boolean isTaken() {
		return this.taken;
	}

	void taken(boolean taken) {
		this.taken = taken;
	}

	boolean isEmpty() {
		return this.tasks.isEmpty() && !this.isUrgent;
	}

	/**
	 * Return whether there is a task that goes before all others. Needs no lock.
	 */
	boolean isUrgent() {
		return this.isUrgent;
	}

	void add(QueuedTask task) {
		this.tasks.addLast(task);
	}

	/**
	 * Add all tasks of a queue, which is empty afterwards.
	 */
	void addAll(TaskQueue tasks) {
		this.tasks.addAll(tasks);
	}

	/**
	 * Add a task before all others, also before those that a worker has taken and gives
	 * back.
	 */
	void addUrgent(QueuedTask task) {
		if (this.urgent == null) {
			this.urgent = new TaskQueue();
		}
		this.urgent.addFirst(task);
		this.isUrgent = true;
	}

	/**
	 * Take the tasks that are to run next, of which there is one at least.
	 * @param into where to put them
	 * @param all whether to take more than the first
	 */
	void take(TaskQueue into, boolean all) {
		if (this.urgent != null && this.isUrgent) {
			into.addLast(this.urgent.removeFirst());
			this.isUrgent = !this.urgent.isEmpty();
		}
		else if (all) {
			into.addAll(this.tasks);
		}
		else {
			into.addLast(this.tasks.removeFirst());
		}
	}

	/**
	 * Give back tasks that were taken and are to run before those that were added
	 * meanwhile.
	 * @param tasks the tasks, of which none is left there
	 */
	void giveBack(TaskQueue tasks) {
		tasks.addAll(this.tasks);
		this.tasks.addAll(tasks);
	}

	/**
	 * Take back a task.
	 * @return whether it was there
	 */
	boolean withdraw(QueuedTask task) {
		if (this.tasks.remove(task)) {
			return true;
		}
		if (this.urgent == null || !this.urgent.remove(task)) {
			return false;
		}
		this.isUrgent = !this.urgent.isEmpty();
		return true;
	}

}
