package io.topicwire.mqtt.peer;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * The server's end of a connection.
 *
 * @param socket what the connection goes through
 * @param input what the client sends
 * @param output what the client is sent
 */
public record PeerConnection(Closeable socket, InputStream input, OutputStream output) implements Closeable {

	static PeerConnection of(Socket socket) throws IOException {
		return new PeerConnection(socket, socket.getInputStream(), socket.getOutputStream());
	}

	/**
	 * The streams that the platform makes of a channel do not read and write at once.
	 */
	static PeerConnection of(SocketChannel channel) {
		return new PeerConnection(channel, new InputStream() {

			@Override
			public int read() throws IOException {
				byte[] one = new byte[1];
				return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xFF;
			}

			@Override
			public int read(byte[] buffer, int offset, int length) throws IOException {
				return channel.read(ByteBuffer.wrap(buffer, offset, length));
			}

		}, new OutputStream() {

			@Override
			public void write(int value) throws IOException {
				write(new byte[] { (byte) value });
			}

			@Override
			public void write(byte[] buffer, int offset, int length) throws IOException {
				ByteBuffer bytes = ByteBuffer.wrap(buffer, offset, length);
				while (bytes.hasRemaining()) {
					channel.write(bytes);
				}
			}

		});
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
