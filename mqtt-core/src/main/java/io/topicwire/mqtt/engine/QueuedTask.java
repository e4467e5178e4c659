package io.topicwire.mqtt.engine;

import org.jspecify.annotations.Nullable;

/**
 * A task that carries the link of the {@link TaskQueue} it is in, so that to wait costs
 * it nothing. In one queue at a time, which it leaves before it runs.
 */
abstract class QueuedTask implements Dispatcher.Task {

	@Nullable QueuedTask next;

	/**
	 * Return a task as one that can be queued, which it may be.
	 */
	static QueuedTask of(Dispatcher.Task task) {
		return (task instanceof QueuedTask queued) ? queued : new QueuedTask() {

			@Override
			public void run(Worker worker) {
				task.run(worker);
			}

			@Override
			public boolean isUnfinished() {
				return task.isUnfinished();
			}

		};
	}

}
