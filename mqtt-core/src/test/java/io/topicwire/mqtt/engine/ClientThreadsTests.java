package io.topicwire.mqtt.engine;

import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClientThreads} together with {@link SystemTimer}.
 */
class ClientThreadsTests {

	private final ClientLock lock = new ClientLock();

	private final BlockingQueue<Thread> threads = new ArrayBlockingQueue<>(10);

	@Test
	void threadHasTheContextClassLoaderOfWhoBuiltTheClientWhicheverThreadStartsIt() throws Exception {
		ClassLoader original = Thread.currentThread().getContextClassLoader();
		ClassLoader application = new URLClassLoader(new URL[0], original);
		Thread.currentThread().setContextClassLoader(application);
		ClientThreads clientThreads = new ClientThreads(this.lock, null);
		Thread.currentThread().setContextClassLoader(original);
		SystemTimer timer = new SystemTimer(clientThreads, new ClientLog(this.lock, null, "test"));
		timer.schedule(Duration.ZERO, () -> clientThreads.start("mqtt-test", this::report, this::fail));
		assertThat(started().getContextClassLoader()).isSameAs(application);
		timer.close();
		assertThat(clientThreads.awaitEnd(Duration.ofSeconds(10))).isTrue();
	}

	@Test
	void threadFactoryOfTheApplicationIsNotCalledByTheTimerOfAllClients() throws Exception {
		AtomicReference<String> caller = new AtomicReference<>();
		ClientThreads clientThreads = new ClientThreads(this.lock, (action) -> {
			caller.set(Thread.currentThread().getName());
			return new Thread(action, "mqtt-made");
		});
		SystemTimer timer = new SystemTimer(clientThreads, new ClientLog(this.lock, null, "test"));
		timer.schedule(Duration.ZERO, () -> clientThreads.start("mqtt-test", this::report, this::fail));
		assertThat(started().getName()).isEqualTo("mqtt-made");
		assertThat(caller).hasValue("mqtt-test-start");
		timer.close();
		assertThat(clientThreads.awaitEnd(Duration.ofSeconds(10))).isTrue();
	}

	@Test
	void nothingRunsOnceTheTimerIsClosedHoweverLongItWouldHaveWaited() throws Exception {
		ClientThreads clientThreads = new ClientThreads(this.lock, null);
		SystemTimer timer = new SystemTimer(clientThreads, new ClientLog(this.lock, null, "test"));
		timer.schedule(Duration.ofSeconds(Long.MAX_VALUE), this::report);
		timer.schedule(Duration.ZERO, this::report);
		assertThat(started().getName()).isEqualTo("mqtt-timer");
		timer.close();
		timer.schedule(Duration.ZERO, this::report);
		assertThat(clientThreads.awaitEnd(Duration.ofSeconds(10))).isTrue();
		assertThat(this.threads).isEmpty();
	}

	private Thread started() throws InterruptedException {
		return this.threads.poll(10, TimeUnit.SECONDS);
	}

	private void report() {
		this.threads.add(Thread.currentThread());
	}

	private void fail(Throwable failure) {
		throw new IllegalStateException(failure);
	}

}
