package io.topicwire.mqtt.fault;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A connection through a proxy: two sockets and a lane for each direction.
 */
final class ProxiedConnection {

	private static final long FAREWELL_NANOS = Duration.ofSeconds(1).toNanos();

	private final SocketChannel client;

	private final SocketChannel broker;

	private final SelectionKey clientKey;

	private final SelectionKey brokerKey;

	private final ProxiedLane toBroker;

	private final ProxiedLane toClient;

	private final Consumer<Ending> endings;

	private @Nullable Ending ending;

	private long deadline = Lane.NEVER;

	private boolean closed;

	/**
	 * Create a connection.
	 * @param number its number among those of its proxy, from 1
	 * @param client the socket of the client
	 * @param broker the socket of the broker
	 * @param fault decides about packets
	 * @param selector where the sockets are to be registered
	 * @param endings told how a fault has ended the connection
	 * @throws IOException if a socket is closed already
	 */
	ProxiedConnection(int number, SocketChannel client, SocketChannel broker, Fault fault, Selector selector,
			Consumer<Ending> endings) throws IOException {
		this.client = client;
		this.broker = broker;
		this.endings = endings;
		this.toBroker = new ProxiedLane(new Lane(number, Direction.TO_BROKER, fault), client, broker);
		this.toClient = new ProxiedLane(new Lane(number, Direction.TO_CLIENT, fault), broker, client);
		this.clientKey = register(client, selector);
		this.brokerKey = register(broker, selector);
	}

	private SelectionKey register(SocketChannel socket, Selector selector) throws IOException {
		socket.configureBlocking(false);
		socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
		return socket.register(selector, SelectionKey.OP_READ, this);
	}

	Lane lane(Direction direction) {
		return ((direction == Direction.TO_BROKER) ? this.toBroker : this.toClient).lane();
	}

	/**
	 * Do what can be done now.
	 */
	void proceed(ByteBuffer buffer, long now) {
		if (this.ending == Ending.FIN) {
			this.toBroker.drain(buffer);
			this.toClient.drain(buffer);
		}
		else if (this.ending == null) {
			read(this.clientKey, this.toBroker, buffer, now);
			read(this.brokerKey, this.toClient, buffer, now);
			write(this.toBroker, now);
			write(this.toClient, now);
		}
		if (!this.closed && isOver(now)) {
			close();
		}
		if (!this.closed) {
			listen();
		}
	}

	private void read(SelectionKey key, ProxiedLane lane, ByteBuffer buffer, long now) {
		if (key.isReadable() && lane.sourceInterest() != 0) {
			lane.read(buffer, now);
		}
	}

	private void write(ProxiedLane lane, long now) {
		Ending ending = (this.ending == null) ? lane.write(now) : null;
		if (ending != null) {
			end(ending, now);
			if (lane.lane().isCut()) {
				this.endings.accept(ending);
			}
		}
	}

	/**
	 * End the connection.
	 */
	void end(Ending ending, long now) {
		if (this.ending != null) {
			return;
		}
		this.ending = ending;
		switch (ending) {
			case FIN -> {
				this.deadline = now + FAREWELL_NANOS;
				this.toBroker.endOutput();
				this.toClient.endOutput();
			}
			case RESET -> reset();
			case VANISH -> {
				// Both sockets stay as they are, and nobody looks at them
			}
		}
	}

	private boolean isOver(long now) {
		if (this.ending == Ending.VANISH) {
			return false;
		}
		boolean nothingToRead = this.toBroker.hasSourceEnded() && this.toClient.hasSourceEnded();
		boolean nothingToWrite = this.toBroker.hasSinkEnded() && this.toClient.hasSinkEnded();
		return (nothingToRead && nothingToWrite) || now >= this.deadline;
	}

	private void listen() {
		boolean alive = this.ending != Ending.VANISH;
		this.clientKey.interestOps(alive ? this.toBroker.sourceInterest() | this.toClient.sinkInterest() : 0);
		this.brokerKey.interestOps(alive ? this.toClient.sourceInterest() | this.toBroker.sinkInterest() : 0);
	}

	long nextTime() {
		if (this.ending != null) {
			return this.deadline;
		}
		return Math.min(this.toBroker.nextTime(), this.toClient.nextTime());
	}

	boolean isClosed() {
		return this.closed;
	}

	boolean isEnding() {
		return this.ending != null;
	}

	void reset() {
		reset(this.client);
		reset(this.broker);
		this.closed = true;
	}

	static void reset(SocketChannel socket) {
		try {
			socket.setOption(StandardSocketOptions.SO_LINGER, 0);
		}
		catch (IOException ex) {
			// Closed already
		}
		close(socket);
	}

	private void close() {
		close(this.client);
		close(this.broker);
		this.closed = true;
	}

	static void close(SocketChannel socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			// Gone all the same
		}
	}

}
