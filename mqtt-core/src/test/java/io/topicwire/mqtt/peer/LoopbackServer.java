package io.topicwire.mqtt.peer;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

import io.topicwire.mqtt.stream.ServerAddress;
import io.topicwire.mqtt.stream.Transport;

/**
 * A server on the loopback interface. Everything that a test waits for has to come within
 * ten seconds.
 */
public final class LoopbackServer implements AutoCloseable {

	private static final long PATIENCE_SECONDS = 10;

	private final BlockingQueue<PeerConnection> connections = new LinkedBlockingQueue<>();

	private final BlockingQueue<WebSocketPeer> webSockets = new LinkedBlockingQueue<>();

	private final Transport transport;

	private final Acceptor<PeerConnection> acceptor;

	private final ServerAddress address;

	private volatile UnaryOperator<String> upgrade = UnaryOperator.identity();

	private LoopbackServer(Transport transport, Acceptor.Source<PeerConnection> source, ServerAddress address,
			Closeable listener) {
		this.transport = transport;
		this.address = address;
		this.acceptor = new Acceptor<>(listener, source, this::prepare, "loopback-server");
		this.acceptor.start();
	}

	/**
	 * Start a server, with the certificate for localhost if there is TLS.
	 * @param transport what it speaks
	 * @return the server
	 */
	public static LoopbackServer start(Transport transport) {
		return start(transport, "server", (socket) -> {
		});
	}

	/**
	 * Start a server with TLS.
	 * @param certificate name of its certificate
	 * @param customizer changes the socket that it listens on
	 * @return the server
	 */
	public static LoopbackServer startTls(String certificate, Consumer<SSLServerSocket> customizer) {
		return start(Transport.TLS, certificate, customizer);
	}

	private static LoopbackServer start(Transport transport, String certificate, Consumer<SSLServerSocket> customizer) {
		try {
			if (transport == Transport.UNIX_SOCKET) {
				return startUnix();
			}
			ServerSocket listener = new ServerSocket();
			if (transport.isSecure()) {
				listener = TestCertificates.context(certificate).getServerSocketFactory().createServerSocket();
				customizer.accept((SSLServerSocket) listener);
			}
			listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			ServerSocket bound = listener;
			return new LoopbackServer(transport, () -> PeerConnection.of(bound.accept()), new ServerAddress(transport,
					"localhost", listener.getLocalPort(), transport.isWebSocket() ? "/mqtt" : ""), listener);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static LoopbackServer startUnix() throws IOException {
		Path path = Files.createTempDirectory("mqtt").resolve("socket");
		ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
			.bind(UnixDomainSocketAddress.of(path));
		return new LoopbackServer(Transport.UNIX_SOCKET, () -> PeerConnection.of(listener.accept()),
				new ServerAddress(Transport.UNIX_SOCKET, "", 0, path.toString()), () -> {
					listener.close();
					Files.delete(path);
					Files.delete(path.getParent());
				});
	}

	/**
	 * Change how requests for a WebSocket are answered.
	 * @param upgrade changes an answer that accepts it
	 * @return this server
	 */
	public LoopbackServer upgrade(UnaryOperator<String> upgrade) {
		this.upgrade = upgrade;
		return this;
	}

	private void prepare(PeerConnection connection) throws IOException {
		if (connection.socket() instanceof SSLSocket socket) {
			socket.startHandshake();
		}
		if (this.transport.isWebSocket()) {
			WebSocketPeer peer = new WebSocketPeer(connection.input(), connection.output());
			peer.upgrade(this.upgrade);
			this.webSockets.add(peer);
			this.connections.add(new PeerConnection(connection.socket(), peer.binaryInput(), peer.binaryOutput()));
		}
		else {
			this.connections.add(connection);
		}
	}

	/**
	 * Wait for a connection that is ready to be used.
	 * @return the connection
	 */
	public PeerConnection accept() {
		return take(this.connections);
	}

	/**
	 * Wait for a WebSocket.
	 * @return its frames
	 */
	public WebSocketPeer acceptWebSocket() {
		return take(this.webSockets);
	}

	private static <T> T take(BlockingQueue<T> queue) {
		try {
			T first = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
			if (first == null) {
				throw new AssertionError("No connection came");
			}
			return first;
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	/**
	 * Return where the server is.
	 * @return its address
	 */
	public ServerAddress address() {
		return this.address;
	}

	/**
	 * Return where the server is.
	 * @return its address as a URL
	 */
	public String url() {
		return (this.transport == Transport.TCP) ? "mqtt://" + this.address : this.address.toString();
	}

	/**
	 * Close all connections. Nobody is let in any more when this has returned.
	 */
	@Override
	public void close() {
		this.acceptor.close();
	}

}
