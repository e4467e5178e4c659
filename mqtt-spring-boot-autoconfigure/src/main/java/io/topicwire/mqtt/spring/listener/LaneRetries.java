package io.topicwire.mqtt.spring.listener;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import io.topicwire.mqtt.spring.support.DelayThread;

/**
 * Lanes whose current step waits until it is to be run again, which takes no thread. Not
 * thread-safe; guarded by the lock of their {@link MessageLanes}.
 */
final class LaneRetries {

	private final Set<Lane> lanes = new HashSet<>();

	private final Consumer<Lane> action;

	/**
	 * Create retries.
	 * @param action told when the time of a lane is over, without the lock; it has to
	 * {@link #remove} the lane
	 */
	LaneRetries(Consumer<Lane> action) {
		this.action = action;
	}

	void add(Lane lane, Duration delay) {
		this.lanes.add(lane);
		DelayThread.execute(delay, () -> this.action.accept(lane));
	}

	/**
	 * Remove a lane whose time is over.
	 * @return {@code false} if its step was cancelled meanwhile
	 */
	boolean remove(Lane lane) {
		return this.lanes.remove(lane);
	}

	/**
	 * Give back the steps, which will not be run again.
	 */
	List<ListenerStep> cancel() {
		List<ListenerStep> steps = new ArrayList<>();
		this.lanes.forEach((lane) -> steps.add(lane.end()));
		this.lanes.clear();
		return steps;
	}

}
