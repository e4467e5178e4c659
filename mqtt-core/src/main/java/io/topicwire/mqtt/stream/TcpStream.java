package io.topicwire.mqtt.stream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;

/**
 * Stream over a TCP connection.
 *
 * @since 0.1.0
 */
public final class TcpStream implements ByteStream {

	private final Socket socket;

	private final InputStream input;

	private final OutputStream output;

	private TcpStream(Socket socket) throws IOException {
		this.socket = socket;
		this.input = socket.getInputStream();
		this.output = socket.getOutputStream();
	}

	/**
	 * Open a connection.
	 * @param address the server
	 * @param timeout how long to wait for the connection, the look-up of the host name
	 * not included
	 * @return the stream
	 * @throws IOException if the server cannot be reached in time
	 */
	public static ByteStream open(ServerAddress address, Duration timeout) throws IOException {
		InetSocketAddress socketAddress = new InetSocketAddress(address.host(), address.port());
		if (socketAddress.isUnresolved()) {
			throw new UnknownHostException("unknown host " + address.host());
		}
		Socket socket = new Socket();
		try {
			// Packets are collected before they are written: waiting for more only costs
			// time
			socket.setTcpNoDelay(true);
			socket.connect(socketAddress, (int) Math.min(Integer.MAX_VALUE, Math.max(1, timeout.toMillis())));
			return new TcpStream(socket);
		}
		catch (IOException | RuntimeException ex) {
			socket.close();
			throw ex;
		}
	}

	@Override
	public int read(byte[] buffer, int offset, int length) throws IOException {
		return this.input.read(buffer, offset, length);
	}

	@Override
	public void write(byte[] buffer, int offset, int length) throws IOException {
		this.output.write(buffer, offset, length);
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			// The stream is of no use any more, whatever the socket thinks of it
			System.getLogger(TcpStream.class.getName()).log(System.Logger.Level.DEBUG, "Failed to close socket", ex);
		}
	}

}
