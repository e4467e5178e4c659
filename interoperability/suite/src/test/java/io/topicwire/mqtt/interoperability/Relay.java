package io.topicwire.mqtt.interoperability;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A cable between client and broker that a test can pull out.
 */
class Relay implements AutoCloseable {

	private final int target;

	private final ServerSocket server;

	private final List<Socket> sockets = new ArrayList<>();

	private final ByteArrayOutputStream toBroker = new ByteArrayOutputStream();

	private final ByteArrayOutputStream toClient = new ByteArrayOutputStream();

	private boolean cut;

	Relay(int target) {
		this.target = target;
		try {
			this.server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		start(this::accept);
	}

	int port() {
		return this.server.getLocalPort();
	}

	/**
	 * End all connections with a reset, and refuse new ones until {@link #mend()}.
	 */
	synchronized void cut() {
		this.cut = true;
		this.sockets.forEach(Relay::reset);
	}

	/**
	 * Let connections through again.
	 */
	synchronized void mend() {
		this.sockets.clear();
		this.cut = false;
	}

	/**
	 * End all connections with a reset, and let new ones through.
	 */
	synchronized void interrupt() {
		cut();
		mend();
	}

	/**
	 * Return how often a text was sent to the broker.
	 */
	int timesSent(String text) {
		return count(text, this.toBroker);
	}

	/**
	 * Return how often a text was received from the broker.
	 */
	int timesReceived(String text) {
		return count(text, this.toClient);
	}

	private static int count(String text, ByteArrayOutputStream record) {
		return record.toString(StandardCharsets.ISO_8859_1).split(Pattern.quote(text), -1).length - 1;
	}

	private void accept() {
		try {
			while (true) {
				Socket client = this.server.accept();
				connect(client);
			}
		}
		catch (IOException ex) {
			// Closed
		}
	}

	private synchronized void connect(Socket client) throws IOException {
		if (this.cut) {
			reset(client);
			return;
		}
		try {
			Socket broker = new Socket(InetAddress.getByName("127.0.0.1"), this.target);
			this.sockets.addAll(List.of(client, broker));
			start(() -> copy(client, broker, this.toBroker));
			start(() -> copy(broker, client, this.toClient));
		}
		catch (IOException ex) {
			// The broker is not there
			reset(client);
		}
	}

	private static void copy(Socket from, Socket to, ByteArrayOutputStream record) {
		try (from; to; InputStream input = from.getInputStream(); OutputStream output = to.getOutputStream()) {
			byte[] buffer = new byte[8192];
			for (int length = input.read(buffer); length >= 0; length = input.read(buffer)) {
				record.write(buffer, 0, length);
				output.write(buffer, 0, length);
			}
		}
		catch (IOException ex) {
			reset(from);
			reset(to);
		}
	}

	private static void reset(Socket socket) {
		try {
			socket.setSoLinger(true, 0);
			socket.close();
		}
		catch (IOException ex) {
			// Closed already
		}
	}

	private static void start(Runnable task) {
		Thread thread = new Thread(task, "relay");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() {
		try {
			this.server.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		cut();
	}

}
