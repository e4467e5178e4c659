package io.topicwire.mqtt.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The lanes of a {@link Dispatcher}: what waits, and whose turn is next. Guarded by the
 * lock of the dispatcher, but for {@link #key}.
 */
final class Lanes {

	// The one for all keys, if no tasks run at once
	private final @Nullable Lane only;

	// Those with tasks that wait or run
	private final Map<Object, Lane> lanes = new HashMap<>();

	// Those with tasks that wait while none runs
	private final Deque<Lane> ready = new ArrayDeque<>(1);

	/**
	 * Create lanes without tasks.
	 * @param only what stands for all keys, or {@code null} if each has a lane
	 */
	Lanes(@Nullable Object only) {
		this.only = (only != null) ? new Lane(only) : null;
	}

	/**
	 * Return what stands for a key: the same for keys that share a lane. Needs no lock.
	 */
	Object key(Object key) {
		return (this.only != null) ? this.only.key() : key;
	}

	/**
	 * Add a task to the lane of its key.
	 * @param first whether before all others
	 * @return whether the lane is ready now and was not before
	 */
	boolean add(Object key, QueuedTask task, boolean first) {
		Lane lane = (this.only != null) ? this.only : this.lanes.computeIfAbsent(key, Lane::new);
		if (first) {
			lane.addUrgent(task);
		}
		else {
			lane.add(task);
		}
		return makeReady(lane);
	}

	// Whether it was not before
	private boolean makeReady(Lane lane) {
		if (lane.isTaken()) {
			return false;
		}
		lane.taken(true);
		this.ready.addLast(lane);
		return true;
	}

	/**
	 * Return whether all keys share one lane. Needs no lock.
	 */
	boolean isOne() {
		return this.only != null;
	}

	/**
	 * Add tasks to the one lane for all keys.
	 * @param tasks the tasks, of which none is left there
	 */
	void addAll(TaskQueue tasks) {
		if (!tasks.isEmpty()) {
			Lane lane = Objects.requireNonNull(this.only, "there are lanes for each key");
			lane.addAll(tasks);
			makeReady(lane);
		}
	}

	/**
	 * Take back a task that waits.
	 * @return whether it was there
	 */
	boolean withdraw(Object key, QueuedTask task) {
		Lane lane = (this.only != null) ? this.only : this.lanes.get(key);
		if (lane == null || !lane.withdraw(task)) {
			return false;
		}
		if (lane.isEmpty() && this.ready.remove(lane)) {
			forget(lane);
		}
		return true;
	}

	/**
	 * Return how many lanes wait for a thread.
	 */
	int ready() {
		return this.ready.size();
	}

	/**
	 * Take the lane whose turn it is.
	 * @return the lane, or {@code null} if none waits
	 */
	@Nullable Lane take() {
		return this.ready.pollFirst();
	}

	/**
	 * Give back a lane that was taken. Others that are ready come first.
	 */
	void giveBack(Lane lane) {
		if (!lane.isEmpty()) {
			this.ready.addLast(lane);
		}
		else {
			forget(lane);
		}
	}

	private void forget(Lane lane) {
		lane.taken(false);
		this.lanes.remove(lane.key());
	}

}
