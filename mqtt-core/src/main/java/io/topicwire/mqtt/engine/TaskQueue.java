package io.topicwire.mqtt.engine;

import java.util.NoSuchElementException;

import org.jspecify.annotations.Nullable;

/**
 * Tasks one behind the other. Many move from one queue to another as one. To put each
 * into arrays on its way took a seventh of the time of the thread that reads.
 */
final class TaskQueue {

	private @Nullable QueuedTask first;

	private @Nullable QueuedTask last;

	boolean isEmpty() {
		return this.first == null;
	}

	/**
	 * Return whether there are two tasks or more.
	 */
	boolean hasMany() {
		return this.first != this.last;
	}

	void addLast(QueuedTask task) {
		if (this.last != null) {
			this.last.next = task;
		}
		else {
			this.first = task;
		}
		this.last = task;
	}

	void addFirst(QueuedTask task) {
		task.next = this.first;
		this.first = task;
		if (this.last == null) {
			this.last = task;
		}
	}

	/**
	 * Move all tasks of another queue behind those of this one.
	 */
	void addAll(TaskQueue other) {
		if (other.first == null) {
			return;
		}
		if (this.last != null) {
			this.last.next = other.first;
		}
		else {
			this.first = other.first;
		}
		this.last = other.last;
		other.first = null;
		other.last = null;
	}

	/**
	 * Remove the first task. Whoever keeps it does not keep those behind it.
	 * @return the task, which there has to be
	 */
	QueuedTask removeFirst() {
		QueuedTask task = this.first;
		if (task == null) {
			throw new NoSuchElementException("There is no task");
		}
		this.first = task.next;
		if (this.first == null) {
			this.last = null;
		}
		task.next = null;
		return task;
	}

	/**
	 * Remove a task wherever it is.
	 * @return whether it was there
	 */
	boolean remove(QueuedTask task) {
		QueuedTask before = null;
		for (QueuedTask candidate = this.first; candidate != null; candidate = candidate.next) {
			if (candidate == task) {
				unlink(before, task);
				return true;
			}
			before = candidate;
		}
		return false;
	}

	private void unlink(@Nullable QueuedTask before, QueuedTask task) {
		if (before != null) {
			before.next = task.next;
		}
		else {
			this.first = task.next;
		}
		if (task.next == null) {
			this.last = before;
		}
		task.next = null;
	}

}
