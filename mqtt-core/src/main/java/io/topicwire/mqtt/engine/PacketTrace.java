package io.topicwire.mqtt.engine;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.topicwire.mqtt.trace.PacketTap;
import org.jspecify.annotations.Nullable;

/**
 * Shows the packets of one client to its taps. Taps run on a thread of their own, so that
 * neither a slow file nor code of the application holds up a connection; what waits for
 * them is bounded.
 */
final class PacketTrace {

	static final long MAXIMUM_WAITING_BYTES = 16L * 1024 * 1024;

	// What a waiting packet takes in memory beside its bytes
	private static final int OVERHEAD = 128;

	private final List<PacketTap> taps;

	private final SerialExecutor executor;

	private final Timer timer;

	private final ClientLog log;

	private final AtomicLong waitingBytes = new AtomicLong();

	// Those that have failed before; used by one task at a time
	private final Set<PacketTap> failed;

	PacketTrace(List<PacketTap> taps, SerialExecutor executor, Timer timer, ClientLog log) {
		this.taps = taps;
		this.executor = executor;
		this.timer = timer;
		this.log = log;
		this.failed = Collections.newSetFromMap(new IdentityHashMap<>(taps.size()));
	}

	/**
	 * Return what is to be told about the packets of a connection.
	 * @return {@code null} if there is no tap
	 */
	@Nullable ConnectionTrace begin(Attempt attempt, int maximumPacketSize) {
		return this.taps.isEmpty() ? null : new ConnectionTrace(this, attempt, maximumPacketSize, this.timer, this.log);
	}

	/**
	 * Return whether any tap wants to be shown packets at this moment.
	 */
	boolean isWanted() {
		for (PacketTap tap : this.taps) {
			if (isActive(tap)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isActive(PacketTap tap) {
		try {
			return tap.isActive();
		}
		catch (RuntimeException | Error ex) {
			// Shows as well when it is told about packets
			return true;
		}
	}

	/**
	 * Let some bytes wait for the taps.
	 * @return whether there is room for them
	 */
	boolean reserve(int bytes) {
		long size = (long) bytes + OVERHEAD;
		long total = this.waitingBytes.addAndGet(size);
		// A packet that is larger than the limit has its chance if it is the only one
		if (total > MAXIMUM_WAITING_BYTES && total != size) {
			this.waitingBytes.addAndGet(-size);
			return false;
		}
		return true;
	}

	/**
	 * Run a task for which room was reserved, and give back its room.
	 */
	void execute(int bytes, Runnable task) {
		this.executor.execute(() -> {
			try {
				task.run();
			}
			finally {
				this.waitingBytes.addAndGet(-(long) bytes - OVERHEAD);
			}
		});
	}

	/**
	 * Return whether nothing but the present task waits.
	 * @param bytes the bytes of the present task
	 */
	boolean isLast(int bytes) {
		return this.waitingBytes.get() == (long) bytes + OVERHEAD;
	}

	/**
	 * Show something to all taps that want it. For tasks only.
	 */
	void tell(Consumer<PacketTap> action) {
		for (PacketTap tap : this.taps) {
			try {
				if (tap.isActive()) {
					action.accept(tap);
				}
			}
			catch (RuntimeException | Error ex) {
				if (this.failed.add(tap)) {
					this.log.error("Packet tap " + tap.getClass().getName()
							+ " failed, which is not logged again when it happens again", ex);
				}
			}
		}
	}

	/**
	 * End the thread once everything that waits was shown.
	 */
	void shutdown() {
		this.executor.shutdown();
	}

}
