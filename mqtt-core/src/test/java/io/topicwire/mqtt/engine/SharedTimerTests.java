package io.topicwire.mqtt.engine;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SharedTimer}.
 */
class SharedTimerTests {

	private static final long LONG = TimeUnit.HOURS.toNanos(1);

	private final SharedTimer timer = new SharedTimer(LONG);

	private final SharedTimer.Owner owner = new SharedTimer.Owner();

	private final SharedTimer.Owner other = new SharedTimer.Owner();

	private final BlockingQueue<String> done = new LinkedBlockingQueue<>();

	@AfterEach
	void release() {
		this.timer.release(this.owner);
		this.timer.release(this.other);
	}

	private void schedule(SharedTimer.Owner owner, long nanos, String name) {
		this.timer.schedule(owner, nanos, () -> this.done.add(name));
	}

	private String next() throws InterruptedException {
		return this.done.poll(10, TimeUnit.SECONDS);
	}

	private Thread timerThread() throws InterruptedException {
		AtomicReference<Thread> thread = new AtomicReference<>();
		CountDownLatch found = new CountDownLatch(1);
		this.timer.schedule(this.owner, 0, () -> {
			thread.set(Thread.currentThread());
			found.countDown();
		});
		assertThat(found.await(10, TimeUnit.SECONDS)).isTrue();
		return thread.get();
	}

	@Test
	void actionsOfAllOwnersRunInTheOrderOfTheirTimes() throws InterruptedException {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		this.timer.schedule(this.owner, 0, () -> {
			begun.countDown();
			await(go);
		});
		await(begun);
		schedule(this.owner, LONG, "never");
		schedule(this.owner, 3_000_000, "third");
		schedule(this.other, 1_000_000, "first");
		schedule(this.other, 2_000_000, "second");
		go.countDown();
		assertThat(List.of(next(), next(), next())).containsExactly("first", "second", "third");
	}

	@Test
	void earlierActionDoesNotWaitForALaterOne() throws InterruptedException {
		schedule(this.owner, LONG, "later");
		schedule(this.owner, 1, "earlier");
		assertThat(next()).isEqualTo("earlier");
	}

	@Test
	void cancelledActionDoesNotRun() throws InterruptedException {
		CountDownLatch go = new CountDownLatch(1);
		this.timer.schedule(this.owner, 0, () -> await(go));
		Timer.Task cancelled = this.timer.schedule(this.owner, 1, () -> this.done.add("cancelled"));
		schedule(this.owner, 2, "other");
		cancelled.cancel();
		cancelled.cancel();
		go.countDown();
		assertThat(next()).isEqualTo("other");
		assertThat(this.done).isEmpty();
	}

	@Test
	void threadIsADaemonThatHasNothingOfTheApplication() throws InterruptedException {
		Thread thread = timerThread();
		assertThat(thread.isDaemon()).isTrue();
		assertThat(thread.getName()).isEqualTo("mqtt-timer");
		assertThat(thread.getContextClassLoader()).isSameAs(SharedTimer.class.getClassLoader());
	}

	@Test
	void threadEndsWithTheLastOwnerAndTheNextOneGetsAnother() throws InterruptedException {
		schedule(this.other, LONG, "never");
		Thread thread = timerThread();
		assertThat(this.timer.release(this.owner)).isNull();
		assertThat(timerThread()).isSameAs(thread);
		this.timer.release(this.other);
		assertThat(this.timer.release(this.owner)).isSameAs(thread);
		thread.join();
		assertThat(timerThread()).isNotSameAs(thread);
	}

	@Test
	void ownerThatWasReleasedHasNothingRun() throws InterruptedException {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		this.timer.schedule(this.owner, 0, () -> {
			begun.countDown();
			await(go);
		});
		await(begun);
		schedule(this.other, 1, "released");
		schedule(this.owner, 2, "kept");
		this.timer.release(this.other);
		go.countDown();
		assertThat(next()).isEqualTo("kept");
		assertThat(this.done).isEmpty();
	}

	@Test
	void threadThatHasNothingToWaitForEndsAfterAWhile() throws InterruptedException {
		SharedTimer impatient = new SharedTimer(1);
		AtomicReference<Thread> thread = new AtomicReference<>();
		CountDownLatch found = new CountDownLatch(1);
		impatient.schedule(this.owner, 0, () -> {
			thread.set(Thread.currentThread());
			found.countDown();
		});
		await(found);
		thread.get().join(10_000);
		assertThat(thread.get().isAlive()).isFalse();
		impatient.schedule(this.owner, 0, () -> this.done.add("another"));
		assertThat(next()).isEqualTo("another");
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
