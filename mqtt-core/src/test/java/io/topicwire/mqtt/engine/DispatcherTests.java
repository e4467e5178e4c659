package io.topicwire.mqtt.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import io.topicwire.mqtt.leftover.ExpectedErrors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Dispatcher}.
 */
@ExpectedErrors({ "Task failed on thread", "Thread test could not be started", "Thread test-2 could not be started" })
class DispatcherTests {

	private static final int AT_ONCE = 4;

	private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

	private final AtomicBoolean noThreads = new AtomicBoolean();

	private final ClientLock lock = new ClientLock();

	private final ClientThreads clientThreads = new ClientThreads(this.lock, (action) -> {
		if (this.noThreads.get()) {
			throw new IllegalStateException("no threads today");
		}
		Thread thread = new Thread(action);
		this.threads.add(thread);
		return thread;
	});

	private final List<Dispatcher> dispatchers = new ArrayList<>();

	private final List<String> done = Collections.synchronizedList(new ArrayList<>());

	@AfterEach
	void shutdown() throws InterruptedException {
		this.dispatchers.forEach(Dispatcher::shutdown);
		assertThat(this.clientThreads.awaitEnd(Duration.ofSeconds(10))).isTrue();
	}

	private Dispatcher dispatcher(int concurrency) {
		Dispatcher dispatcher = new Dispatcher(this.clientThreads, "test", concurrency, AT_ONCE, this.lock,
				new ClientLog(this.lock, null, "test"));
		this.dispatchers.add(dispatcher);
		return dispatcher;
	}

	@Test
	void oneThreadRunsAllTasksInTheOrderInWhichTheyCame() {
		Dispatcher dispatcher = dispatcher(1);
		Held held = new Held();
		dispatcher.execute("a", held);
		for (int i = 0; i < 6; i++) {
			dispatcher.execute((i % 2 == 0) ? "a" : "b", done(String.valueOf(i)));
		}
		dispatcher.executeFirst("b", done("first"));
		held.release();
		awaitDone("first", "0", "1", "2", "3", "4", "5");
		assertThat(this.threads).hasSize(1);
	}

	@Test
	void tasksWithTheSameKeyNeverRunAtOnce() {
		Dispatcher dispatcher = dispatcher(3);
		Held first = new Held();
		Held second = new Held();
		dispatcher.execute("a", first);
		dispatcher.execute("a", second);
		dispatcher.execute("b", done("b"));
		first.awaitRunning();
		awaitDone("b");
		assertThat(second.isRunning()).isFalse();
		first.release();
		second.awaitRunning();
		second.release();
	}

	@Test
	void asManyTasksRunAtOnceAsAllowed() {
		Dispatcher dispatcher = dispatcher(2);
		Held first = new Held();
		Held second = new Held();
		Held third = new Held();
		dispatcher.execute("a", first);
		dispatcher.execute("b", second);
		dispatcher.execute("c", third);
		first.awaitRunning();
		second.awaitRunning();
		assertThat(third.isRunning()).isFalse();
		assertThat(this.threads).hasSize(2);
		second.release();
		third.awaitRunning();
		first.release();
		third.release();
	}

	@Test
	void keysTakeTurns() {
		Dispatcher dispatcher = dispatcher(2);
		Held first = new Held();
		Held other = new Held();
		dispatcher.execute("busy", first);
		dispatcher.execute("other", other);
		first.awaitRunning();
		other.awaitRunning();
		for (int i = 1; i <= 3; i++) {
			dispatcher.execute("busy", done("busy " + i));
		}
		dispatcher.execute("quiet", done("quiet"));
		first.release();
		awaitDone("quiet", "busy 1", "busy 2", "busy 3");
		other.release();
	}

	@Test
	void urgentTaskRunsBeforeThoseThatAThreadHasTakenTogether() {
		Dispatcher dispatcher = dispatcher(1);
		Held first = new Held();
		Held second = new Held();
		dispatcher.execute("a", first);
		first.awaitRunning();
		dispatcher.execute("a", second);
		dispatcher.execute("a", done("1"));
		dispatcher.execute("a", done("2"));
		first.release();
		second.awaitRunning();
		dispatcher.execute("a", done("3"));
		dispatcher.executeFirst("a", done("later urgent"));
		dispatcher.executeFirst("a", done("urgent"));
		second.release();
		awaitDone("urgent", "later urgent", "1", "2", "3");
	}

	@Test
	void otherLaneGetsTheThreadBeforeTheRestOfWhatItHasTakenTogether() {
		Dispatcher dispatcher = dispatcher(2);
		Held first = new Held();
		Held second = new Held();
		Held other = new Held();
		dispatcher.execute("busy", first);
		dispatcher.execute("other", other);
		first.awaitRunning();
		other.awaitRunning();
		dispatcher.execute("busy", second);
		dispatcher.execute("busy", done("busy 1"));
		dispatcher.execute("busy", done("busy 2"));
		first.release();
		second.awaitRunning();
		dispatcher.execute("quiet", done("quiet"));
		second.release();
		awaitDone("quiet", "busy 1", "busy 2");
		other.release();
	}

	@Test
	void whatARelievedThreadHasTakenTogetherIsRunByAnother() {
		Dispatcher dispatcher = dispatcher(1);
		Held first = new Held();
		Held second = new Held();
		dispatcher.execute("a", first);
		first.awaitRunning();
		dispatcher.execute("a", second);
		dispatcher.execute("a", done("1"));
		dispatcher.execute("a", done("2"));
		first.release();
		second.awaitRunning();
		dispatcher.workers().forEach(dispatcher::relieve);
		awaitDone("1", "2");
		second.release();
		assertThat(this.threads).hasSize(2);
	}

	@Test
	void threadIsUsedAgain() {
		Dispatcher dispatcher = dispatcher(4);
		for (int i = 0; i < 10; i++) {
			int count = i + 1;
			dispatcher.execute(i, done(String.valueOf(i)));
			Awaitility.await().until(() -> this.done.size() == count);
			// Until it waits it is not known to be free
			Awaitility.await()
				.until(() -> this.threads.stream()
					.anyMatch((thread) -> thread.getState() == Thread.State.TIMED_WAITING));
		}
		assertThat(this.threads).hasSize(1);
	}

	@Test
	void taskThatWaitsCanBeTakenBack() {
		Dispatcher dispatcher = dispatcher(1);
		Held held = new Held();
		QueuedTask withdrawn = done("withdrawn");
		dispatcher.execute("a", held);
		held.awaitRunning();
		dispatcher.execute("b", withdrawn);
		dispatcher.execute("c", done("c"));
		assertThat(dispatcher.withdraw("a", held)).isFalse();
		assertThat(dispatcher.withdraw("b", withdrawn)).isTrue();
		assertThat(dispatcher.withdraw("b", withdrawn)).isFalse();
		held.release();
		awaitDone("c");
	}

	@Test
	void taskThatWasHandedInUnderTheLockOfTheClientCanBeTakenBack() {
		Dispatcher dispatcher = dispatcher(1);
		QueuedTask withdrawn = done("withdrawn");
		this.lock.run(() -> {
			dispatcher.handIn("a", withdrawn);
			assertThat(dispatcher.withdraw("a", withdrawn)).isTrue();
		});
		dispatcher.execute("a", done("a"));
		awaitDone("a");
	}

	@Test
	void tasksThatAreHandedInUnderTheLockOfTheClientKeepTheirOrder() {
		for (int concurrency = 1; concurrency <= 2; concurrency++) {
			this.done.clear();
			Dispatcher dispatcher = dispatcher(concurrency);
			this.lock.run(() -> {
				for (int i = 0; i < 3 * AT_ONCE; i++) {
					dispatcher.handIn("a", done("" + i));
				}
				assertThat(this.done).isEmpty();
			});
			awaitDone(IntStream.range(0, 3 * AT_ONCE).mapToObj(String::valueOf).toArray(String[]::new));
		}
	}

	@Test
	void taskThatRunsCanBeMadeRunAgainBeforeThoseThatWereTakenTogetherWithIt() {
		Dispatcher dispatcher = dispatcher(1);
		QueuedTask again = new QueuedTask() {

			@Override
			public void run(Worker worker) {
				if (DispatcherTests.this.done.isEmpty()) {
					dispatcher.executeFirst("a", this);
				}
				DispatcherTests.this.done.add("again");
			}

		};
		this.lock.run(() -> {
			dispatcher.handIn("a", again);
			dispatcher.handIn("a", done("1"));
			dispatcher.handIn("a", done("2"));
		});
		awaitDone("again", "again", "1", "2");
	}

	@Test
	void keyWithoutTasksIsForgottenWhenItsLastOneIsTakenBack() {
		Dispatcher dispatcher = dispatcher(2);
		Held first = new Held();
		Held second = new Held();
		QueuedTask withdrawn = done("withdrawn");
		dispatcher.execute("a", first);
		dispatcher.execute("b", second);
		dispatcher.execute("c", withdrawn);
		first.awaitRunning();
		second.awaitRunning();
		assertThat(dispatcher.withdraw("c", withdrawn)).isTrue();
		assertThat(dispatcher.withdraw("c", withdrawn)).isFalse();
		first.release();
		second.release();
		dispatcher.execute("c", done("again"));
		awaitDone("again");
	}

	@Test
	void taskThatFailsHurtsNoOther() {
		Dispatcher dispatcher = dispatcher(1);
		dispatcher.execute("a", (worker) -> {
			throw new IllegalStateException("cannot do it");
		});
		dispatcher.execute("a", (worker) -> {
			throw new StackOverflowError("cannot do it");
		});
		dispatcher.execute("a", done("a"));
		awaitDone("a");
	}

	@Test
	void nextTaskTriesAgainIfAThreadCouldNotBeStarted() {
		Dispatcher dispatcher = dispatcher(2);
		this.noThreads.set(true);
		dispatcher.execute("a", done("a"));
		dispatcher.execute("b", done("b"));
		this.noThreads.set(false);
		dispatcher.execute("a", done("again"));
		Awaitility.await().until(() -> this.done.size() == 3);
		assertThat(this.done).containsSubsequence("a", "again").contains("b");
	}

	@Test
	void laneWhoseThreadCouldNotBeStartedDoesNotWaitForAllThatAnotherHasTakenTogether() {
		Dispatcher dispatcher = dispatcher(2);
		Held first = new Held();
		Held second = new Held();
		dispatcher.execute("busy", first);
		first.awaitRunning();
		dispatcher.execute("busy", second);
		for (int i = 1; i <= 3; i++) {
			dispatcher.execute("busy", done("busy " + i));
		}
		first.release();
		second.awaitRunning();
		this.noThreads.set(true);
		dispatcher.execute("quiet", done("quiet"));
		second.release();
		awaitDone("quiet", "busy 1", "busy 2", "busy 3");
	}

	@Test
	void tasksThatWaitAtShutdownAreStillRun() {
		Dispatcher dispatcher = dispatcher(1);
		Held held = new Held();
		dispatcher.execute("a", held);
		dispatcher.execute("a", done("a"));
		dispatcher.shutdown();
		held.release();
		awaitDone("a");
	}

	@Test
	void endIsToldOnceWhenTheLastTaskHasRun() {
		Dispatcher dispatcher = dispatcher(2);
		Held first = new Held();
		Held second = new Held();
		dispatcher.execute("a", first);
		dispatcher.execute("b", second);
		first.awaitRunning();
		second.awaitRunning();
		dispatcher.execute("a", done("waited"));
		dispatcher.shutdown(() -> this.done.add("ended"));
		second.release();
		assertThat(this.done).isEmpty();
		first.release();
		awaitDone("waited", "ended");
		dispatcher.execute("a", done("later"));
		awaitDone("waited", "ended", "later");
	}

	@Test
	void endIsToldAtOnceIfThereIsNothingToRun() {
		dispatcher(2).shutdown(() -> this.done.add("ended"));
		assertThat(this.done).containsExactly("ended");
	}

	@Test
	void endIsToldAlthoughNoThreadCouldBeStarted() {
		Dispatcher dispatcher = dispatcher(2);
		this.noThreads.set(true);
		dispatcher.execute("a", done("a"));
		dispatcher.shutdown(() -> this.done.add("ended"));
		assertThat(this.done).containsExactly("ended");
	}

	@Test
	void endIsNotToldAsLongAsATaskRunsWhoseThreadWasRelieved() {
		Dispatcher dispatcher = dispatcher(1);
		Held held = new Held();
		dispatcher.execute("a", held);
		held.awaitRunning();
		dispatcher.workers().forEach(dispatcher::relieve);
		dispatcher.shutdown(() -> this.done.add("ended"));
		dispatcher.execute("a", done("other"));
		awaitDone("other");
		held.release();
		awaitDone("other", "ended");
	}

	private QueuedTask done(String name) {
		return QueuedTask.of((worker) -> this.done.add(name));
	}

	private void awaitDone(String... names) {
		Awaitility.await().until(() -> this.done.equals(List.of(names)));
	}

	/**
	 * A task that ends when it is told to.
	 */
	private static final class Held extends QueuedTask {

		private final CountDownLatch running = new CountDownLatch(1);

		private final CountDownLatch released = new CountDownLatch(1);

		@Override
		public void run(Worker worker) {
			this.running.countDown();
			try {
				this.released.await();
			}
			catch (InterruptedException ex) {
				throw new AssertionError(ex);
			}
		}

		boolean isRunning() {
			return this.running.getCount() == 0;
		}

		void awaitRunning() {
			Awaitility.await().until(this::isRunning);
		}

		void release() {
			this.released.countDown();
		}

	}

}
