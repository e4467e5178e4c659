package io.topicwire.mqtt.peer;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A proxy on the loopback interface that keeps what it was asked for, and connects to the
 * loopback interface whatever host was named.
 */
public abstract class ProxyServer implements AutoCloseable {

	private final ServerSocket listener;

	private final Acceptor<Socket> acceptor;

	private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();

	ProxyServer() throws IOException {
		this.listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
		this.acceptor = new Acceptor<>(this.listener, this.listener::accept, (client) -> start(() -> serve(client)),
				"proxy-server");
		this.acceptor.start();
	}

	/**
	 * Speak with a client.
	 * @return the port to connect to, or 0 to refuse
	 */
	abstract int answer(InputStream input, OutputStream output) throws IOException;

	private void serve(Socket client) throws IOException {
		int port = answer(client.getInputStream(), client.getOutputStream());
		if (port == 0) {
			client.close();
			return;
		}
		Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
		this.acceptor.keep(server);
		start(() -> server.getInputStream().transferTo(client.getOutputStream()));
		client.getInputStream().transferTo(server.getOutputStream());
	}

	private void start(Action action) {
		Thread thread = new Thread(() -> {
			try {
				action.run();
			}
			catch (IOException ex) {
				// Closed
			}
		}, "proxy");
		thread.setDaemon(true);
		thread.start();
	}

	void asked(String request) {
		this.requests.add(request);
	}

	/**
	 * Return what was asked for.
	 * @return what clients said, in order
	 */
	public Queue<String> requests() {
		return this.requests;
	}

	/**
	 * Return where the proxy listens.
	 * @return the port
	 */
	public int port() {
		return this.listener.getLocalPort();
	}

	/**
	 * Close all connections. Nobody is let in any more when this has returned.
	 */
	@Override
	public void close() {
		this.acceptor.close();
	}

	private static int readByte(InputStream input) throws IOException {
		int value = input.read();
		if (value < 0) {
			throw new EOFException();
		}
		return value;
	}

	/**
	 * Start a proxy that speaks HTTP.
	 * @param status how it answers, such as {@code 200 OK}
	 * @return the proxy
	 */
	public static ProxyServer http(String status) throws IOException {
		return new ProxyServer() {

			@Override
			int answer(InputStream input, OutputStream output) throws IOException {
				ByteArrayOutputStream head = new ByteArrayOutputStream();
				while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
					head.write(readByte(input));
				}
				String request = head.toString(StandardCharsets.US_ASCII);
				asked(request);
				output.write(("HTTP/1.1 " + status + "\r\nVia: test\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
				return status.startsWith("2") ? Integer.parseInt(request.split("[: ]")[2]) : 0;
			}

		};
	}

	/**
	 * Start a proxy that speaks SOCKS 5.
	 * @param method how clients have to authenticate
	 * @param reply how it answers, 0 for success
	 * @return the proxy
	 */
	public static ProxyServer socks(int method, int reply) throws IOException {
		return new ProxyServer() {

			@Override
			int answer(InputStream input, OutputStream output) throws IOException {
				input.skipNBytes(1);
				asked("methods " + new String(input.readNBytes(readByte(input)), StandardCharsets.ISO_8859_1).chars()
					.boxed()
					.toList());
				output.write(new byte[] { 5, (byte) method });
				if (method == 2) {
					input.skipNBytes(1);
					String username = new String(input.readNBytes(readByte(input)), StandardCharsets.UTF_8);
					String password = new String(input.readNBytes(readByte(input)), StandardCharsets.UTF_8);
					asked(username + "/" + password);
					boolean right = password.equals("secret");
					output.write(new byte[] { 1, (byte) (right ? 0 : 1) });
					if (!right) {
						return 0;
					}
				}
				input.skipNBytes(3);
				int type = readByte(input);
				int length = (type == 3) ? readByte(input) : (type == 1) ? 4 : 16;
				String host = new String(input.readNBytes(length), StandardCharsets.ISO_8859_1);
				int port = readByte(input) << 8 | readByte(input);
				asked("type " + type + " " + ((type == 3) ? host : host.length() + " bytes") + " " + port);
				output.write(new byte[] { 5, (byte) reply, 0, 3, 2, 'i', 'f', 0, 0 });
				return (reply == 0) ? port : 0;
			}

		};
	}

	/**
	 * What a thread does.
	 */
	private interface Action {

		void run() throws IOException;

	}

}
