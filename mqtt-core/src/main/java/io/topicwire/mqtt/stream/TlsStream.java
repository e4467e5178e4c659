package io.topicwire.mqtt.stream;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

import org.jspecify.annotations.Nullable;

/**
 * Stream with TLS over a TCP connection.
 */
final class TlsStream implements ByteStream {

	private final ServerAddress address;

	private final TlsOptions options;

	private final TcpConnection connection;

	private volatile @Nullable SSLSocket socket;

	TlsStream(ServerAddress address, TlsOptions options, @Nullable ProxyOptions proxy) {
		this.address = address;
		this.options = options;
		this.connection = new TcpConnection(address, proxy);
	}

	/**
	 * Connect and shake hands. The server has the whole timeout for all steps together,
	 * as long as it does not send its part of the handshake in small pieces: the platform
	 * limits the time for each of them only.
	 */
	@Override
	public void open(Duration timeout) throws IOException {
		Deadline deadline = Deadline.after(timeout);
		SSLContext context = TlsParameters.context(this.options);
		SSLSocket socket = layer(context, this.connection.open(deadline));
		try {
			socket.setSoTimeout(deadline.remainingMillis());
			socket.startHandshake();
			socket.setSoTimeout(0);
		}
		catch (SSLException ex) {
			throw TlsFailure.explain(ex, this.address);
		}
		catch (SocketTimeoutException ex) {
			throw new SocketTimeoutException("the server did not finish the TLS handshake in time; does it speak TLS?");
		}
		catch (SocketException ex) {
			// Either side closed, and what the server may have said is lost
			throw new IOException(TlsFailure.ENDED + " (" + ex.getMessage() + ")", ex);
		}
		this.socket = socket;
	}

	private SSLSocket layer(SSLContext context, Socket plain) throws IOException {
		String host = this.address.host();
		SSLSocket socket = (SSLSocket) context.getSocketFactory()
			.createSocket(plain, host.split("%", 2)[0], this.address.port(), true);
		try {
			socket.setSSLParameters(TlsParameters.of(this.options, context, host));
		}
		catch (IllegalArgumentException ex) {
			throw new IOException("the TLS options cannot be used: " + ex.getMessage(), ex);
		}
		return socket;
	}

	@Override
	public int read(byte[] buffer, int offset, int length) throws IOException {
		try {
			return socket().getInputStream().read(buffer, offset, length);
		}
		catch (SSLException ex) {
			// With TLS 1.3 the server judges the client's certificate after the handshake
			throw TlsFailure.explain(ex, this.address);
		}
	}

	@Override
	public void write(byte[] buffer, int offset, int length) throws IOException {
		socket().getOutputStream().write(buffer, offset, length);
	}

	@Override
	public void closeOutput() throws IOException {
		socket().shutdownOutput();
	}

	private SSLSocket socket() throws SocketException {
		SSLSocket socket = this.socket;
		if (socket == null) {
			throw new SocketException("not connected");
		}
		return socket;
	}

	@Override
	public boolean isWritableByAnyThread() {
		return true;
	}

	/**
	 * Close the TCP connection underneath. TLS would want to say goodbye, which can take
	 * as long as the server does not read; that is left to {@link #closeOutput()}.
	 */
	@Override
	public void close() {
		this.connection.close();
	}

}
