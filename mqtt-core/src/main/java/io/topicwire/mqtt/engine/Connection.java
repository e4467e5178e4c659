package io.topicwire.mqtt.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttProtocolException;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.PacketReader;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.SenderRules;
import io.topicwire.mqtt.stream.ByteStream;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the broker with the thread that reads it and the one that writes; the
 * thread that connects begins with both. Knows packets and bytes; what they mean is up to
 * its owner.
 */
final class Connection {

	// So that whoever wants the lock as well does not wait long
	private static final int RECEIVE_PACKETS = 256;

	private final ByteStream stream;

	private final ConnectionOwner owner;

	private final ClientContext context;

	private final Attempt attempt;

	private final String threadName;

	private final PacketReader reader;

	private final IncomingTopicAliases topicAliases;

	private final List<Packet> received = new ArrayList<>();

	private final ConnectionWriter writer;

	private final LittleReceived little;

	private final ReadPace pace;

	// Costs nothing but this look when there is no tap
	private final @Nullable ConnectionTrace trace;

	// One for both threads
	private final Consumer<Throwable> startFailed = this::startFailed;

	private volatile @Nullable Thread thread;

	Connection(ByteStream stream, ConnectionOwner owner, ClientContext context, Attempt attempt, String threadName) {
		ClientSettings settings = context.settings();
		this.stream = stream;
		this.owner = owner;
		this.context = context;
		this.attempt = attempt;
		this.threadName = threadName;
		this.reader = new PacketReader(attempt.version(), settings.maximumPacketSize());
		this.topicAliases = new IncomingTopicAliases(settings.topicAliasMaximum());
		this.trace = context.trace().begin(attempt, settings.maximumPacketSize());
		PacketTally sent = new PacketTally(context.counters().packetsSent);
		this.writer = new ConnectionWriter(stream, owner,
				new Encoder(attempt.version(), settings.outgoingTopicAliasMaximum(), sent), attempt, context.threads(),
				threadName, this.trace);
		long now = context.timer().nanoTime();
		this.little = new LittleReceived(now);
		this.pace = new ReadPace(now);
	}

	/**
	 * Open the stream, send CONNECT, read and write, all on threads of its own.
	 */
	void start() {
		this.context.threads().start(this.threadName + "-connect", this::connect, this.startFailed);
	}

	ConnectionWriter writer() {
		return this.writer;
	}

	/**
	 * Return whether the connection is of no use any more.
	 */
	boolean hasEnded() {
		return this.writer.hasEnded();
	}

	/**
	 * End the connection. Does not block. Unless there are last packets to be written,
	 * {@link #close()} has to follow.
	 * @param farewell the last packets to write
	 */
	void end(List<Packet> farewell) {
		this.writer.end(farewell);
	}

	/**
	 * Close the stream, and end what the threads are waiting for.
	 */
	void close() {
		if (!hasEnded()) {
			end(List.of());
		}
		this.stream.close();
		Thread thread = this.thread;
		if (thread != null && thread != Thread.currentThread()) {
			// It may be waiting for credentials or for a look-up of the host name
			thread.interrupt();
		}
	}

	private void startFailed(Throwable failure) {
		this.owner.ended(new MqttConnectionException("A thread for the connection could not be started", failure));
		finish();
	}

	/**
	 * Ask for the packet to begin with, open the stream and get the first answer, on a
	 * thread that is not the one that reads on: it may be the application that has to
	 * answer or supply something, and a thread keeps the memory for as deep a stack as it
	 * has ever had.
	 */
	private void connect() {
		this.thread = Thread.currentThread();
		Packet connect = open();
		if (connect == null || hasEnded()) {
			this.thread = null;
			this.owner.closed();
		}
		else if (isAnswered(connect)) {
			this.context.threads().start(this.threadName + "-reader", this::readOn, this.startFailed);
		}
	}

	/**
	 * Open the stream.
	 * @return the packet to begin with, or {@code null} if it comes to nothing
	 */
	private @Nullable Packet open() {
		try {
			Packet connect = hasEnded() ? null : this.owner.connectPacket();
			if (connect != null && !hasEnded()) {
				this.stream.open(this.context.settings().connectTimeout());
			}
			return connect;
		}
		catch (IOException ex) {
			this.owner.ended(new MqttConnectionException(this.attempt.describe(ex), ex));
		}
		catch (Throwable ex) {
			this.owner.ended((ex instanceof MqttException failure) ? failure
					: new MqttConnectionException("The connection failed unexpectedly: " + ex, ex));
		}
		return null;
	}

	private boolean isAnswered(Packet connect) {
		boolean open = false;
		try {
			open = succeeds(() -> begin(connect)) && !hasEnded();
		}
		finally {
			if (!open) {
				finish();
			}
		}
		return open;
	}

	private void readOn() {
		this.thread = Thread.currentThread();
		try {
			if (succeeds(this::read)) {
				this.owner.ended(new MqttConnectionException("The broker closed the connection"));
			}
		}
		finally {
			finish();
		}
	}

	private boolean succeeds(Exchange exchange) {
		try {
			exchange.run();
			return true;
		}
		catch (MqttProtocolException ex) {
			this.owner.violated(ex);
		}
		catch (MqttException ex) {
			this.owner.ended(ex);
		}
		catch (IOException ex) {
			this.owner.ended(new MqttConnectionException(this.attempt.describe(ex), ex));
		}
		catch (Throwable ex) {
			this.owner.ended(new MqttConnectionException("The connection failed unexpectedly: " + ex, ex));
		}
		return false;
	}

	private void finish() {
		try {
			if (this.writer.hasFarewell()) {
				discardRest();
			}
		}
		finally {
			this.thread = null;
			try {
				this.stream.close();
			}
			finally {
				this.owner.closed();
			}
		}
	}

	private void begin(Packet connect) throws IOException {
		this.writer.writeFirst(connect);
		this.owner.writable();
		if (!hasEnded()) {
			receiveFirst();
		}
	}

	private void read() throws IOException {
		boolean open = true;
		while (open && !hasEnded()) {
			open = receive();
		}
	}

	private void receiveFirst() {
		try {
			if (!receive()) {
				throw new UnansweredConnectException(this.attempt.server(), this.attempt.version(), null);
			}
		}
		catch (IOException ex) {
			throw new UnansweredConnectException(this.attempt.server(), this.attempt.version(), ex);
		}
	}

	/**
	 * Read what is there and hand on what is complete.
	 * @return whether there was something, or {@code false} at the end of the stream
	 */
	private boolean receive() throws IOException {
		pause();
		this.reader.prepare();
		int count = this.stream.read(this.reader.array(), this.reader.position(), this.reader.remaining());
		if (count < 0) {
			return false;
		}
		this.reader.received(count);
		long now = this.context.timer().nanoTime();
		if (this.little.isForAWhile(this.reader.hasReceivedLittle(), now)) {
			this.reader.rested();
		}
		this.owner.bytesRead(count);
		int packets = 0;
		while (!hasEnded() && fill()) {
			packets += this.received.size();
			handOn();
		}
		this.pace.read(packets, now);
		return true;
	}

	private void pause() {
		long pause = this.pace.pause();
		if (pause > 0) {
			long begin = this.context.timer().nanoTime();
			LockSupport.parkNanos(this, pause);
			long end = this.context.timer().nanoTime();
			this.pace.paused(end - begin, end);
		}
	}

	/**
	 * Take packets out of what was read. Many at once, because handing them on means to
	 * take a lock, and to wake up threads.
	 * @return whether there is one
	 */
	private boolean fill() {
		try {
			while (this.received.size() < RECEIVE_PACKETS) {
				Packet packet = nextPacket();
				if (packet == null) {
					break;
				}
				this.received.add(checked(packet));
			}
			return !this.received.isEmpty();
		}
		catch (RuntimeException ex) {
			// What came before was in order
			if (!this.received.isEmpty()) {
				handOn();
			}
			throw ex;
		}
	}

	private void handOn() {
		try {
			this.owner.received(this.received);
		}
		finally {
			this.received.clear();
		}
	}

	private Packet checked(Packet packet) {
		if (packet instanceof Publish publish) {
			return this.topicAliases.resolve(publish);
		}
		SenderRules.requireFromServer(packet);
		return packet;
	}

	private @Nullable Packet nextPacket() {
		return (this.trace != null) ? this.trace.next(this.reader) : this.reader.next();
	}

	/**
	 * Read until the broker has seen the last packet and closes the connection. A socket
	 * that is closed with unread bytes would take the last packet back.
	 */
	private void discardRest() {
		byte[] buffer = new byte[8 * 1024];
		try {
			int count;
			do {
				count = this.stream.read(buffer, 0, buffer.length);
			}
			while (count >= 0);
		}
		catch (IOException ex) {
			// Closed by either side, which is what was waited for
		}
	}

	/**
	 * Something that is written or read.
	 */
	@FunctionalInterface
	private interface Exchange {

		void run() throws IOException;

	}

}
