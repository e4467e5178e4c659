package io.topicwire.mqtt.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;

import io.topicwire.mqtt.packet.Packet;
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

	private final ClientLock lock;

	private final Condition ready;

	private boolean open;

	Sender(Publisher publisher, ClientLock lock) {
		this.publisher = publisher;
		this.lock = lock;
		this.ready = lock.newCondition();
	}

	/**
	 * Start on a new connection.
	 * @param first the packets to send before all others
	 */
	void open(List<Packet> first) {
		this.open = true;
		this.control.addAll(first);
		this.ready.signalAll();
	}

	/**
	 * Drop the control packets: they have a meaning on their connection only.
	 */
	void close() {
		this.open = false;
		this.control.clear();
		this.ready.signalAll();
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
		this.ready.signalAll();
	}

	void send(Packet packet) {
		if (this.open) {
			this.control.add(packet);
			this.ready.signalAll();
		}
	}

	/**
	 * Look for messages again, because there are more or the send quota has grown.
	 */
	void wakeUp() {
		this.ready.signalAll();
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
				return true;
			}
			this.lock.await(this.ready);
		}
		return false;
	}

	private void fill(List<Outbound> batch) {
		int bytes = 0;
		while (bytes < BATCH_BYTES && batch.size() < BATCH_PACKETS) {
			Packet packet = this.control.poll();
			Outbound outbound = (packet != null) ? new Outbound(packet, null) : takeMessage();
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
