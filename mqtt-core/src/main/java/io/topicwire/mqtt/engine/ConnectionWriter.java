package io.topicwire.mqtt.engine;

import java.io.IOException;
import java.util.List;

import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.ServerLimits;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.PacketTooLargeException;
import io.topicwire.mqtt.stream.ByteStream;
import org.jspecify.annotations.Nullable;

/**
 * The half of a connection that writes. One thread at a time does so: the writer's own,
 * which is there only while there is something to write and a while longer, or a caller
 * who has to wait for its message anyway. Who it is is decided under the lock of the
 * client, by {@link #isBusy()}.
 */
final class ConnectionWriter {

	// Bytes that are on their way in one piece, so that progress is seen in between: a
	// slow network may take seconds for them. Room for a payload of 64 KiB with its
	// head, which leaves a tenth faster in one call of the system
	private static final int WRITE_BYTES = 72 * 1024;

	// What is written before more is encoded, while the processor still has it at hand
	private static final int ENCODED_BYTES = 64 * 1024;

	// A payload that is not copied to be sent with others. To write it where it is costs
	// a call of the system more and segments that are not full: smaller ones leave up to
	// twice as fast when they are copied
	private static final int LARGE_PAYLOAD = 72 * 1024;

	private final ByteStream stream;

	private final ConnectionOwner owner;

	private final Attempt attempt;

	private final ClientThreads threads;

	private final String threadName;

	private final Encoder encoder;

	private final Batch batch = new Batch();

	// Costs nothing but this look when there is no tap
	private final @Nullable ConnectionTrace trace;

	private boolean traced;

	private boolean busy;

	// The message that a caller writes itself
	private @Nullable PendingPublish callersMessage;

	private boolean running;

	private volatile boolean ended;

	private volatile List<Packet> farewell = List.of();

	ConnectionWriter(ByteStream stream, ConnectionOwner owner, Encoder encoder, Attempt attempt, ClientThreads threads,
			String threadName, @Nullable ConnectionTrace trace) {
		this.stream = stream;
		this.owner = owner;
		this.attempt = attempt;
		this.threads = threads;
		this.threadName = threadName;
		this.encoder = encoder;
		this.trace = trace;
	}

	/**
	 * Set what the broker allows, before anything is to be written but the first packet.
	 */
	void limits(ServerLimits limits) {
		this.encoder.limits(limits);
	}

	/**
	 * Return whether nothing is to be written any more but the last packets.
	 */
	boolean hasEnded() {
		return this.ended;
	}

	/**
	 * End. Does not block.
	 * @param farewell the last packets to write
	 */
	void end(List<Packet> farewell) {
		this.farewell = farewell;
		this.ended = true;
	}

	boolean hasFarewell() {
		return !this.farewell.isEmpty();
	}

	/**
	 * Return whether somebody writes, or is about to. Guarded by the lock of the client.
	 */
	boolean isBusy() {
		return this.busy;
	}

	/**
	 * Let somebody write what was taken. Guarded by the lock of the client.
	 * @param callersMessage the message if its caller does, or {@code null} if it is the
	 * writer's own thread
	 */
	void occupy(@Nullable PendingPublish callersMessage) {
		this.busy = true;
		this.callersMessage = callersMessage;
	}

	/**
	 * Forget what was taken, because it was written or will not be, and let others write.
	 * Guarded by the lock of the client.
	 */
	void vacate() {
		this.batch.clear();
		this.busy = false;
		this.callersMessage = null;
	}

	/**
	 * Return whether the caller of a message writes it. Guarded by the lock of the
	 * client.
	 */
	boolean isWrittenByCaller(PendingPublish publish) {
		return publish == this.callersMessage;
	}

	/**
	 * Return whether a thread writes, or waits for something to write. Guarded by the
	 * lock of the client.
	 */
	boolean isRunning() {
		return this.running;
	}

	/**
	 * Start the thread that writes. Guarded by the lock of the client.
	 */
	void start() {
		this.running = true;
		this.threads.start(this.threadName + "-writer", this::run, this::startFailed);
	}

	/**
	 * Note that the thread ends because there was nothing to write for a while. Guarded
	 * by the lock of the client.
	 */
	void stopped() {
		this.running = false;
	}

	/**
	 * Return what was taken and not written yet. For the one that writes.
	 */
	Batch batch() {
		return this.batch;
	}

	/**
	 * Return whether callers may write.
	 */
	boolean isOpenToCallers() {
		return this.stream.isWritableByAnyThread();
	}

	private void startFailed(Throwable failure) {
		this.owner.ended(new MqttConnectionException("A thread for the connection could not be started", failure));
	}

	/**
	 * Write the packet to begin with.
	 */
	void writeFirst(Packet packet) throws IOException {
		lookForTaps();
		this.encoder.encode(packet);
		flush();
	}

	private void run() {
		try {
			// What is being written when this thread begins is that of a caller
			WriterTurn turn = this.owner.firstTurn();
			while (turn == WriterTurn.WRITE) {
				writeBatch();
				turn = this.owner.nextTurn();
			}
			if (turn == WriterTurn.LEAVE) {
				leave();
			}
		}
		catch (Throwable ex) {
			failed(ex);
		}
	}

	/**
	 * Write what was taken, as a caller who waits for it. Failures are told to all who
	 * are concerned, which includes the caller.
	 */
	void writeAsCaller() {
		try {
			writeBatch();
			this.owner.written();
		}
		catch (Throwable ex) {
			failed(ex);
		}
	}

	private void failed(Throwable failure) {
		this.owner.notWritten(true, failure);
		this.owner.ended(new MqttConnectionException((failure instanceof IOException broken)
				? this.attempt.describe(broken) : "The connection failed unexpectedly: " + failure, failure));
	}

	/**
	 * End the connection because the broker has not taken in what a caller writes before
	 * the time of that was over.
	 */
	void stalled() {
		this.owner.ended(new MqttConnectionException(
				"Connection to " + this.attempt.server() + " failed: the broker does not take in what is sent to it"));
	}

	// Once for all packets that are written together, because the encoder does not have
	// a large payload that no tap wants to see
	private void lookForTaps() {
		this.traced = this.trace != null && this.trace.isSendingWanted(this.encoder::topicAliases);
	}

	private void leave() throws IOException {
		lookForTaps();
		for (Packet packet : this.farewell) {
			this.encoder.encode(packet);
		}
		flush();
		if (!this.farewell.isEmpty()) {
			this.stream.closeOutput();
		}
	}

	private void writeBatch() throws IOException {
		if (this.ended && this.farewell.isEmpty()) {
			this.owner.notWritten(false, new IOException("connection closed"));
			return;
		}
		long begin = System.nanoTime();
		lookForTaps();
		for (int i = 0; i < this.batch.size(); i++) {
			PendingPublish publish = this.batch.publish(i);
			if (publish != null && publish.length() >= LARGE_PAYLOAD && this.batch.packet(i) == null && !this.traced) {
				writeLarge(publish, i);
			}
			else {
				encode(publish, i);
				if (this.encoder.size() >= ENCODED_BYTES) {
					flush();
				}
			}
		}
		flush();
		this.batch.written(System.nanoTime() - begin);
	}

	private void encode(@Nullable PendingPublish publish, int index) {
		Packet packet = this.batch.packet(index);
		try {
			if (packet != null) {
				this.encoder.encode(packet);
			}
			else if (publish != null) {
				this.encoder.encode(publish.message(), this.batch.packetIdentifier(index));
			}
		}
		catch (PacketTooLargeException | IllegalArgumentException ex) {
			rejected(index, ex);
		}
	}

	private void writeLarge(PendingPublish publish, int index) throws IOException {
		try {
			this.encoder.encodeHead(publish.message(), this.batch.packetIdentifier(index));
		}
		catch (PacketTooLargeException | IllegalArgumentException ex) {
			rejected(index, ex);
			return;
		}
		flush();
		byte[] payload = publish.message().payload();
		write(payload, payload.length);
	}

	private void rejected(int index, RuntimeException failure) {
		this.owner.rejected(index, (failure instanceof MqttException refused) ? refused
				: new MqttException("A packet cannot be written: " + failure.getMessage(), failure));
		this.batch.takeOut(index);
	}

	private void flush() throws IOException {
		if (this.trace != null && this.traced && this.encoder.size() > 0) {
			this.trace.sent(this.encoder.array(), this.encoder.size());
		}
		try {
			write(this.encoder.array(), this.encoder.size());
		}
		finally {
			this.encoder.clear();
		}
	}

	private void write(byte[] bytes, int size) throws IOException {
		for (int offset = 0; offset < size; offset += WRITE_BYTES) {
			int count = Math.min(WRITE_BYTES, size - offset);
			this.owner.writing(count);
			this.stream.write(bytes, offset, count);
		}
	}

}
