package io.topicwire.mqtt.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Runs tasks one after the other on a thread that is started when there is something to
 * do and ends when there was nothing for a while. Tasks may be handed in under the lock
 * of the client: they keep the order in which that happens.
 */
final class SerialExecutor implements Executor {

	private final Dispatcher dispatcher;

	private final ClientLock clientLock;

	private final ClientLog log;

	// What was handed in under the lock of the client, which is passed on as one task.
	// Guarded by it
	private List<Runnable> handedIn = new ArrayList<>();

	private final Runnable passOn = this::passOn;

	SerialExecutor(ClientThreads threads, String name, ClientLock clientLock, ClientLog log) {
		this.dispatcher = new Dispatcher(threads, name, 1, clientLock, log);
		this.clientLock = clientLock;
		this.log = log;
	}

	@Override
	public void execute(Runnable task) {
		if (!this.clientLock.isHeld()) {
			this.dispatcher.execute(this, (worker) -> task.run());
			return;
		}
		if (this.handedIn.isEmpty()) {
			this.clientLock.beforeRelease(this.passOn);
		}
		this.handedIn.add(task);
	}

	private void passOn() {
		List<Runnable> tasks = this.handedIn;
		this.handedIn = new ArrayList<>();
		this.dispatcher.execute(this, (worker) -> tasks.forEach(this::run));
	}

	private void run(Runnable task) {
		try {
			task.run();
		}
		catch (Throwable ex) {
			this.log.error("Task failed on thread " + Thread.currentThread().getName(), ex);
		}
		// An interrupt was meant for the task that is over
		Thread.interrupted();
	}

	/**
	 * End the thread once all tasks have run. A later task starts another one that ends
	 * at once.
	 */
	void shutdown() {
		this.dispatcher.shutdown();
	}

}
