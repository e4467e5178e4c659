package io.topicwire.mqtt.engine;

import java.util.concurrent.Executor;

/**
 * Runs tasks one after the other on a thread that is started when there is something to
 * do and ends when there was nothing for a while. Tasks may be handed in under the lock
 * of the client: they keep the order in which that happens.
 */
final class SerialExecutor implements Executor {

	private final Dispatcher dispatcher;

	SerialExecutor(ClientThreads threads, String name, ClientLog log) {
		this.dispatcher = new Dispatcher(threads, name, 1, log);
	}

	@Override
	public void execute(Runnable task) {
		this.dispatcher.execute(this, (worker) -> task.run());
	}

	/**
	 * End the thread once all tasks have run. A later task starts another one that ends
	 * at once.
	 */
	void shutdown() {
		this.dispatcher.shutdown();
	}

}
