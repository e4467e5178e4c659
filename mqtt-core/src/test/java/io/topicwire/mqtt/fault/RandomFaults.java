package io.topicwire.mqtt.fault;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import io.topicwire.mqtt.packet.PacketType;

/**
 * Does one fault after the other to a proxy, as chance will have it. Not thread-safe.
 */
public final class RandomFaults {

	private static final PacketType[] TYPES = PacketType.values();

	private final FaultProxy proxy;

	private final RandomGenerator random;

	private final List<Supplier<String>> kinds = List.of(this::cut, this::cutAtPacket, this::cutAtPacket, this::delay,
			this::throttle, this::blackHole, this::overtake, this::refuse);

	/**
	 * Create a source of faults.
	 * @param proxy where they are done
	 * @param random decides which; the same numbers make the same faults
	 */
	public RandomFaults(FaultProxy proxy, RandomGenerator random) {
		this.proxy = proxy;
		this.random = random;
	}

	/**
	 * End the fault before, if it lasts, and do another one.
	 * @return what it is
	 */
	public String strike() {
		mend();
		return this.kinds.get(this.random.nextInt(this.kinds.size())).get();
	}

	/**
	 * End the fault before, if it lasts.
	 */
	public void mend() {
		this.proxy.fault(Fault.NONE);
		this.proxy.refuse(false);
		for (Direction direction : Direction.values()) {
			this.proxy.delay(direction, Duration.ZERO);
			this.proxy.throttle(direction, 0);
			this.proxy.blackHole(direction, false);
		}
	}

	private String cut() {
		Ending ending = ending();
		this.proxy.cut(ending);
		return "all connections end with " + ending;
	}

	private String cutAtPacket() {
		Direction direction = direction();
		PacketType type = TYPES[this.random.nextInt(TYPES.length)];
		double part = this.random.nextDouble() * 1.5;
		Ending ending = ending();
		AtomicBoolean done = new AtomicBoolean();
		this.proxy.fault((packet) -> {
			boolean meant = packet.direction() == direction && packet.type() == type;
			return (meant && done.compareAndSet(false, true))
					? new Effect.Cut((int) (Math.min(part, 1) * packet.length()), ending) : Effect.PASS;
		});
		return "%s in the next %s %s, at %.0f %%".formatted(ending, type, direction, Math.min(part, 1) * 100);
	}

	private String delay() {
		Direction direction = direction();
		Duration delay = Duration.ofMillis(this.random.nextInt(1, 500));
		this.proxy.delay(direction, delay);
		return direction + " takes " + delay.toMillis() + " ms";
	}

	private String throttle() {
		Direction direction = direction();
		int bytesPerSecond = this.random.nextInt(500, 50_000);
		this.proxy.throttle(direction, bytesPerSecond);
		return direction + " passes " + bytesPerSecond + " bytes per second";
	}

	private String blackHole() {
		Direction direction = direction();
		this.proxy.blackHole(direction, true);
		return direction + " is swallowed";
	}

	private String overtake() {
		Effect holdBack = new Effect.HoldBack(Duration.ofMillis(this.random.nextInt(10, 200)));
		double share = this.random.nextDouble();
		// Used by the thread of the proxy
		RandomGenerator random = new SplittableRandom(this.random.nextLong());
		this.proxy.fault((packet) -> (random.nextDouble() < share) ? holdBack : Effect.PASS);
		return "answers are overtaken";
	}

	private String refuse() {
		Ending ending = ending();
		this.proxy.refuse(true);
		this.proxy.cut(ending);
		return "all connections end with " + ending + ", and new ones are refused";
	}

	private Direction direction() {
		return this.random.nextBoolean() ? Direction.TO_BROKER : Direction.TO_CLIENT;
	}

	private Ending ending() {
		return Ending.values()[this.random.nextInt(Ending.values().length)];
	}

}
