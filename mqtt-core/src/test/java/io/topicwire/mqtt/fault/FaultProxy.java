package io.topicwire.mqtt.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A cable between clients and a broker on this computer, with faults that can be changed
 * at any time. One thread serves all connections. Thread-safe; a method that changes
 * something returns when it has changed.
 */
public final class FaultProxy implements AutoCloseable {

	private final int target;

	private final ServerSocketChannel server;

	private final Selector selector;

	private final Thread thread;

	private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);

	private final Queue<FutureTask<?>> tasks = new ConcurrentLinkedQueue<>();

	private final List<ProxiedConnection> connections = new ArrayList<>();

	private final List<LaneSetting> settings = new ArrayList<>();

	private final FaultCounter counter = new FaultCounter();

	private volatile Fault fault = Fault.NONE;

	private volatile boolean closed;

	private boolean refusing;

	/**
	 * Create a proxy that lets everything through.
	 * @param target port of the broker on this computer
	 */
	public FaultProxy(int target) {
		this.target = target;
		try {
			this.selector = Selector.open();
			this.server = ServerSocketChannel.open();
			this.server.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 200);
			this.server.configureBlocking(false);
			this.server.register(this.selector, SelectionKey.OP_ACCEPT);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.thread = new Thread(this::run, "fault-proxy-" + port());
		this.thread.setDaemon(true);
		this.thread.start();
	}

	/**
	 * Return where clients are to connect to.
	 * @return a port of 127.0.0.1
	 */
	public int port() {
		return this.server.socket().getLocalPort();
	}

	/**
	 * Set what decides about each packet from now on, of present connections as well. It
	 * is called on the thread of the proxy.
	 * @param fault the fault
	 */
	public void fault(Fault fault) {
		this.fault = fault;
	}

	/**
	 * Let bytes take a while in one direction, of present connections as well.
	 * @param direction the direction
	 * @param delay how long
	 */
	public void delay(Direction direction, Duration delay) {
		set(new LaneSetting(direction, "delay", (lane) -> lane.delay(delay)));
	}

	/**
	 * Let bytes pass slowly in one direction, of present connections as well.
	 * @param direction the direction
	 * @param bytesPerSecond how many bytes of each connection in a second, or 0 for as
	 * many as come
	 */
	public void throttle(Direction direction, long bytesPerSecond) {
		set(new LaneSetting(direction, "throttle", (lane) -> lane.throttle(bytesPerSecond)));
	}

	/**
	 * Swallow everything in one direction, of present connections as well, or let it
	 * through again; connections that have lost something stay silent.
	 * @param direction the direction
	 * @param swallow whether to swallow it
	 */
	public void blackHole(Direction direction, boolean swallow) {
		set(new LaneSetting(direction, "swallow", (lane) -> lane.swallow(swallow)));
	}

	private void set(LaneSetting setting) {
		call(() -> {
			this.settings.removeIf(setting::replaces);
			this.settings.add(setting);
			this.connections.forEach(setting::apply);
		});
	}

	/**
	 * End all present connections.
	 * @param ending how
	 */
	public void cut(Ending ending) {
		call(() -> this.connections.stream().filter((connection) -> !connection.isEnding()).forEach((connection) -> {
			connection.end(ending, System.nanoTime());
			this.counter.ended(ending);
		}));
	}

	/**
	 * Reset every new connection at once, or let them through again.
	 * @param refuse whether to reset them
	 */
	public void refuse(boolean refuse) {
		call(() -> this.refusing = refuse);
	}

	/**
	 * Return what this proxy has done so far.
	 * @return the counts
	 */
	public FaultCounts counts() {
		return this.counter.counts();
	}

	private void call(Runnable action) {
		if (Thread.currentThread() == this.thread) {
			action.run();
			return;
		}
		if (this.closed) {
			throw new IllegalStateException("The proxy is closed");
		}
		FutureTask<?> task = new FutureTask<>(action, null);
		this.tasks.add(task);
		this.selector.wakeup();
		try {
			task.get(10, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException("The proxy did not do what it was told", ex);
		}
	}

	private void run() {
		try (this.selector; this.server) {
			while (!this.closed) {
				await();
				for (FutureTask<?> task = this.tasks.poll(); task != null; task = this.tasks.poll()) {
					task.run();
				}
				accept();
				long now = System.nanoTime();
				this.connections.forEach((connection) -> connection.proceed(this.buffer, now));
				this.connections.removeIf(ProxiedConnection::isClosed);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			this.connections.forEach(ProxiedConnection::reset);
		}
	}

	private void await() throws IOException {
		long next = this.connections.stream().mapToLong(ProxiedConnection::nextTime).min().orElse(Lane.NEVER);
		this.selector.selectedKeys().clear();
		if (next == Lane.NEVER) {
			this.selector.select();
			return;
		}
		long millis = TimeUnit.NANOSECONDS.toMillis(next - System.nanoTime()) + 1;
		if (millis > 0) {
			this.selector.select(millis);
		}
		else {
			this.selector.selectNow();
		}
	}

	private void accept() throws IOException {
		for (SocketChannel client = this.server.accept(); client != null; client = this.server.accept()) {
			if (this.refusing) {
				refuse(client);
				continue;
			}
			try {
				SocketChannel broker = SocketChannel
					.open(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), this.target));
				ProxiedConnection connection = new ProxiedConnection(this.counter.connection(), client, broker,
						(packet) -> this.counter.count(this.fault.on(packet)), this.selector, this.counter::ended);
				this.settings.forEach((setting) -> setting.apply(connection));
				this.connections.add(connection);
			}
			catch (IOException ex) {
				// The broker is not there
				refuse(client);
			}
		}
	}

	private void refuse(SocketChannel client) {
		this.counter.refused();
		ProxiedConnection.reset(client);
	}

	/**
	 * Reset all connections and wait until the thread has ended.
	 */
	@Override
	public void close() {
		this.closed = true;
		this.selector.wakeup();
		try {
			this.thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private record LaneSetting(Direction direction, String name, Consumer<Lane> setter) {

		boolean replaces(LaneSetting other) {
			return this.direction == other.direction && this.name.equals(other.name);
		}

		void apply(ProxiedConnection connection) {
			this.setter.accept(connection.lane(this.direction));
		}

	}

}
