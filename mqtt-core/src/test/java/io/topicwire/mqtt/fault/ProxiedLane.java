package io.topicwire.mqtt.fault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

import org.jspecify.annotations.Nullable;

/**
 * A lane between two sockets.
 */
final class ProxiedLane {

	// More than that is not read before it is written
	private static final int LIMIT = 256 * 1024;

	private final Lane lane;

	private final SocketChannel source;

	private final SocketChannel sink;

	private ByteBuffer unwritten = ByteBuffer.allocate(0);

	private boolean sourceEnded;

	private boolean sinkEnded;

	ProxiedLane(Lane lane, SocketChannel source, SocketChannel sink) {
		this.lane = lane;
		this.source = source;
		this.sink = sink;
	}

	Lane lane() {
		return this.lane;
	}

	/**
	 * Read what is there.
	 */
	void read(ByteBuffer buffer, long now) {
		try {
			int count = this.source.read(buffer.clear());
			if (count < 0) {
				this.sourceEnded = true;
				this.lane.end(Ending.FIN, now);
			}
			else {
				this.lane.offer(buffer.array(), 0, count, now);
			}
		}
		catch (IOException ex) {
			this.sourceEnded = true;
			this.lane.end(Ending.RESET, now);
		}
	}

	/**
	 * Write what is due.
	 * @return how the whole connection ends, or {@code null} if it does not
	 */
	@Nullable Ending write(long now) {
		while (!this.sinkEnded && isWritten()) {
			Lane.Departure departure = this.lane.poll(now);
			if (departure == null) {
				return null;
			}
			this.unwritten = ByteBuffer.wrap(departure.bytes());
			Ending ending = departure.ending();
			if (ending == Ending.FIN && !this.lane.isCut()) {
				endOutput();
			}
			else if (ending != null) {
				return ending;
			}
		}
		return null;
	}

	private boolean isWritten() {
		try {
			this.sink.write(this.unwritten);
			return !this.unwritten.hasRemaining();
		}
		catch (IOException ex) {
			// Reading from there will tell
			this.sinkEnded = true;
			return false;
		}
	}

	/**
	 * Let the receiver read the end, and write nothing more.
	 */
	void endOutput() {
		this.sinkEnded = true;
		try {
			this.sink.shutdownOutput();
		}
		catch (IOException ex) {
			// It has ended itself
		}
	}

	/**
	 * Read to the end and throw away what comes: a socket that is closed with unread
	 * bytes would be reset.
	 */
	void drain(ByteBuffer buffer) {
		try {
			this.sourceEnded |= this.source.read(buffer.clear()) < 0;
		}
		catch (IOException ex) {
			this.sourceEnded = true;
		}
	}

	boolean hasSourceEnded() {
		return this.sourceEnded;
	}

	boolean hasSinkEnded() {
		return this.sinkEnded;
	}

	long nextTime() {
		return (this.sinkEnded || this.unwritten.hasRemaining()) ? Lane.NEVER : this.lane.nextTime();
	}

	int sourceInterest() {
		boolean wanted = !this.sourceEnded && this.lane.waiting() < LIMIT;
		return wanted ? SelectionKey.OP_READ : 0;
	}

	int sinkInterest() {
		return (!this.sinkEnded && this.unwritten.hasRemaining()) ? SelectionKey.OP_WRITE : 0;
	}

}
