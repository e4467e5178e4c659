package io.topicwire.mqtt.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one after the other on a thread that is started when there is something to
 * do and ends when there was nothing for a while. Tasks may be handed in under the lock
 * of the client: they keep the order in which that happens.
 */
final class SerialExecutor implements Executor {

	private final ClientThreads threads;

	private final String name;

	private final ClientLock clientLock;

	private final ClientLog log;

	// Made for the first task, because most clients need few of their executors
	private volatile @Nullable Dispatcher dispatcher;

	private boolean shutdown;

	// What was handed in under the lock of the client, which is passed on as one task.
	// Guarded by it
	private List<Runnable> handedIn = List.of();

	SerialExecutor(ClientThreads threads, String name, ClientLock clientLock, ClientLog log) {
		this.threads = threads;
		this.name = name;
		this.clientLock = clientLock;
		this.log = log;
	}

	private Dispatcher dispatcher() {
		Dispatcher dispatcher = this.dispatcher;
		return (dispatcher != null) ? dispatcher : newDispatcher();
	}

	private synchronized Dispatcher newDispatcher() {
		Dispatcher dispatcher = this.dispatcher;
		if (dispatcher == null) {
			dispatcher = new Dispatcher(this.threads, this.name, 1, 1, this.clientLock, this.log);
			if (this.shutdown) {
				dispatcher.shutdown();
			}
			this.dispatcher = dispatcher;
		}
		return dispatcher;
	}

	@Override
	public void execute(Runnable task) {
		if (!this.clientLock.isHeld()) {
			dispatcher().execute(this, (worker) -> task.run());
			return;
		}
		if (this.handedIn.isEmpty()) {
			this.handedIn = new ArrayList<>(2);
			this.clientLock.beforeRelease(this::passOn);
		}
		this.handedIn.add(task);
	}

	private void passOn() {
		List<Runnable> tasks = this.handedIn;
		this.handedIn = List.of();
		dispatcher().execute(this, (worker) -> tasks.forEach(this::run));
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
	synchronized void shutdown() {
		this.shutdown = true;
		if (this.dispatcher != null) {
			this.dispatcher.shutdown();
		}
	}

}
