package io.topicwire.mqtt.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Runs tasks: those with the same key one after the other in the order in which they were
 * handed in, keys in turn, so many at once as there may be threads. With one thread all
 * keys are one, so that all tasks keep their order. Threads are started when there is
 * something to do and end when there was nothing for a while. Tasks may be handed in
 * under the lock of the client.
 */
final class Dispatcher {

	private static final Duration LINGER = Duration.ofSeconds(5);

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final Lanes lanes;

	private final List<Worker> workers = new ArrayList<>();

	private final BitSet workerNumbers = new BitSet();

	private final ClientThreads threads;

	private final String name;

	private final int concurrency;

	private final int atOnce;

	private final ClientLog log;

	private final ClientLock clientLock;

	// What was handed in under the lock of the client and is passed on in one go before
	// that is released, so that many tasks cost one look for a thread, and with one lane
	// nothing else. Guarded by it
	private final TaskQueue handedIn = new TaskQueue();

	// None if there is one lane
	private final List<Object> handedInKeys = new ArrayList<>();

	private boolean passingOn;

	private final Runnable passOn = this::passOn;

	private int idle;

	// Those that were started and have not ended, also those that were relieved
	private int threadCount;

	// Whether workers that have taken many tasks are to give back the rest, because other
	// lanes wait for a thread
	private volatile boolean pressed;

	private boolean shutdown;

	private @Nullable Runnable whenEnded;

	/**
	 * Create a dispatcher without threads.
	 * @param threads starts threads
	 * @param name name of the threads
	 * @param concurrency how many tasks may run at once, at least 1
	 * @param atOnce how many tasks a thread runs before what it has handled is settled.
	 * If more than 1, it takes all tasks of a lane at once while no other lane waits,
	 * which then cannot be withdrawn any more: to take the lock for each of them doubled
	 * the time of receiving
	 * @param clientLock the lock of the client
	 * @param log the log
	 */
	Dispatcher(ClientThreads threads, String name, int concurrency, int atOnce, ClientLock clientLock, ClientLog log) {
		this.threads = threads;
		this.name = name;
		this.concurrency = concurrency;
		this.atOnce = atOnce;
		this.clientLock = clientLock;
		this.log = log;
		this.lanes = new Lanes((concurrency == 1) ? name : null);
	}

	/**
	 * Return what stands for a key: the same for keys whose tasks never run at once.
	 */
	Object lane(Object key) {
		return this.lanes.key(key);
	}

	/**
	 * Run a task after all others with the same key.
	 */
	void execute(Object key, Task task) {
		QueuedTask queued = QueuedTask.of(task);
		if (this.clientLock.isHeld()) {
			handIn(key, queued);
		}
		else {
			addNow(key, queued, false);
		}
	}

	/**
	 * Run a task after all others with the same key. Only for who holds the lock of the
	 * client.
	 */
	void handIn(Object key, QueuedTask task) {
		if (!this.passingOn) {
			this.clientLock.beforeRelease(this.passOn);
			this.passingOn = true;
		}
		if (!this.lanes.isOne()) {
			this.handedInKeys.add(key);
		}
		this.handedIn.addLast(task);
	}

	/**
	 * Run a task before all others with the same key that wait.
	 */
	void executeFirst(Object key, Task task) {
		addNow(key, QueuedTask.of(task), true);
	}

	private void addNow(Object key, QueuedTask task, boolean first) {
		List<Worker> summoned = new ArrayList<>(1);
		this.lock.lock();
		try {
			this.lanes.add(key, task, first);
			summon(summoned);
		}
		finally {
			this.lock.unlock();
		}
		summoned.forEach(this::start);
	}

	private void passOn() {
		this.passingOn = false;
		List<Worker> summoned = new ArrayList<>(1);
		this.lock.lock();
		try {
			if (this.lanes.isOne()) {
				this.lanes.addAll(this.handedIn);
				summon(summoned);
			}
			else {
				addByKey(summoned);
			}
		}
		finally {
			this.lock.unlock();
		}
		summoned.forEach(this::start);
	}

	private void addByKey(List<Worker> summoned) {
		boolean more = false;
		for (Object key : this.handedInKeys) {
			if (this.lanes.add(key, this.handedIn.removeFirst(), false)) {
				more = true;
				summon(summoned);
			}
		}
		this.handedInKeys.clear();
		if (!more) {
			// There may be no thread because none could be started
			summon(summoned);
		}
	}

	/**
	 * Take back a task that waits.
	 * @return whether it will not run
	 */
	boolean withdraw(Object key, QueuedTask task) {
		if (this.clientLock.isHeld()) {
			passOn();
		}
		this.lock.lock();
		try {
			return this.lanes.withdraw(key, task);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * See to it that as many threads as possible run what is ready.
	 * @param summoned where to put who is to be started
	 */
	private void summon(List<Worker> summoned) {
		if (this.lanes.ready() == 0) {
			return;
		}
		if (this.lanes.ready() <= this.idle) {
			this.changed.signal();
			return;
		}
		if (this.workers.size() >= this.concurrency) {
			this.pressed = true;
			return;
		}
		Worker worker = new Worker(this.workerNumbers.nextClearBit(0), this.atOnce);
		this.workerNumbers.set(worker.number());
		this.workers.add(worker);
		this.threadCount++;
		summoned.add(worker);
	}

	private void start(Worker worker) {
		String threadName = (worker.number() > 0) ? this.name + "-" + (worker.number() + 1) : this.name;
		this.threads.start(threadName, () -> work(worker), (failure) -> startFailed(worker, threadName, failure));
	}

	private void startFailed(Worker worker, String threadName, Throwable failure) {
		this.lock.lock();
		try {
			// The next task tries again, and until then others must look up for it
			end(worker);
			this.pressed = this.lanes.ready() > 0;
		}
		finally {
			this.lock.unlock();
		}
		this.log.error("Thread " + threadName + " could not be started", failure);
		checkEnded();
	}

	private void end(Worker worker) {
		this.workers.remove(worker);
		this.workerNumbers.clear(worker.number());
		this.threadCount--;
	}

	/**
	 * End the threads once all tasks have run. A later task starts one that ends at once.
	 */
	void shutdown() {
		shutdown(() -> {
		});
	}

	/**
	 * End the threads once all tasks have run. A later task starts one that ends at once.
	 * @param whenEnded run once when no thread is left, on the last one or here; not as
	 * long as a task does not return
	 */
	void shutdown(Runnable whenEnded) {
		this.lock.lock();
		try {
			this.shutdown = true;
			this.whenEnded = whenEnded;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		checkEnded();
	}

	private void checkEnded() {
		Runnable action = null;
		this.lock.lock();
		try {
			// What is ready then has no thread because none could be started
			if (this.threadCount == 0) {
				action = this.whenEnded;
				this.whenEnded = null;
			}
		}
		finally {
			this.lock.unlock();
		}
		if (action != null) {
			action.run();
		}
	}

	private void work(Worker worker) {
		worker.begin();
		while (take(worker)) {
			do {
				run(worker);
				if (worker.isToSettle()) {
					settle(worker);
				}
			}
			while (worker.next() && !this.pressed);
			settle(worker);
		}
		worker.end(this.clientLock);
		checkEnded();
	}

	private void settle(Worker worker) {
		HandledMessages handled = worker.handled();
		if (handled != null && !handled.isEmpty()) {
			this.clientLock.submit(handled);
		}
	}

	private void run(Worker worker) {
		try {
			worker.task().run(worker);
		}
		catch (Throwable ex) {
			this.log.error("Task failed on thread " + Thread.currentThread().getName(), ex);
		}
		// An interrupt was meant for the task that is over
		Thread.interrupted();
	}

	/**
	 * Take the next tasks.
	 * @return whether there are any, or {@code false} if the thread has to end
	 */
	private boolean take(Worker worker) {
		this.lock.lock();
		try {
			release(worker);
			Lane lane = awaitLane(worker);
			if (lane == null) {
				end(worker);
				return false;
			}
			this.pressed = this.lanes.ready() > 0;
			worker.take(lane, this.pressed);
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void release(Worker worker) {
		Lane lane = worker.release();
		if (lane != null) {
			this.lanes.giveBack(lane);
		}
	}

	private @Nullable Lane awaitLane(Worker worker) {
		long nanos = LINGER.toNanos();
		while (this.lanes.ready() == 0 && !this.shutdown && nanos > 0 && !worker.isRelieved()) {
			this.idle++;
			nanos = await(nanos);
			this.idle--;
		}
		return worker.isRelieved() ? null : this.lanes.take();
	}

	private long await(long nanos) {
		try {
			return this.changed.awaitNanos(nanos);
		}
		catch (InterruptedException ex) {
			// The interrupt was meant for a task that is over
			return nanos;
		}
	}

	/**
	 * Let another thread go on with what one has to do whose task does not return. That
	 * thread ends when it returns.
	 */
	void relieve(Worker worker) {
		List<Worker> summoned = new ArrayList<>(1);
		this.lock.lock();
		try {
			worker.relieve();
			this.workers.remove(worker);
			release(worker);
			summon(summoned);
		}
		finally {
			this.lock.unlock();
		}
		summoned.forEach(this::start);
	}

	/**
	 * Return those who run tasks, or are about to.
	 */
	List<Worker> workers() {
		this.lock.lock();
		try {
			return List.copyOf(this.workers);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Something to do.
	 */
	interface Task {

		/**
		 * Do it. Called again, by another thread, if this one was relieved before the
		 * task was finished.
		 * @param worker who does it
		 */
		void run(Worker worker);

		/**
		 * Return whether another thread has to go on if this one is relieved now.
		 */
		default boolean isUnfinished() {
			return false;
		}

	}

}
