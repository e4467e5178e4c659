package io.topicwire.mqtt.peer;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Accepts connections on a thread of its own until it is closed, and keeps what has to be
 * closed with it. Nobody is let in once {@link #close()} has returned.
 *
 * @param <C> a connection
 */
final class Acceptor<C extends Closeable> implements AutoCloseable {

	private static final long PATIENCE_SECONDS = 10;

	private final Closeable listener;

	private final Source<C> source;

	private final Sink<C> sink;

	private final Thread thread;

	// Guarded by this
	private final List<Closeable> open = new ArrayList<>();

	// Guarded by this
	private boolean closed;

	/**
	 * Create an acceptor that does not accept yet.
	 * @param listener what ends the waiting for connections when it is closed
	 * @param source waits for a connection
	 * @param sink takes a connection, which is closed if that fails
	 */
	Acceptor(Closeable listener, Source<C> source, Sink<C> sink, String name) {
		this.listener = listener;
		this.source = source;
		this.sink = sink;
		this.thread = new Thread(this::acceptAll, name);
		this.thread.setDaemon(true);
	}

	void start() {
		this.thread.start();
	}

	private void acceptAll() {
		try {
			while (true) {
				C connection = this.source.accept();
				if (keep(connection)) {
					handOn(connection);
				}
			}
		}
		catch (IOException ex) {
			// Closed
		}
	}

	private void handOn(C connection) throws IOException {
		try {
			this.sink.take(connection);
		}
		catch (IOException ex) {
			connection.close();
		}
	}

	/**
	 * Close something with the acceptor, or at once if that is closed.
	 * @return whether it is still open
	 */
	synchronized boolean keep(Closeable closeable) throws IOException {
		if (this.closed) {
			closeable.close();
			return false;
		}
		this.open.add(closeable);
		return true;
	}

	/**
	 * Accept nobody any more, and close everything. The operating system listens on until
	 * a thread that waits for connections has come back from there, whom it lets in until
	 * then is kept as any other: so wait for the thread.
	 */
	@Override
	public void close() {
		try {
			this.listener.close();
			for (Closeable closeable : end()) {
				closeable.close();
			}
			this.thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
		if (this.thread.isAlive()) {
			throw new AssertionError("The server still accepts connections");
		}
	}

	private synchronized List<Closeable> end() {
		this.closed = true;
		return List.copyOf(this.open);
	}

	/**
	 * Waits for a connection.
	 *
	 * @param <C> a connection
	 */
	interface Source<C> {

		C accept() throws IOException;

	}

	/**
	 * Takes a connection.
	 *
	 * @param <C> a connection
	 */
	interface Sink<C> {

		void take(C connection) throws IOException;

	}

}
