package io.topicwire.mqtt.engine;

import java.util.ArrayDeque;
import java.util.Deque;

import org.jspecify.annotations.Nullable;

/**
 * The tasks with one key that wait. Guarded by the lock of the {@link Dispatcher}, but
 * for {@link #isUrgent}.
 */
final class Lane {

	private final Object key;

	private final Deque<Dispatcher.Task> tasks = new ArrayDeque<>(1);

	// Those that go before all others, none for most keys
	private @Nullable Deque<Dispatcher.Task> urgent;

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

	void add(Dispatcher.Task task) {
		this.tasks.addLast(task);
	}

	/**
	 * Add a task before all others, also before those that a worker has taken and gives
	 * back.
	 */
	void addUrgent(Dispatcher.Task task) {
		if (this.urgent == null) {
			this.urgent = new ArrayDeque<>(4);
		}
		this.urgent.addFirst(task);
		this.isUrgent = true;
	}

	/**
	 * Take the tasks that are to run next.
	 * @param into where to put them, from the beginning
	 * @param maximum how many at most, at least 1
	 * @return how many there are
	 */
	int take(Dispatcher.@Nullable Task[] into, int maximum) {
		if (this.urgent != null && this.isUrgent) {
			into[0] = this.urgent.removeFirst();
			this.isUrgent = !this.urgent.isEmpty();
			return 1;
		}
		int count = Math.min(maximum, this.tasks.size());
		for (int i = 0; i < count; i++) {
			into[i] = this.tasks.removeFirst();
		}
		return count;
	}

	/**
	 * Give back a task that was taken and is to run before those that were added to the
	 * end meanwhile. Of many the last has to come first.
	 */
	void giveBack(Dispatcher.Task task) {
		this.tasks.addFirst(task);
	}

	/**
	 * Take back a task.
	 * @return whether it was there
	 */
	boolean withdraw(Dispatcher.Task task) {
		if (this.tasks.removeFirstOccurrence(task)) {
			return true;
		}
		if (this.urgent == null || !this.urgent.removeFirstOccurrence(task)) {
			return false;
		}
		this.isUrgent = !this.urgent.isEmpty();
		return true;
	}

}
