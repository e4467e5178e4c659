package io.topicwire.mqtt.engine;

import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

/**
 * Has the futures of finished messages completed where application code may run. All that
 * finish while the lock of the client is held are passed on as one task, in the links
 * that they carry themselves, so that a message costs nothing here. Guarded by that lock.
 */
final class PublishCompletions implements Runnable {

	private final ClientLock lock;

	private final Executor callbacks;

	private PublishQueue finished = new PublishQueue();

	PublishCompletions(ClientLock lock, Executor callbacks) {
		this.lock = lock;
		this.callbacks = callbacks;
	}

	/**
	 * Have the future of a message completed.
	 * @param publish the message, which has ended and is in no queue any more
	 */
	void add(PendingPublish publish) {
		if (this.finished.first() == null) {
			this.lock.beforeRelease(this);
		}
		this.finished.addLast(publish);
	}

	/**
	 * Pass on what has finished.
	 */
	@Override
	public void run() {
		PublishQueue finished = this.finished;
		this.finished = new PublishQueue();
		this.callbacks.execute(() -> complete(finished.first()));
	}

	private static void complete(@Nullable PendingPublish first) {
		PendingPublish publish = first;
		while (publish != null) {
			PendingPublish next = publish.behind;
			// Whoever keeps one message shall not keep all
			publish.before = null;
			publish.behind = null;
			publish.completeFuture();
			publish = next;
		}
	}

}
