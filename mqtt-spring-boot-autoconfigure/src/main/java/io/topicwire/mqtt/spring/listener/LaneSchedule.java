package io.topicwire.mqtt.spring.listener;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Knows which step of which lane is to be run next, and how much waits. Not thread-safe;
 * guarded by the lock of its {@link MessageLanes}.
 */
final class LaneSchedule {

	// Those with steps that wait or run
	private final Map<Object, Lane> lanes = new HashMap<>();

	private final ReadyLanes ready = new ReadyLanes();

	private final LaneRetries retries;

	// Those whose current step has run and is not done
	private final Set<Lane> left = new HashSet<>();

	private int messages;

	private long bytes;

	private boolean closed;

	// How often it was opened after having been closed
	private int generation;

	/**
	 * Create an open schedule without steps.
	 * @param retries where lanes wait whose step is to be run again
	 */
	LaneSchedule(LaneRetries retries) {
		this.retries = retries;
	}

	/**
	 * Return the lanes that can be taken, which may be paused.
	 */
	ReadyLanes ready() {
		return this.ready;
	}

	boolean isClosed() {
		return this.closed;
	}

	boolean isEmpty() {
		return this.lanes.isEmpty();
	}

	/**
	 * Return how many messages wait.
	 */
	int waiting() {
		return this.messages;
	}

	/**
	 * Return whether there is no room for a step.
	 */
	boolean isFull(ListenerStep step) {
		return this.messages > 0
				&& (this.messages >= MessageLanes.MAX_MESSAGES || this.bytes + step.size() > MessageLanes.MAX_BYTES);
	}

	/**
	 * Add a step to a lane.
	 * @return {@code false} if this is closed
	 */
	boolean add(Object key, ListenerStep step) {
		if (this.closed) {
			return false;
		}
		Lane lane = this.lanes.get(key);
		if (lane == null) {
			lane = new Lane(key);
			this.lanes.put(key, lane);
			this.ready.add(lane);
		}
		lane.add(step);
		count(step);
		return true;
	}

	private void count(ListenerStep waiting) {
		this.messages++;
		this.bytes += waiting.size();
	}

	/**
	 * Begin the first step of a lane that is ready.
	 * @return the lane, or {@code null} if there is none
	 */
	@Nullable Lane take() {
		Lane lane = this.ready.poll();
		if (lane != null) {
			ListenerStep step = lane.begin(this.generation);
			this.messages--;
			this.bytes -= step.size();
		}
		return lane;
	}

	/**
	 * Handle that the current step of a lane is done.
	 * @param delay time until it is to be run again, or {@code null}
	 * @return the step if it was to be run again and will not
	 */
	@Nullable ListenerStep release(Lane lane, @Nullable Duration delay) {
		if (delay != null && !this.closed) {
			this.retries.add(lane, delay);
			return null;
		}
		ListenerStep step = lane.end();
		if (lane.hasWaiting()) {
			this.ready.add(lane);
		}
		else {
			this.lanes.remove(lane.key());
		}
		return (delay != null) ? step : null;
	}

	/**
	 * Have the current step of a lane run again, unless it was cancelled.
	 */
	void repeat(Lane lane) {
		if (this.retries.remove(lane)) {
			count(lane.repeat());
			this.ready.add(lane);
		}
	}

	/**
	 * Handle that the current step of a lane will be done some time later.
	 * @return {@code false} if it has begun before this was opened again, so that it is
	 * not waited for
	 */
	boolean leave(Lane lane) {
		return lane.generation() == this.generation && this.left.add(lane);
	}

	/**
	 * Come back to a lane that was left.
	 * @return {@code false} if it is not waited for any more
	 */
	boolean comeBack(Lane lane) {
		return this.left.remove(lane);
	}

	/**
	 * Take steps again.
	 * @return those that have begun before this was closed and are not done, which are
	 * not waited for: who knows whether they ever will be
	 */
	List<ListenerStep> open() {
		List<ListenerStep> abandoned = new ArrayList<>();
		if (this.closed) {
			this.closed = false;
			this.generation++;
			for (Lane lane : this.left) {
				abandoned.add(lane.end());
				this.lanes.remove(lane.key());
			}
			this.left.clear();
		}
		return abandoned;
	}

	/**
	 * Take no further steps.
	 * @return those that have waited, also for being run again, and will not be run
	 */
	List<ListenerStep> close() {
		this.closed = true;
		List<ListenerStep> cancelled = this.retries.cancel();
		this.lanes.values().forEach((lane) -> cancelled.addAll(lane.clear()));
		this.lanes.values().removeIf((lane) -> !lane.hasCurrent());
		this.ready.clear();
		this.messages = 0;
		this.bytes = 0;
		return cancelled;
	}

}
