package io.topicwire.mqtt.spring.listener;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Steps that keep their order: one that is on its way, and those that wait for it. Not
 * thread-safe; guarded by the lock of its {@link MessageLanes}.
 */
final class Lane {

	private final Object key;

	private final Deque<ListenerStep> waiting = new ArrayDeque<>(4);

	private @Nullable ListenerStep current;

	private int generation;

	Lane(Object key) {
		this.key = key;
	}

	Object key() {
		return this.key;
	}

	void add(ListenerStep step) {
		this.waiting.addLast(step);
	}

	boolean hasWaiting() {
		return !this.waiting.isEmpty();
	}

	/**
	 * Begin the first step that waits.
	 * @param generation that of the lanes
	 */
	ListenerStep begin(int generation) {
		ListenerStep step = this.waiting.removeFirst();
		this.current = step;
		this.generation = generation;
		return step;
	}

	/**
	 * Return that of the lanes when the current step began.
	 */
	int generation() {
		return this.generation;
	}

	boolean hasCurrent() {
		return this.current != null;
	}

	/**
	 * Return the step that is on its way.
	 */
	ListenerStep current() {
		Assert.state(this.current != null, "Lane has no current step");
		return this.current;
	}

	/**
	 * Have no current step any more.
	 * @return that which it was
	 */
	ListenerStep end() {
		ListenerStep step = current();
		this.current = null;
		return step;
	}

	/**
	 * Put the current step before those that wait.
	 * @return the step
	 */
	ListenerStep repeat() {
		ListenerStep step = end();
		this.waiting.addFirst(step);
		return step;
	}

	/**
	 * Give back all steps that wait.
	 */
	List<ListenerStep> clear() {
		List<ListenerStep> steps = new ArrayList<>(this.waiting);
		this.waiting.clear();
		return steps;
	}

}
