package io.topicwire.mqtt.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import io.topicwire.mqtt.leftover.ExpectedErrors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClientLock} and {@link Signal}.
 */
class ClientLockTests {

	private final ClientLock lock = new ClientLock();

	// Guarded by the lock
	private final List<String> done = new ArrayList<>();

	@Test
	void whatIsSubmittedRunsAtOnceIfTheLockIsFree() {
		this.lock.submit(() -> {
			assertThat(this.lock.isHeld()).isTrue();
			this.done.add("submitted");
		});
		assertThat(this.lock.isHeld()).isFalse();
		assertThat(this.done).containsExactly("submitted");
	}

	@Test
	void whatIsSubmittedWhileTheLockIsTakenRunsBeforeItIsReleasedWithoutWaiting() throws Exception {
		Thread submitter = new Thread(() -> {
			this.lock.submit(() -> this.done.add("first"));
			this.lock.submit(() -> this.done.add("second"));
		});
		this.lock.call(() -> {
			submitter.start();
			join(submitter);
			assertThat(this.done).isEmpty();
			return null;
		});
		assertThat(this.done).containsExactly("first", "second");
	}

	@Test
	@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void whoHasTheLockMaySubmitAlthoughOthersHaveLeftSomethingBehind() {
		Thread other = new Thread(() -> this.lock.submit(() -> this.done.add("other")));
		this.lock.call(() -> {
			other.start();
			join(other);
			this.lock.submit(() -> this.done.add("own"));
			return null;
		});
		assertThat(this.done).containsExactly("own", "other");
	}

	@Test
	void whatIsSubmittedPrecedesWhatTheSameThreadDoesLaterUnderTheLock() throws Exception {
		CountDownLatch submitted = new CountDownLatch(1);
		Thread submitter = new Thread(() -> {
			this.lock.submit(() -> this.done.add("submitted"));
			submitted.countDown();
			this.lock.run(() -> this.done.add("later"));
		});
		this.lock.call(() -> {
			submitter.start();
			await(submitted);
			return null;
		});
		submitter.join();
		assertThat(this.done).containsExactly("submitted", "later");
	}

	@Test
	void whoLooksForAMomentWhetherTheLockGetsFreeWaitsForItIfItDoesNot() throws Exception {
		Thread other = new Thread(() -> {
			this.lock.acquireSoon();
			try {
				this.done.add("other");
			}
			finally {
				this.lock.release();
			}
		});
		this.lock.call(() -> {
			other.start();
			Awaitility.await().until(() -> other.getState() == Thread.State.WAITING);
			this.done.add("own");
			return null;
		});
		other.join();
		assertThat(this.done).containsExactly("own", "other");
		assertThat(this.lock.tryAcquire()).isTrue();
		this.lock.release();
	}

	@Test
	void threadsThatLookForTheLockExcludeEachOther() throws Exception {
		int[] count = new int[1];
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			Thread thread = new Thread(() -> {
				for (int k = 0; k < 20_000; k++) {
					this.lock.acquireSoon();
					count[0]++;
					this.lock.release();
				}
			});
			threads.add(thread);
			thread.start();
		}
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(count[0]).isEqualTo(80_000);
	}

	@Test
	void nothingThatIsSubmittedIsLeftBehindWhenThreadsCompeteForTheLock() throws Exception {
		AtomicInteger ran = new AtomicInteger();
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			Thread thread = new Thread(() -> {
				for (int k = 0; k < 20_000; k++) {
					this.lock.submit(ran::incrementAndGet);
				}
			});
			threads.add(thread);
			thread.start();
		}
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(ran).hasValue(80_000);
	}

	@Test
	@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void whoWaitsForASignalIsWokenUpThoughOthersKeepOnLeavingSomethingBehind() throws Exception {
		Signal signal = this.lock.newSignal();
		CountDownLatch waiting = new CountDownLatch(1);
		CountDownLatch awake = new CountDownLatch(1);
		Thread waiter = new Thread(() -> {
			Signal.Waiter wait = this.lock.call(signal::newWaiter);
			waiting.countDown();
			wait.await(Signal.UNLIMITED);
			awake.countDown();
		});
		waiter.start();
		await(waiting);
		this.lock.leftBehind(new ClientLock.LeftBehind() {

			@Override
			public boolean isEmpty() {
				return awake.getCount() == 0;
			}

			@Override
			public void run() {
			}

		});
		this.lock.run(signal::give);
		waiter.join();
	}

	@Test
	@ExpectedErrors("An action that was left to whoever has the lock of the client failed")
	void failureIsLoggedWithoutTheLockBecauseLoggingMayTakeLong() {
		List<Boolean> held = new ArrayList<>();
		Handler handler = new Handler() {

			@Override
			public void publish(LogRecord logRecord) {
				held.add(ClientLockTests.this.lock.isHeld());
			}

			@Override
			public void flush() {
			}

			@Override
			public void close() {
			}

		};
		Logger logger = Logger.getLogger(ClientLock.class.getName());
		logger.addHandler(handler);
		try {
			this.lock.run(() -> this.lock.beforeRelease(() -> {
				throw new IllegalStateException("broken");
			}));
		}
		finally {
			logger.removeHandler(handler);
		}
		assertThat(held).containsExactly(false);
	}

	@Test
	@ExpectedErrors("An action that was left to whoever has the lock of the client failed")
	void failureOfWhatIsSubmittedWhileTheLockIsTakenHurtsNobodyElse() throws Exception {
		Thread submitter = new Thread(() -> {
			this.lock.submit(() -> {
				throw new IllegalStateException("broken");
			});
			this.lock.submit(() -> this.done.add("next"));
		});
		this.lock.call(() -> {
			submitter.start();
			join(submitter);
			return null;
		});
		assertThat(this.done).containsExactly("next");
	}

	@Test
	void actionsBeforeReleaseRunUnderTheLockAndThoseWhenReleasedWithoutIt() {
		this.lock.run(() -> {
			this.lock.whenReleased(() -> this.done.add("released " + this.lock.isHeld()));
			this.lock.beforeRelease(() -> {
				this.done.add("before " + this.lock.isHeld());
				this.lock.beforeRelease(() -> this.done.add("also before"));
			});
			this.lock.run(() -> this.done.add("inner"));
		});
		assertThat(this.done).containsExactly("inner", "before true", "also before", "released false");
	}

	@Test
	void waitingForASignalDoesFirstWhatWasPutOffAndLeavesTheLockToOthers() throws Exception {
		Signal signal = this.lock.newSignal();
		CountDownLatch waiting = new CountDownLatch(1);
		Thread waiter = new Thread(() -> this.lock.run(() -> {
			this.lock.beforeRelease(() -> this.done.add("put off"));
			this.lock.beforeRelease(waiting::countDown);
			this.lock.await(signal);
			this.done.add("signalled");
		}));
		waiter.start();
		waiting.await();
		this.lock.run(() -> {
			this.done.add("other");
			signal.give();
		});
		waiter.join();
		assertThat(this.done).containsExactly("put off", "other", "signalled");
	}

	@Test
	void interruptDoesNotEndTheWaitForASignalAndIsLeftToOthers() throws Exception {
		Signal signal = this.lock.newSignal();
		CountDownLatch waiting = new CountDownLatch(1);
		Thread waiter = new Thread(() -> this.lock.run(() -> {
			this.lock.beforeRelease(waiting::countDown);
			this.lock.await(signal);
			this.done.add("interrupted " + Thread.currentThread().isInterrupted());
		}));
		waiter.start();
		waiting.await();
		waiter.interrupt();
		this.lock.run(() -> {
			assertThat(this.done).isEmpty();
			signal.give();
		});
		waiter.join();
		assertThat(this.done).containsExactly("interrupted true");
	}

	private static void join(Thread thread) {
		try {
			thread.join();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
