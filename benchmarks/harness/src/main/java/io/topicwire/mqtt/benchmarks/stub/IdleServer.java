package io.topicwire.mqtt.benchmarks.stub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

import io.topicwire.mqtt.benchmarks.Endpoint;

/**
 * Serves thousands of connections that are there, and otherwise only ping, with one
 * thread. Each packet has to come in one piece.
 */
final class IdleServer implements Runnable, AutoCloseable {

	private final Selector selector;

	private final ServerSocketChannel server;

	private final ByteBuffer buffer = ByteBuffer.allocate(4 * 1024);

	IdleServer() throws IOException {
		this.selector = Selector.open();
		this.server = ServerSocketChannel.open();
		this.server.bind(new InetSocketAddress(Endpoint.HOST, 0), 10_000);
		this.server.configureBlocking(false);
		this.server.register(this.selector, SelectionKey.OP_ACCEPT);
	}

	int port() {
		return this.server.socket().getLocalPort();
	}

	@Override
	public void run() {
		try {
			while (this.selector.isOpen()) {
				this.selector.select(this::serve);
			}
		}
		catch (ClosedSelectorException ex) {
			// The stub has ended
		}
		catch (IOException | UncheckedIOException ex) {
			throw new IllegalStateException("The server for idle connections has failed", ex);
		}
	}

	private void serve(SelectionKey key) {
		try {
			if (key.isAcceptable()) {
				accept();
				return;
			}
			if (!answer((SocketChannel) key.channel())) {
				key.channel().close();
			}
		}
		catch (IOException | CancelledKeyException ex) {
			close(key);
		}
	}

	private void accept() throws IOException {
		SocketChannel channel = this.server.accept();
		// There is none if the client has gone in the meantime
		if (channel != null) {
			channel.configureBlocking(false);
			channel.register(this.selector, SelectionKey.OP_READ);
		}
	}

	private boolean answer(SocketChannel channel) throws IOException {
		this.buffer.clear();
		if (channel.read(this.buffer) < 0) {
			return false;
		}
		int first = this.buffer.get(0) & 0xF0;
		if (first == 0x10) {
			boolean version5 = this.buffer.get(8) == 5;
			channel.write(ByteBuffer.wrap(version5 ? new byte[] { 0x20, 3, 0, 0, 0 } : new byte[] { 0x20, 2, 0, 0 }));
		}
		else if (first == 0xC0) {
			channel.write(ByteBuffer.wrap(new byte[] { (byte) 0xD0, 0 }));
		}
		return true;
	}

	private static void close(SelectionKey key) {
		try {
			key.channel().close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() throws IOException {
		this.server.close();
		this.selector.close();
	}

}
