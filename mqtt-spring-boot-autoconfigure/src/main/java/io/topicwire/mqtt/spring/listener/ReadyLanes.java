package io.topicwire.mqtt.spring.listener;

import java.util.ArrayDeque;
import java.util.Deque;

import org.jspecify.annotations.Nullable;

/**
 * Lanes whose first step can be run, in the order in which that became so; none as long
 * as they are paused. Not thread-safe; guarded by the lock of their {@link MessageLanes}.
 */
final class ReadyLanes {

	private final Deque<Lane> lanes = new ArrayDeque<>();

	private boolean paused;

	void add(Lane lane) {
		this.lanes.addLast(lane);
	}

	@Nullable Lane poll() {
		return this.paused ? null : this.lanes.pollFirst();
	}

	int size() {
		return this.paused ? 0 : this.lanes.size();
	}

	void clear() {
		this.lanes.clear();
	}

	void setPaused(boolean paused) {
		this.paused = paused;
	}

	boolean isPaused() {
		return this.paused;
	}

}
