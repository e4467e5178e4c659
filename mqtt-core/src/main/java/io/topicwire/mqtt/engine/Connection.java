package io.topicwire.mqtt.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttProtocolException;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.PacketReader;
import io.topicwire.mqtt.packet.PacketTooLargeException;
import io.topicwire.mqtt.packet.PacketWriter;
import io.topicwire.mqtt.stream.ByteStream;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the broker with the thread that reads and the thread that writes it.
 * Knows packets and bytes; what they mean is up to its owner.
 */
final class Connection {

	// Bytes that are on their way in one piece, so that progress is seen in between
	private static final int WRITE_BYTES = 64 * 1024;

	private final ByteStream stream;

	private final ConnectionOwner owner;

	private final ClientSettings settings;

	private final ClientThreads threads;

	private final String threadName;

	private final PacketReader reader;

	private final PacketWriter writer;

	private volatile long maximumPacketSize;

	private volatile @Nullable Thread thread;

	private volatile boolean ended;

	private volatile @Nullable Packet farewell;

	Connection(ByteStream stream, ConnectionOwner owner, ClientSettings settings, ClientThreads threads,
			String threadName) {
		this.stream = stream;
		this.owner = owner;
		this.settings = settings;
		this.threads = threads;
		this.threadName = threadName;
		this.reader = new PacketReader(settings.protocolVersion(), settings.maximumPacketSize());
		this.writer = new PacketWriter(settings.protocolVersion());
	}

	/**
	 * Open the stream, send CONNECT and read, all on a thread of its own.
	 */
	void start() {
		this.threads.start(this.threadName + "-reader", this::run);
	}

	/**
	 * Begin to write what the owner has to send.
	 * @param maximumPacketSize the largest packet that the broker takes, in bytes
	 */
	void startWriter(long maximumPacketSize) {
		this.maximumPacketSize = maximumPacketSize;
		this.threads.start(this.threadName + "-writer", this::write);
	}

	/**
	 * Return whether the connection is of no use any more.
	 */
	boolean hasEnded() {
		return this.ended;
	}

	/**
	 * End the connection. Does not block. Unless there is a last packet to be written,
	 * {@link #close()} has to follow.
	 * @param farewell the last packet to write, or {@code null} for none
	 */
	void end(@Nullable Packet farewell) {
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
		if (thread != null) {
			// It may be waiting for credentials or for a look-up of the host name
			thread.interrupt();
		}
	}

	private void run() {
		this.thread = Thread.currentThread();
		MqttException failure;
		try {
			open();
			read();
			failure = new MqttConnectionException("The broker closed the connection");
		}
		catch (MqttProtocolException ex) {
			this.owner.violated(ex);
			failure = ex;
		}
		catch (MqttException ex) {
			failure = ex;
		}
		catch (IOException ex) {
			failure = new MqttConnectionException(describe(ex), ex);
		}
		catch (RuntimeException | Error ex) {
			failure = new MqttConnectionException("The connection failed unexpectedly: " + ex, ex);
		}
		this.owner.ended(failure);
		if (this.farewell != null) {
			discardRest();
		}
		this.thread = null;
		this.stream.close();
		this.owner.closed();
	}

	private void open() throws IOException {
		// Nothing is read or written yet: this is the place to wait for credentials
		Packet connect = this.owner.connectPacket();
		if (!this.ended) {
			this.stream.open(this.settings.connectTimeout());
			this.writer.write(connect);
			flush();
		}
	}

	private void read() throws IOException {
		while (!this.ended) {
			this.reader.prepare();
			int count = this.stream.read(this.reader.array(), this.reader.position(), this.reader.remaining());
			if (count < 0) {
				return;
			}
			this.reader.received(count);
			this.owner.bytesRead();
			for (Packet packet = this.reader.next(); packet != null && !this.ended; packet = this.reader.next()) {
				this.owner.received(packet);
			}
		}
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
			Packet farewell = this.farewell;
			if (farewell != null) {
				this.writer.write(farewell);
				flush();
			}
		}
		catch (IOException ex) {
			this.owner.ended(new MqttConnectionException(describe(ex), ex));
		}
		catch (RuntimeException | Error ex) {
			this.owner.notWritten(batch, true, ex);
			this.owner.ended(new MqttConnectionException("The connection failed unexpectedly: " + ex, ex));
		}
	}

	private void writeBatch(List<Outbound> batch) throws IOException {
		batch.removeIf((outbound) -> !encode(outbound));
		if (this.ended && this.farewell == null) {
			this.writer.clear();
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
			this.writer.write(outbound.packet(), this.maximumPacketSize);
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
		try {
			for (int offset = 0; offset < this.writer.size(); offset += WRITE_BYTES) {
				this.owner.writing();
				this.stream.write(this.writer.array(), offset, Math.min(WRITE_BYTES, this.writer.size() - offset));
			}
		}
		finally {
			this.writer.clear();
		}
	}

	private String describe(IOException failure) {
		return "Connection to " + this.settings.address() + " failed: "
				+ ((failure.getMessage() != null) ? failure.getMessage() : failure.getClass().getSimpleName());
	}

}
