package io.topicwire.mqtt.benchmarks.stub;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.Function;

import io.topicwire.mqtt.benchmarks.Endpoint;

/**
 * The server that clients are measured against, a process of its own. It takes whatever
 * it is sent, acknowledges it, sends PUBLISH packets of QoS 0 to topics that begin with
 * {@code echo/} back, and is a {@link Source}. It does not route messages. Its ports are
 * on the first line of the standard output; it ends with its standard input.
 */
public final class Stub implements AutoCloseable {

	private final ServerSocket clients;

	private final ServerSocket controls;

	private final IdleServer idle;

	/**
	 * Start the server in this process.
	 * @throws IOException if it cannot listen
	 */
	public Stub() throws IOException {
		Counters counters = new Counters();
		this.clients = listen();
		this.controls = listen();
		this.idle = new IdleServer();
		accept(this.clients, (socket) -> new StubConnection(socket, counters));
		accept(this.controls, (socket) -> new ControlConnection(socket, counters));
		start(this.idle, "stub-idle");
	}

	/**
	 * Run the server.
	 * @param arguments none
	 * @throws IOException if it cannot listen
	 */
	public static void main(String[] arguments) throws IOException {
		try (Stub stub = new Stub()) {
			System.out.println(stub.port() + " " + stub.controlPort() + " " + stub.idlePort());
			while (System.in.read() >= 0) {
				// Whoever has started it is still there
			}
		}
	}

	/**
	 * Return where clients connect to.
	 * @return the port
	 */
	public int port() {
		return this.clients.getLocalPort();
	}

	/**
	 * Return where it is told what to do.
	 * @return the port
	 */
	public int controlPort() {
		return this.controls.getLocalPort();
	}

	/**
	 * Return where thousands of clients connect to that do nothing.
	 * @return the port
	 */
	public int idlePort() {
		return this.idle.port();
	}

	private static ServerSocket listen() throws IOException {
		return new ServerSocket(0, 1_000, InetAddress.getByName(Endpoint.HOST));
	}

	private static void accept(ServerSocket server, Function<Socket, Runnable> connection) {
		start(() -> {
			while (true) {
				try {
					start(connection.apply(server.accept()), "stub-connection");
				}
				catch (IOException ex) {
					return;
				}
			}
		}, "stub-accept");
	}

	private static void start(Runnable runnable, String name) {
		Thread thread = new Thread(runnable, name);
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() throws IOException {
		this.clients.close();
		this.controls.close();
		this.idle.close();
	}

}
