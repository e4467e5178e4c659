package io.topicwire.mqtt.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one after the other on a thread that is started when there is something to
 * do and ends when there was nothing for a while. Tasks may be handed in under the lock
 * of the client: they keep the order in which that happens.
 */
final class SerialExecutor implements Executor {

	private static final int MAXIMUM_SPARE = 2_048;

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

	// A list that was used, for the next time: saves 16 bytes for each published message.
	// An unusually large one is not kept
	private final AtomicReference<@Nullable List<Runnable>> spare = new AtomicReference<>();

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
			dispatcher = new Dispatcher(this.threads, this.name, 1, this.clientLock, this.log);
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
			List<Runnable> used = this.spare.getAndSet(null);
			this.handedIn = (used != null) ? used : new ArrayList<>();
			this.clientLock.beforeRelease(this::passOn);
		}
		this.handedIn.add(task);
	}

	private void passOn() {
		List<Runnable> tasks = this.handedIn;
		this.handedIn = List.of();
		dispatcher().execute(this, (worker) -> run(tasks));
	}

	private void run(List<Runnable> tasks) {
		int size = tasks.size();
		for (int i = 0; i < size; i++) {
			run(tasks.get(i));
		}
		if (size <= MAXIMUM_SPARE) {
			tasks.clear();
			this.spare.set(tasks);
		}
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
