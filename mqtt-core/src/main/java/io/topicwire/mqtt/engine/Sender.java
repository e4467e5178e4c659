package io.topicwire.mqtt.engine;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Publish;
import org.jspecify.annotations.Nullable;

/**
 * What the writer of the present connection has to write: control packets first, then
 * messages. Guarded by the lock of the client.
 */
final class Sender {

	// Enough to make a write worth its while, little enough to keep a PINGREQ on time
	private static final int BATCH_BYTES = 64 * 1024;

	private static final int BATCH_PACKETS = 512;

	private final Deque<Packet> control = new ArrayDeque<>();

	private final Publisher publisher;

	private final SessionJournal journal;

	private final ClientLock lock;

	private final Signal ready;

	private boolean open;

	private int connections;

	// What has to be stored before anything is sent that relies on an earlier connection
	private long earlier;

	Sender(Publisher publisher, SessionJournal journal, ClientLock lock) {
		this.publisher = publisher;
		this.journal = journal;
		this.lock = lock;
		this.ready = lock.newSignal();
		journal.onStored(this::wakeUp);
		publisher.onAdmitted(this::wakeUp);
	}

	/**
	 * Start on a new connection.
	 * @param first the packets to send before all others
	 */
	void open(List<Packet> first) {
		this.open = true;
		this.connections++;
		this.earlier = this.journal.mark();
		this.control.addAll(first);
		this.ready.give();
	}

	/**
	 * Drop the control packets: they have a meaning on their connection only.
	 */
	void close() {
		this.open = false;
		this.control.clear();
		this.ready.give();
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
		this.ready.give();
	}

	void send(Packet packet) {
		if (this.open) {
			this.control.add(packet);
			this.ready.give();
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
		this.ready.give();
	}

	/**
	 * Take what is to be written, waiting for it.
	 * @param connection the connection it is to be written to
	 * @param batch where to put it
	 * @return whether to go on; {@code false} when the connection has ended
	 */
	boolean take(Connection connection, List<Outbound> batch) {
		while (!connection.hasEnded()) {
			fill(batch);
			if (!batch.isEmpty()) {
				return awaitStored(connection, batch);
			}
			this.lock.await(this.ready);
		}
		return false;
	}

	/**
	 * Wait until all is stored that the packets rely on.
	 * @return whether to go on; {@code false} when the connection has ended
	 */
	private boolean awaitStored(Connection connection, List<Outbound> batch) {
		long mark = batch.stream().mapToLong(Outbound::mark).max().orElse(0);
		while (!this.journal.isStored(mark)) {
			if (connection.hasEnded()) {
				this.publisher.notWritten(batch.stream().flatMap(Outbound::publishes).toList(), false,
						new IOException("connection closed"));
				batch.clear();
				return false;
			}
			this.lock.await(this.ready);
		}
		return true;
	}

	private void fill(List<Outbound> batch) {
		int bytes = 0;
		while (bytes < BATCH_BYTES && batch.size() < BATCH_PACKETS) {
			Packet packet = this.control.poll();
			Outbound outbound = (packet != null) ? new Outbound(packet, null, this.earlier) : takeMessage();
			if (outbound == null) {
				return;
			}
			batch.add(outbound);
			if (outbound.packet() instanceof Publish publish) {
				bytes += publish.message().payload().length;
			}
		}
	}

	private @Nullable Outbound takeMessage() {
		return this.open ? this.publisher.take() : null;
	}

}
