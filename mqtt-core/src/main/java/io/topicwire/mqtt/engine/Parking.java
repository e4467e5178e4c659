package io.topicwire.mqtt.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Keeps messages of QoS 1 and 2 that no handler wants yet, for a while after a session
 * was resumed. Guarded by the lock of the client.
 */
final class Parking {

	private final List<Delivery> parked = new ArrayList<>();

	private final int limit;

	private final long byteLimit;

	private final Duration time;

	private final Alarm alarm;

	private final Runnable ended;

	private long bytes;

	private boolean open;

	/**
	 * Create an empty parking.
	 * @param context what is shared
	 * @param ended told when time is over
	 */
	Parking(ClientContext context, Runnable ended) {
		this.limit = context.settings().receiveMaximum();
		this.byteLimit = context.settings().inbox().bytes();
		this.time = context.settings().operationTimeout();
		this.alarm = context.newAlarm();
		this.ended = ended;
	}

	/**
	 * Start anew on another connection. What no handler wants can only come from a
	 * session that is older than the handlers.
	 */
	void restart(boolean sessionPresent) {
		this.open = sessionPresent;
		if (this.open || !isEmpty()) {
			this.alarm.set(this.time, this::end);
		}
		else {
			this.alarm.cancel();
		}
	}

	boolean isEmpty() {
		return this.parked.isEmpty();
	}

	private void end() {
		this.open = false;
		this.ended.run();
	}

	/**
	 * Keep a message if it can be acknowledged later.
	 * @return whether it is kept
	 */
	boolean park(Delivery delivery) {
		if (!this.open || delivery.incoming() == null || !hasRoom(delivery)) {
			return false;
		}
		this.bytes += delivery.size();
		return this.parked.add(delivery);
	}

	private boolean hasRoom(Delivery delivery) {
		return this.parked.isEmpty()
				|| (this.parked.size() < this.limit && delivery.size() <= this.byteLimit - this.bytes);
	}

	/**
	 * Return what is kept, in the order in which it came.
	 */
	List<Delivery> content() {
		return List.copyOf(this.parked);
	}

	/**
	 * Take out what meets a condition, in the order in which it came.
	 */
	List<Delivery> take(Predicate<Delivery> condition) {
		List<Delivery> taken = new ArrayList<>();
		this.parked.removeIf((delivery) -> condition.test(delivery) && taken.add(delivery));
		taken.forEach((delivery) -> this.bytes -= delivery.size());
		return taken;
	}

	/**
	 * Keep nothing any more. What has not been acknowledged stays so.
	 */
	void close() {
		this.alarm.cancel();
		this.parked.clear();
		this.bytes = 0;
	}

}
