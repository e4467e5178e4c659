package io.topicwire.mqtt.stream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Stream over a TCP connection.
 */
final class TcpStream implements ByteStream {

	private final TcpConnection connection;

	private volatile @Nullable InputStream input;

	private volatile @Nullable OutputStream output;

	private boolean recognized;

	TcpStream(ServerAddress address, @Nullable ProxyOptions proxy) {
		this.connection = new TcpConnection(address, proxy);
	}

	@Override
	public void open(Duration timeout) throws IOException {
		Socket socket = this.connection.open(Deadline.after(timeout));
		this.input = socket.getInputStream();
		this.output = socket.getOutputStream();
	}

	@Override
	public int read(byte[] buffer, int offset, int length) throws IOException {
		InputStream input = this.input;
		if (input == null) {
			throw new SocketException("not connected");
		}
		int count = input.read(buffer, offset, length);
		if (!this.recognized) {
			this.recognized = true;
			ForeignProtocol.check(buffer, offset, count);
		}
		return count;
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
	public boolean isWritableByAnyThread() {
		return true;
	}

	@Override
	public void close() {
		this.connection.close();
	}

}
