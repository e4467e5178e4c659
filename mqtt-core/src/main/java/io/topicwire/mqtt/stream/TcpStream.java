package io.topicwire.mqtt.stream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Stream over a TCP connection.
 *
 * @since 0.1.0
 */
public final class TcpStream implements ByteStream {

	private final ServerAddress address;

	private final Socket socket = new Socket();

	private volatile @Nullable InputStream input;

	private volatile @Nullable OutputStream output;

	/**
	 * Create a stream that is not open yet.
	 * @param address the server
	 */
	public TcpStream(ServerAddress address) {
		this.address = address;
	}

	/**
	 * Connect to the server. The look-up of a host name is not included in the timeout:
	 * the platform offers no way to end it.
	 */
	@Override
	public void open(Duration timeout) throws IOException {
		InetSocketAddress socketAddress = new InetSocketAddress(this.address.host(), this.address.port());
		if (socketAddress.isUnresolved()) {
			throw new UnknownHostException("unknown host " + this.address.host());
		}
		// Packets are collected before they are written: waiting for more only costs time
		this.socket.setTcpNoDelay(true);
		this.socket.connect(socketAddress, (int) Math.min(Integer.MAX_VALUE, Math.max(1, timeout.toMillis())));
		this.input = this.socket.getInputStream();
		this.output = this.socket.getOutputStream();
	}

	@Override
	public int read(byte[] buffer, int offset, int length) throws IOException {
		InputStream input = this.input;
		if (input == null) {
			throw new SocketException("not connected");
		}
		return input.read(buffer, offset, length);
	}

	@Override
	public void write(byte[] buffer, int offset, int length) throws IOException {
		OutputStream output = this.output;
		if (output == null) {
			throw new SocketException("not connected");
		}
		output.write(buffer, offset, length);
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			// The stream is of no use any more, whatever the socket thinks of it
			System.getLogger(TcpStream.class.getName()).log(Level.DEBUG, "Failed to close socket", ex);
		}
	}

}
