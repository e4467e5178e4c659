package io.topicwire.mqtt.stream;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * Stream through a WebSocket (MQTT 5.0, section 6). Everything that is written becomes
 * one binary message, or several if it is more than 64 KiB.
 */
final class WebSocketStream implements ByteStream {

	private static final String SUBPROTOCOL = "mqtt";

	// What brokers put together is limited: some close the connection on more
	private static final int MESSAGE_BYTES = 64 * 1024;

	private final ServerAddress address;

	private final StreamOptions options;

	private final WebSocketInput input = new WebSocketInput();

	// Fails when the stream is closed, so that nobody waits any longer
	private final CompletableFuture<WebSocket> closed = new CompletableFuture<>();

	// Guarded by this, because closing may come at any time
	private @Nullable EphemeralHttpClient httpClient;

	private volatile @Nullable WebSocket webSocket;

	WebSocketStream(ServerAddress address, StreamOptions options) {
		this.address = address;
		this.options = options;
	}

	@Override
	public void open(Duration timeout) throws IOException {
		Deadline deadline = Deadline.after(timeout);
		try {
			WebSocket.Builder builder = httpClient(deadline).newWebSocketBuilder();
			headers().forEach(builder::header);
			WebSocket webSocket = await(
					builder.subprotocols(SUBPROTOCOL).buildAsync(this.address.webSocketUri(), this.input), deadline);
			this.webSocket = webSocket;
			if (!webSocket.getSubprotocol().equals(SUBPROTOCOL)) {
				throw new IOException("the server did not select the WebSocket subprotocol 'mqtt'; "
						+ "does the path lead to its MQTT endpoint?");
			}
		}
		catch (IllegalArgumentException ex) {
			throw WebSocketFailure.explain(ex, this.address);
		}
		catch (ExecutionException ex) {
			throw WebSocketFailure.explain(ex, this.address);
		}
	}

	private HttpClient httpClient(Deadline deadline) throws IOException {
		HttpClient.Builder builder = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.connectTimeout(Duration.ofMillis(deadline.remainingMillis()));
		if (this.address.transport().isSecure()) {
			SSLContext context = TlsParameters.context(this.options.tls());
			builder.sslContext(context).sslParameters(TlsParameters.of(this.options.tls(), context));
		}
		ProxyOptions proxy = this.options.proxy();
		if (proxy != null) {
			builder.proxy(ProxySelector.of(new InetSocketAddress(proxy.host(), proxy.port())));
		}
		return keep(EphemeralHttpClient.build(builder)).client();
	}

	private EphemeralHttpClient keep(EphemeralHttpClient httpClient) throws IOException {
		synchronized (this) {
			this.httpClient = httpClient;
		}
		if (this.closed.isDone()) {
			httpClient.end();
			throw closedException();
		}
		return httpClient;
	}

	private Map<String, String> headers() throws IOException {
		Map<String, String> headers;
		try {
			headers = this.options.webSocket().headers().get();
		}
		catch (RuntimeException ex) {
			throw new IOException("the headers for the WebSocket could not be supplied", ex);
		}
		for (Map.Entry<String, String> header : headers.entrySet()) {
			// The platform would repeat the value, which may be a secret
			if (!header.getValue().chars().allMatch(WebSocketStream::isAllowed)) {
				throw new IOException("the header '" + header.getKey()
						+ "' for the WebSocket has a value with characters that are not allowed, "
						+ "such as a line break at its end");
			}
		}
		return headers;
	}

	// RFC 9110, section 5.5
	private static boolean isAllowed(int character) {
		return (character >= ' ' && character <= 0xFF && character != 0x7F) || character == '\t';
	}

	@Override
	public int read(byte[] buffer, int offset, int length) throws IOException {
		webSocket();
		return this.input.read(buffer, offset, length);
	}

	@Override
	public void write(byte[] buffer, int offset, int length) throws IOException {
		for (int sent = 0; sent < length; sent += MESSAGE_BYTES) {
			ByteBuffer message = ByteBuffer.wrap(buffer, offset + sent, Math.min(MESSAGE_BYTES, length - sent));
			await(webSocket().sendBinary(message, true));
		}
	}

	@Override
	public void closeOutput() throws IOException {
		await(webSocket().sendClose(WebSocket.NORMAL_CLOSURE, ""));
	}

	private WebSocket webSocket() throws SocketException {
		WebSocket webSocket = this.webSocket;
		if (webSocket == null) {
			throw new SocketException("not connected");
		}
		return webSocket;
	}

	private WebSocket await(CompletableFuture<WebSocket> future, Deadline deadline)
			throws IOException, ExecutionException {
		try {
			CompletableFuture.anyOf(future, this.closed).get(deadline.remainingMillis(), TimeUnit.MILLISECONDS);
			return future.join();
		}
		catch (TimeoutException ex) {
			throw new SocketTimeoutException("the server did not open a WebSocket in time");
		}
		catch (InterruptedException ex) {
			throw interrupted();
		}
	}

	private void await(CompletableFuture<WebSocket> future) throws IOException {
		try {
			CompletableFuture.anyOf(future, this.closed).get();
		}
		catch (ExecutionException ex) {
			throw WebSocketFailure.explain(ex, this.address);
		}
		catch (InterruptedException ex) {
			throw interrupted();
		}
	}

	private static IOException interrupted() {
		Thread.currentThread().interrupt();
		return new InterruptedIOException("interrupted while waiting for the WebSocket");
	}

	private static IOException closedException() {
		return new SocketException("stream closed");
	}

	/**
	 * Close the connection at once, without a close frame: that would have to wait for
	 * what is being written, and is left to {@link #closeOutput()}.
	 */
	@Override
	public void close() {
		IOException failure = closedException();
		this.closed.completeExceptionally(failure);
		this.input.fail(failure);
		WebSocket webSocket = this.webSocket;
		if (webSocket != null) {
			webSocket.abort();
		}
		EphemeralHttpClient httpClient;
		synchronized (this) {
			httpClient = this.httpClient;
		}
		if (httpClient != null) {
			httpClient.end();
		}
	}

}
