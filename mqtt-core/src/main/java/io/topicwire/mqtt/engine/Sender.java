package io.topicwire.mqtt.engine;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.Puback;
import org.jspecify.annotations.Nullable;

/**
 * What the writer of the present connection has to write: control packets first, then
 * messages. Guarded by the lock of the client.
 */
final class Sender implements Publisher.Owner {

	// Payload of a message that a caller may write itself
	private static final int CALLER_BYTES = 4 * 1024;

	// How long the thread of the writer waits for more, which takes memory: a thread is
	// started in a tenth of a millisecond
	private static final Duration LINGER = Duration.ofSeconds(1);

	private final Deque<Packet> control = new ArrayDeque<>(1);

	private final Publisher publisher;

	private final SessionJournal journal;

	private final ClientLock lock;

	private final Signal ready;

	private final Signal stored;

	private @Nullable ConnectionWriter writer;

	private boolean open;

	private int connections;

	// What has to be stored before anything is sent that relies on an earlier connection
	private long earlier;

	Sender(Publisher publisher, SessionJournal journal, ClientLock lock) {
		this.publisher = publisher;
		this.journal = journal;
		this.lock = lock;
		this.ready = lock.newSignal();
		this.stored = lock.newSignal();
		if (journal.isDurable()) {
			journal.onStored(this.stored::give);
		}
		publisher.owner(this);
	}

	/**
	 * Handle that packets may be written to a new connection.
	 */
	void writable(ConnectionWriter writer) {
		this.writer = writer;
		wakeUp();
	}

	/**
	 * Start on a new connection.
	 * @param first the packets to send before all others
	 */
	void open(List<Packet> first) {
		this.open = true;
		this.connections++;
		this.earlier = this.journal.mark();
		if (!first.isEmpty()) {
			this.control.addAll(first);
		}
		wakeUp();
	}

	/**
	 * Drop the control packets: they have a meaning on their connection only.
	 */
	void close() {
		this.open = false;
		this.control.clear();
		ConnectionWriter writer = this.writer;
		this.writer = null;
		if (writer != null && writer.hasFarewell()) {
			summon(writer);
		}
		this.ready.give();
		this.stored.give();
	}

	/**
	 * Take the control packets that were not written yet.
	 */
	List<Packet> takeControl() {
		List<Packet> packets = List.copyOf(this.control);
		this.control.clear();
		return packets;
	}

	/**
	 * Send a packet although the broker may not have accepted the connection yet.
	 */
	void sendEarly(Packet packet) {
		this.control.add(packet);
		wakeUp();
	}

	void send(Packet packet) {
		if (this.open) {
			this.control.add(packet);
			wakeUp();
		}
	}

	/**
	 * Send the answer to a received message. Only what is said about messages of QoS 2
	 * relies on something stored.
	 */
	void answer(Packet packet) {
		if (packet instanceof Puback) {
			sendInTurn(packet);
		}
		else {
			sendWhenStored(packet);
		}
	}

	/**
	 * Send a packet once all changes of the session are stored that were recorded so far,
	 * provided that it is the same connection then.
	 */
	void sendWhenStored(Packet packet) {
		if (this.journal.isIdle()) {
			send(packet);
			return;
		}
		int connection = this.connections;
		this.journal.whenStored(() -> sendOver(connection, packet), () -> {
		});
	}

	/**
	 * Send a packet that relies on nothing stored, but not before those that wait.
	 */
	private void sendInTurn(Packet packet) {
		if (this.journal.isIdle()) {
			send(packet);
			return;
		}
		int connection = this.connections;
		this.journal.inTurn(() -> sendOver(connection, packet));
	}

	private void sendOver(int connection, Packet packet) {
		if (connection == this.connections) {
			send(packet);
		}
	}

	/**
	 * Look for messages again, because there are more or the send quota has grown.
	 */
	void wakeUp() {
		ConnectionWriter writer = this.writer;
		// Whoever writes looks for more in the end
		if (writer != null && !writer.isBusy() && hasWork()) {
			summon(writer);
		}
	}

	private boolean hasWork() {
		return !this.control.isEmpty() || (this.open && this.publisher.hasWaiting());
	}

	private void summon(ConnectionWriter writer) {
		if (writer.isRunning()) {
			this.ready.give();
		}
		else {
			writer.start();
		}
	}

	/**
	 * Take what is to be written, waiting for it. For the thread of the writer.
	 * @return what to do
	 */
	WriterTurn take(ConnectionWriter writer) {
		boolean idle = false;
		while (true) {
			if (!writer.isBusy()) {
				if (writer.hasEnded()) {
					return WriterTurn.LEAVE;
				}
				fill(writer.batch());
				if (!writer.batch().isEmpty()) {
					writer.occupy(null);
					return awaitStored(writer) ? WriterTurn.WRITE : WriterTurn.LEAVE;
				}
				if (idle) {
					writer.stopped();
					return WriterTurn.END;
				}
			}
			idle = !this.lock.await(this.ready, LINGER.toNanos());
		}
	}

	/**
	 * Wait until all is stored that the packets rely on.
	 * @return whether to go on; {@code false} when the connection has ended
	 */
	private boolean awaitStored(ConnectionWriter writer) {
		Batch batch = writer.batch();
		while (!this.journal.isStored(batch.mark())) {
			if (writer.hasEnded()) {
				this.publisher.notWritten(batch.publishes(), false, new IOException("connection closed"));
				writer.vacate();
				wakeUp();
				return false;
			}
			this.lock.await(this.stored);
		}
		return true;
	}

	/**
	 * Handle that nobody writes to a connection any more. If it has ended, its thread may
	 * wait for that, and what was not written is to be written to the present one.
	 */
	void released(ConnectionWriter writer) {
		if (writer.hasEnded()) {
			this.ready.give();
		}
		wakeUp();
	}

	/**
	 * Take the one message that there is to write, for a caller who is about to wait for
	 * it: to hand it to another thread would take longer than to write it. Only a small
	 * one and only if nothing else is being written, so that the caller hardly has to
	 * wait.
	 * @return the writer to write it with, or {@code null} if its thread has to do that
	 */
	@Nullable ConnectionWriter takeAsCaller() {
		ConnectionWriter writer = this.writer;
		if (writer == null || !this.open || writer.isBusy() || writer.hasEnded() || !writer.isOpenToCallers()
				|| !this.control.isEmpty() || this.journal.isDurable() || !this.publisher.hasOneSmall(CALLER_BYTES)) {
			return null;
		}
		fill(writer.batch());
		if (writer.batch().isEmpty()) {
			return null;
		}
		writer.occupy(writer.batch().publish(0));
		return writer;
	}

	@Override
	public void admitted() {
		wakeUp();
	}

	@Override
	public void timedOut(PendingPublish publish) {
		ConnectionWriter writer = this.writer;
		// If its caller is still writing it, the broker does not take in anything
		if (writer != null && writer.isWrittenByCaller(publish)) {
			this.lock.whenReleased(writer::stalled);
		}
	}

	private void fill(Batch batch) {
		while (!batch.isFull()) {
			Packet packet = this.control.poll();
			if (packet != null) {
				batch.add(packet, this.earlier);
			}
			else if (!this.open || !this.publisher.take(batch)) {
				return;
			}
		}
	}

}
