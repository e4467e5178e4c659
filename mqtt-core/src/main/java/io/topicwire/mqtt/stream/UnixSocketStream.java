package io.topicwire.mqtt.stream;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Stream over a unix domain socket.
 */
final class UnixSocketStream implements ByteStream {

	private static final Duration RETRY_DELAY = Duration.ofMillis(10);

	private final ServerAddress address;

	// Guarded by this, because closing may come while another channel is opened
	private @Nullable SocketChannel channel;

	private boolean closed;

	UnixSocketStream(ServerAddress address) {
		this.address = address;
	}

	@Override
	public void open(Duration timeout) throws IOException {
		Deadline deadline = Deadline.after(timeout);
		UnixDomainSocketAddress socketAddress = socketAddress();
		// A server that has no room for another connection cannot be waited for: there is
		// nothing but to try again
		while (!connect(socketAddress)) {
			deadline.remainingMillis();
			pause();
		}
	}

	private UnixDomainSocketAddress socketAddress() throws IOException {
		try {
			return UnixDomainSocketAddress.of(this.address.path());
		}
		catch (IllegalArgumentException ex) {
			throw new IOException("the path of the socket cannot be used: " + ex.getMessage(), ex);
		}
	}

	private boolean connect(UnixDomainSocketAddress socketAddress) throws IOException {
		SocketChannel channel = newChannel();
		try {
			channel.configureBlocking(false);
			boolean connected = channel.connect(socketAddress);
			if (connected) {
				channel.configureBlocking(true);
			}
			else {
				channel.close();
			}
			return connected;
		}
		catch (ClosedChannelException ex) {
			throw ex;
		}
		catch (IOException ex) {
			channel.close();
			throw Files.exists(Path.of(this.address.path())) ? ex
					: new IOException("there is no such socket; is the server running?", ex);
		}
	}

	private synchronized SocketChannel newChannel() throws IOException {
		if (this.closed) {
			throw new ClosedChannelException();
		}
		SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
		this.channel = channel;
		return channel;
	}

	private void pause() throws IOException {
		try {
			Thread.sleep(RETRY_DELAY.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("interrupted while waiting for the server to accept a connection");
		}
	}

	@Override
	public int read(byte[] buffer, int offset, int length) throws IOException {
		return channel().read(ByteBuffer.wrap(buffer, offset, length));
	}

	@Override
	public void write(byte[] buffer, int offset, int length) throws IOException {
		SocketChannel channel = channel();
		ByteBuffer bytes = ByteBuffer.wrap(buffer, offset, length);
		while (bytes.hasRemaining()) {
			channel.write(bytes);
		}
	}

	private synchronized SocketChannel channel() throws IOException {
		SocketChannel channel = this.channel;
		if (channel == null) {
			throw new ClosedChannelException();
		}
		return channel;
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		SocketChannel channel = this.channel;
		if (channel == null) {
			return;
		}
		try {
			channel.close();
		}
		catch (IOException ex) {
			// The stream is of no use any more, whatever the channel thinks of it
			System.getLogger(UnixSocketStream.class.getName()).log(Level.DEBUG, "Failed to close channel", ex);
		}
	}

}
