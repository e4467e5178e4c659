package io.topicwire.mqtt.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttProtocolException;
import io.topicwire.mqtt.ServerLimits;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.PacketReader;
import io.topicwire.mqtt.packet.PacketTooLargeException;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.SenderRules;
import io.topicwire.mqtt.stream.ByteStream;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the broker with the thread that reads and the thread that writes it.
 * Knows packets and bytes; what they mean is up to its owner.
 */
final class Connection {

	// Bytes that are on their way in one piece, so that progress is seen in between
	private static final int WRITE_BYTES = 64 * 1024;

	// So that whoever wants the lock as well does not wait long
	private static final int RECEIVE_PACKETS = 256;

	private final ByteStream stream;

	private final ConnectionOwner owner;

	private final ClientSettings settings;

	private final Attempt attempt;

	private final ClientThreads threads;

	private final String threadName;

	private final PacketReader reader;

	private final IncomingTopicAliases topicAliases;

	private final List<Packet> received = new ArrayList<>();

	private final Encoder encoder;

	// Costs nothing but this look when there is no tap
	private final @Nullable ConnectionTrace trace;

	private volatile @Nullable Thread thread;

	private volatile boolean ended;

	private volatile List<Packet> farewell = List.of();

	Connection(ByteStream stream, ConnectionOwner owner, ClientSettings settings, Attempt attempt,
			ClientThreads threads, String threadName, @Nullable ConnectionTrace trace) {
		this.stream = stream;
		this.owner = owner;
		this.settings = settings;
		this.attempt = attempt;
		this.threads = threads;
		this.threadName = threadName;
		this.reader = new PacketReader(attempt.version(), settings.maximumPacketSize());
		this.topicAliases = new IncomingTopicAliases(settings.topicAliasMaximum());
		this.encoder = new Encoder(attempt.version(), settings.outgoingTopicAliasMaximum());
		this.trace = trace;
	}

	/**
	 * Open the stream, send CONNECT, read and write, all on threads of its own.
	 */
	void start() {
		this.threads.start(this.threadName + "-connect", this::prepare, this::startFailed);
	}

	/**
	 * Set what the broker allows, before anything is to be written but the first packet.
	 */
	void limits(ServerLimits limits) {
		this.encoder.limits(limits);
	}

	/**
	 * Return whether the connection is of no use any more.
	 */
	boolean hasEnded() {
		return this.ended;
	}

	/**
	 * End the connection. Does not block. Unless there are last packets to be written,
	 * {@link #close()} has to follow.
	 * @param farewell the last packets to write
	 */
	void end(List<Packet> farewell) {
		this.farewell = farewell;
		this.ended = true;
	}

	/**
	 * Close the stream, and end what the threads are waiting for.
	 */
	void close() {
		this.ended = true;
		this.stream.close();
		Thread thread = this.thread;
		if (thread != null && thread != Thread.currentThread()) {
			// It may be waiting for credentials or for a look-up of the host name
			thread.interrupt();
		}
	}

	private void startFailed(Throwable failure) {
		writerFailed(failure);
		this.owner.closed();
	}

	private void writerFailed(Throwable failure) {
		this.owner.ended(new MqttConnectionException("A thread for the connection could not be started", failure));
	}

	/**
	 * Ask for the packet to begin with and open the stream, on a thread that neither
	 * reads nor writes, because it may be the application that has to answer or supply
	 * something.
	 */
	private void prepare() {
		this.thread = Thread.currentThread();
		try {
			Packet connect = this.ended ? null : this.owner.connectPacket();
			if (connect != null && !this.ended) {
				this.stream.open(this.settings.connectTimeout());
			}
			this.thread = null;
			if (connect != null && !this.ended) {
				this.threads.start(this.threadName + "-reader", () -> run(connect), this::startFailed);
				return;
			}
		}
		catch (IOException ex) {
			this.owner.ended(new MqttConnectionException(describe(ex), ex));
		}
		catch (Throwable ex) {
			this.owner.ended((ex instanceof MqttException failure) ? failure
					: new MqttConnectionException("The connection failed unexpectedly: " + ex, ex));
		}
		this.owner.closed();
	}

	private void run(Packet connect) {
		this.thread = Thread.currentThread();
		try {
			begin(connect);
			read();
			this.owner.ended(new MqttConnectionException("The broker closed the connection"));
		}
		catch (MqttProtocolException ex) {
			this.owner.violated(ex);
		}
		catch (MqttException ex) {
			this.owner.ended(ex);
		}
		catch (IOException ex) {
			this.owner.ended(new MqttConnectionException(describe(ex), ex));
		}
		catch (Throwable ex) {
			this.owner.ended(new MqttConnectionException("The connection failed unexpectedly: " + ex, ex));
		}
		finally {
			finish();
		}
	}

	private void finish() {
		try {
			if (!this.farewell.isEmpty()) {
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
		if (!this.ended) {
			this.encoder.encode(connect);
			flush();
			this.threads.start(this.threadName + "-writer", this::write, this::writerFailed);
		}
	}

	private void read() throws IOException {
		boolean open = !this.ended && receiveFirst();
		while (open && !this.ended) {
			open = receive();
		}
	}

	private boolean receiveFirst() {
		try {
			if (receive()) {
				return true;
			}
			throw new UnansweredConnectException(this.attempt.server(), this.attempt.version(), null);
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
		this.reader.prepare();
		int count = this.stream.read(this.reader.array(), this.reader.position(), this.reader.remaining());
		if (count < 0) {
			return false;
		}
		this.reader.received(count);
		this.owner.bytesRead();
		while (!this.ended && fill()) {
			handOn();
		}
		return true;
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

	private void write() {
		List<Outbound> batch = new ArrayList<>();
		try {
			while (this.owner.takeOutbound(batch)) {
				writeBatch(batch);
				batch.clear();
			}
			for (Packet packet : this.farewell) {
				this.encoder.encode(packet);
			}
			flush();
			if (!this.farewell.isEmpty()) {
				this.stream.closeOutput();
			}
		}
		catch (IOException ex) {
			this.owner.ended(new MqttConnectionException(describe(ex), ex));
		}
		catch (Throwable ex) {
			this.owner.notWritten(batch, true, ex);
			this.owner.ended(new MqttConnectionException("The connection failed unexpectedly: " + ex, ex));
		}
	}

	private void writeBatch(List<Outbound> batch) throws IOException {
		batch.removeIf((outbound) -> !encode(outbound));
		if (this.ended && this.farewell.isEmpty()) {
			this.encoder.clear();
			this.owner.notWritten(batch, false, new IOException("connection closed"));
			return;
		}
		try {
			flush();
		}
		catch (IOException ex) {
			this.owner.notWritten(batch, true, ex);
			throw ex;
		}
		this.owner.written(batch);
	}

	private boolean encode(Outbound outbound) {
		try {
			this.encoder.encode(outbound.packet());
			return true;
		}
		catch (PacketTooLargeException ex) {
			this.owner.rejected(outbound, ex);
		}
		catch (IllegalArgumentException ex) {
			this.owner.rejected(outbound, new MqttException("A packet cannot be written: " + ex.getMessage(), ex));
		}
		return false;
	}

	private void flush() throws IOException {
		if (this.trace != null && this.encoder.size() > 0) {
			this.trace.sent(this.encoder.array(), this.encoder.size());
		}
		try {
			for (int offset = 0; offset < this.encoder.size(); offset += WRITE_BYTES) {
				this.owner.writing();
				this.stream.write(this.encoder.array(), offset, Math.min(WRITE_BYTES, this.encoder.size() - offset));
			}
		}
		finally {
			this.encoder.clear();
		}
	}

	private String describe(IOException failure) {
		return "Connection to " + this.attempt.server() + " failed: "
				+ ((failure.getMessage() != null) ? failure.getMessage() : failure.getClass().getSimpleName());
	}

}
