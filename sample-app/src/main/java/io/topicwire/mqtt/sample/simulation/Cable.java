package io.topicwire.mqtt.sample.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The network cable of a device, which can be pulled: an HTTP proxy that the device makes
 * its connections through, one at a time, whatever is spoken over them. Has one thread,
 * and a second one while there is a connection. Thread-safe.
 */
class Cable implements AutoCloseable {

	private static final int MAX_REQUEST = 4_096;

	private static final int REQUEST_TIMEOUT = 5_000;

	private static final byte[] ACCEPTED = "HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

	private final String name;

	private final ServerSocket proxy;

	// The two ends of the connection; guarded by this
	private final List<Socket> ends = new ArrayList<>();

	// Guarded by this
	private boolean pulled;

	Cable(String name) {
		this.name = name;
		try {
			this.proxy = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("No port for the cable of " + name, ex);
		}
		startThread(this::carryConnections, "");
	}

	private void startThread(Runnable work, String direction) {
		Thread thread = new Thread(work, "cable-" + this.name + direction);
		thread.setDaemon(true);
		thread.start();
	}

	int port() {
		return this.proxy.getLocalPort();
	}

	private void carryConnections() {
		while (!this.proxy.isClosed()) {
			try (Socket device = this.proxy.accept()) {
				carry(device);
			}
			catch (IOException | IllegalArgumentException ex) {
				// The device or the broker is gone, the cable is pulled, or there is no
				// such port: as said by the end of the connection
			}
		}
	}

	private void carry(Socket device) throws IOException {
		device.setSoTimeout(REQUEST_TIMEOUT);
		String target = target(device.getInputStream());
		int colon = target.lastIndexOf(':');
		try (Socket broker = new Socket(target.substring(0, colon), Integer.parseInt(target.substring(colon + 1)))) {
			device.setSoTimeout(0);
			device.setTcpNoDelay(true);
			broker.setTcpNoDelay(true);
			plugIn(device, broker);
			device.getOutputStream().write(ACCEPTED);
			startThread(() -> copyBack(broker, device), "-back");
			device.getInputStream().transferTo(broker.getOutputStream());
		}
		finally {
			cut();
		}
	}

	/**
	 * Read the request and return what it asks for.
	 * @param in what the device sends
	 * @return host and port, such as {@code localhost:1883}
	 */
	private static String target(InputStream in) throws IOException {
		StringBuilder request = new StringBuilder();
		while (request.indexOf("\r\n\r\n") == -1) {
			int next = in.read();
			if (next == -1 || request.length() == MAX_REQUEST) {
				throw new IOException("No request");
			}
			request.append((char) next);
		}
		String[] words = request.toString().split(" ", 3);
		if (words.length < 3 || !words[0].equals("CONNECT") || !words[1].matches(".+:\\d{1,5}")) {
			throw new IOException("Request is none of CONNECT");
		}
		return words[1];
	}

	private static void copyBack(Socket broker, Socket device) {
		try (broker; device) {
			broker.getInputStream().transferTo(device.getOutputStream());
		}
		catch (IOException ex) {
			// The other thread sees that as well
		}
	}

	private synchronized void plugIn(Socket device, Socket broker) throws IOException {
		if (this.pulled) {
			throw new IOException("The cable is pulled");
		}
		this.ends.add(device);
		this.ends.add(broker);
	}

	private synchronized void cut() {
		for (Socket end : this.ends) {
			try {
				end.close();
			}
			catch (IOException ex) {
				// It is closed then
			}
		}
		this.ends.clear();
	}

	/**
	 * Cut the connection without a word of MQTT, and let none be made.
	 */
	synchronized void pull() {
		this.pulled = true;
		cut();
	}

	/**
	 * Let connections be made again.
	 */
	synchronized void plugIn() {
		this.pulled = false;
	}

	@Override
	public void close() {
		pull();
		try {
			this.proxy.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cable of " + this.name + " could not be closed", ex);
		}
	}

}
