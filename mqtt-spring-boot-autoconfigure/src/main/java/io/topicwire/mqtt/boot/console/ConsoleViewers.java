package io.topicwire.mqtt.boot.console;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.topicwire.mqtt.ConnectionState;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The open pages. With the first one collecting begins, and some time after the last one
 * it ends; in between there is a thread. Thread-safe.
 */
final class ConsoleViewers implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(ConsoleViewers.class);

	private final ConsoleState state;

	private final ConsoleSettings settings;

	private final String instance = "%016x".formatted(ThreadLocalRandom.current().nextLong());

	private final Set<ConsoleViewer> viewers = new LinkedHashSet<>();

	private final AtomicLong refreshes = new AtomicLong();

	private @Nullable ScheduledExecutorService executor;

	private long idleSince;

	private boolean closed;

	ConsoleViewers(ConsoleState state, ConsoleSettings settings) {
		this.state = state;
		this.settings = settings;
	}

	/**
	 * Let pages be opened again after {@link #close()}.
	 */
	synchronized void open() {
		this.closed = false;
	}

	String instance() {
		return this.instance;
	}

	int maximumMessages() {
		return this.settings.limits().messages();
	}

	Map<String, @Nullable Object> hello() {
		return Json.object("instance", this.instance, "time", this.state.now(), "writable", this.settings.writable(),
				"payloads", this.settings.showPayloads());
	}

	synchronized int count() {
		return this.viewers.size();
	}

	/**
	 * Open a page.
	 * @param filter what it wants to see
	 */
	synchronized ConsoleViewer open(EventFilter filter) {
		requireRoom();
		if (this.executor == null) {
			this.executor = start();
		}
		ConsoleViewer viewer = new ConsoleViewer(this.state, this, filter, this.settings.timing().updateInterval());
		this.viewers.add(viewer);
		return viewer;
	}

	void requireRoom() {
		ConsoleException refusal = refusal();
		if (refusal != null) {
			throw refusal;
		}
	}

	/**
	 * Return why no page can be opened now.
	 * @return the reason, or {@code null} if one can be opened
	 */
	synchronized @Nullable ConsoleException refusal() {
		if (this.closed) {
			return new ConsoleException(503, "stopped", "The application is stopping");
		}
		if (this.viewers.size() >= this.settings.limits().viewers()) {
			return new ConsoleException(503, "too-many-viewers",
					"The console is open %d times already. Close a page, or raise mqtt.console.maximum-viewers."
						.formatted(this.viewers.size()));
		}
		return null;
	}

	private ScheduledExecutorService start() {
		ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, "mqtt-console");
			thread.setDaemon(true);
			return thread;
		});
		this.state.start();
		// Not at a fixed rate: after a breakpoint all that was missed would be made up
		// for
		executor.scheduleWithFixedDelay(guarded(this::eachSecond), 0, 1, TimeUnit.SECONDS);
		long pingNanos = this.settings.timing().pingInterval().toNanos();
		if (pingNanos > 0) {
			executor.scheduleWithFixedDelay(guarded(this::ping), 0, pingNanos, TimeUnit.NANOSECONDS);
		}
		return executor;
	}

	// A task that fails is not run again otherwise
	private static Runnable guarded(Runnable task) {
		return () -> {
			try {
				task.run();
			}
			catch (RuntimeException ex) {
				logger.debug("The MQTT console could not look at the connections", ex);
			}
		};
	}

	private void eachSecond() {
		this.state.sample();
		stopIfIdle();
	}

	private synchronized void stopIfIdle() {
		if (this.viewers.isEmpty()
				&& System.nanoTime() - this.idleSince >= this.settings.timing().idleTimeout().toNanos()) {
			stop();
		}
	}

	private void stop() {
		ScheduledExecutorService executor = this.executor;
		if (executor != null) {
			this.executor = null;
			executor.shutdownNow();
			this.state.stop();
		}
	}

	// What comes of it, the monitors are told
	private void ping() {
		if (count() == 0) {
			return;
		}
		for (ConnectionMonitor monitor : this.state.monitors()) {
			if (monitor.client().status().state() == ConnectionState.CONNECTED) {
				monitor.client().pingAsync();
			}
		}
	}

	synchronized void remove(ConsoleViewer viewer) {
		if (this.viewers.remove(viewer) && this.viewers.isEmpty()) {
			this.idleSince = System.nanoTime();
		}
	}

	/**
	 * Let all pages be told at once about connections and listeners.
	 */
	void refresh() {
		this.refreshes.incrementAndGet();
	}

	long refreshes() {
		return this.refreshes.get();
	}

	synchronized void cleared(Collection<String> parts) {
		this.viewers.forEach((viewer) -> viewer.cleared(parts));
	}

	@Override
	public void close() {
		List<ConsoleViewer> open;
		synchronized (this) {
			this.closed = true;
			open = List.copyOf(this.viewers);
			stop();
		}
		open.forEach(ConsoleViewer::close);
	}

}
