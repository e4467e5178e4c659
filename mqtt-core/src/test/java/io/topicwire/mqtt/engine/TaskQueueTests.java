package io.topicwire.mqtt.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TaskQueue}.
 */
class TaskQueueTests {

	private final TaskQueue queue = new TaskQueue();

	private final List<QueuedTask> tasks = IntStream.range(0, 4).mapToObj((i) -> QueuedTask.of((worker) -> {
	})).toList();

	@Test
	void tasksLeaveInTheOrderInWhichTheyCame() {
		this.tasks.forEach(this.queue::addLast);
		assertLeft(this.queue, 0, 1, 2, 3);
		assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(this.queue::removeFirst);
	}

	@Test
	void taskCanBePutBeforeAllOthers() {
		this.queue.addFirst(this.tasks.get(1));
		this.queue.addLast(this.tasks.get(2));
		this.queue.addFirst(this.tasks.get(0));
		assertLeft(this.queue, 0, 1, 2);
	}

	@Test
	void allTasksOfAnotherQueueMoveBehindThoseOfThisOne() {
		TaskQueue other = new TaskQueue();
		this.queue.addAll(other);
		assertThat(this.queue.isEmpty()).isTrue();
		other.addLast(this.tasks.get(0));
		other.addLast(this.tasks.get(1));
		this.queue.addAll(other);
		assertThat(other.isEmpty()).isTrue();
		other.addLast(this.tasks.get(2));
		this.queue.addAll(other);
		this.queue.addLast(this.tasks.get(3));
		assertLeft(this.queue, 0, 1, 2, 3);
	}

	@Test
	void eachTaskCanBeRemovedOnce() {
		for (QueuedTask removed : this.tasks) {
			this.tasks.forEach(this.queue::addLast);
			assertThat(this.queue.remove(removed)).isTrue();
			assertThat(this.queue.remove(removed)).isFalse();
			this.queue.addLast(removed);
			int index = this.tasks.indexOf(removed);
			assertLeft(this.queue,
					IntStream.concat(IntStream.range(0, 4).filter((i) -> i != index), IntStream.of(index)).toArray());
		}
	}

	@Test
	void taskThatHasLeftKeepsNoOther() {
		this.tasks.forEach(this.queue::addLast);
		this.queue.remove(this.tasks.get(1));
		this.queue.removeFirst();
		assertThat(this.tasks.get(0).next).isNull();
		assertThat(this.tasks.get(1).next).isNull();
	}

	@Test
	void oneTaskIsNotMany() {
		assertThat(this.queue.hasMany()).isFalse();
		this.queue.addLast(this.tasks.get(0));
		assertThat(this.queue.hasMany()).isFalse();
		this.queue.addLast(this.tasks.get(1));
		assertThat(this.queue.hasMany()).isTrue();
		this.queue.removeFirst();
		assertThat(this.queue.hasMany()).isFalse();
	}

	private void assertLeft(TaskQueue queue, int... expected) {
		List<Integer> left = new ArrayList<>();
		while (!queue.isEmpty()) {
			left.add(this.tasks.indexOf(queue.removeFirst()));
		}
		assertThat(left).containsExactly(IntStream.of(expected).boxed().toArray(Integer[]::new));
	}

}
