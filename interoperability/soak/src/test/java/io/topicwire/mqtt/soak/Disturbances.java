package io.topicwire.mqtt.soak;

import java.time.Duration;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.topicwire.mqtt.fault.Direction;
import io.topicwire.mqtt.fault.Ending;
import io.topicwire.mqtt.fault.FaultProxy;
import io.topicwire.mqtt.fault.RandomFaults;

/**
 * Lets wires, processes and the broker fail, one every second or two, as chance will have
 * it.
 */
final class Disturbances implements Faults {

	private final List<ChildProcess> children;

	private final Mosquitto broker;

	private final long seed;

	private final Duration duration;

	private final SplittableRandom random;

	private final Journal journal;

	private final Map<ChildProcess, RandomFaults> faults = new LinkedHashMap<>();

	private final Map<ChildProcess, Long> mendTimes = new HashMap<>();

	private final Map<ChildProcess, Long> restartTimes = new HashMap<>();

	private final Map<String, Long> counts = new TreeMap<>();

	Disturbances(List<ChildProcess> children, Mosquitto broker, long seed, Duration duration, Journal journal) {
		this.children = children;
		this.broker = broker;
		this.seed = seed;
		this.duration = duration;
		this.random = new SplittableRandom(seed);
		this.journal = journal;
		children.forEach((child) -> this.faults.put(child, new RandomFaults(child.wire(), this.random.split())));
	}

	@Override
	public void run() {
		long end = System.nanoTime() + this.duration.toNanos();
		long next = System.nanoTime();
		while (System.nanoTime() < end) {
			this.children.stream()
				.filter((child) -> !this.restartTimes.containsKey(child))
				.forEach(ChildProcess::requireAlive);
			repair(System.nanoTime());
			if (System.nanoTime() >= next) {
				strike();
				next = System.nanoTime() + millis(300, 2500);
			}
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
		}
		repair(Long.MAX_VALUE);
	}

	private void repair(long now) {
		this.mendTimes.entrySet().removeIf((entry) -> {
			boolean due = entry.getValue() <= now;
			if (due) {
				faults(entry.getKey()).mend();
				note(entry.getKey().name() + " has a sound wire");
			}
			return due;
		});
		this.restartTimes.entrySet().removeIf((entry) -> {
			boolean due = entry.getValue() <= now;
			if (due) {
				entry.getKey().start();
				note(entry.getKey().name() + " is started again");
			}
			return due;
		});
	}

	private void strike() {
		ChildProcess child = this.children.get(this.random.nextInt(this.children.size()));
		int chance = this.random.nextInt(100);
		if (chance < 12) {
			crash();
		}
		else if (chance < 40) {
			kill(child);
		}
		else {
			String fault = faults(child).strike();
			note(child.name() + ": " + fault);
			count(kind(fault));
			this.mendTimes.put(child, System.nanoTime() + millis(200, 6000));
		}
	}

	private void kill(ChildProcess child) {
		if (!child.isImmortal() && !this.restartTimes.containsKey(child)) {
			child.kill();
			note(child.name() + " is killed");
			count("client killed with -9 and started again");
			this.restartTimes.put(child, System.nanoTime() + millis(0, 2000));
		}
	}

	/**
	 * Mosquitto acknowledges before it writes to the disk, and what it had not written is
	 * lost when it is killed. So the wires fall silent first, then it writes, and only
	 * then it is killed: to the clients it looks as if that had happened when the wires
	 * fell silent.
	 */
	private void crash() {
		note("the broker crashes");
		for (ChildProcess child : this.children) {
			FaultProxy wire = child.wire();
			wire.refuse(true);
			wire.blackHole(Direction.TO_CLIENT, true);
			wire.blackHole(Direction.TO_BROKER, true);
		}
		this.broker.save();
		this.broker.kill();
		count("broker killed with -9 and started again");
		this.children.forEach((child) -> child.wire().cut(Ending.RESET));
		LockSupport.parkNanos(millis(0, 500));
		this.broker.start();
		this.mendTimes.clear();
		this.faults.values().forEach(RandomFaults::mend);
		note("the broker is started again");
	}

	private RandomFaults faults(ChildProcess child) {
		return Objects.requireNonNull(this.faults.get(child));
	}

	private long millis(int from, int to) {
		return TimeUnit.MILLISECONDS.toNanos(this.random.nextInt(from, to));
	}

	private void note(String line) {
		this.journal.append(LocalTime.now() + " " + line);
	}

	private void count(String kind) {
		this.counts.merge(kind, 1L, Long::sum);
	}

	private static String kind(String fault) {
		return fault.contains(" in the next ") ? "wire cut at a packet"
				: fault.startsWith("all connections") ? "wire cut"
						: "wire: " + fault.replaceAll("TO_BROKER|TO_CLIENT", "one direction").replaceAll("\\d+", "n");
	}

	@Override
	public Map<String, Object> counts() {
		Map<String, Object> counts = new LinkedHashMap<>();
		counts.put("seed", this.seed);
		counts.put("duration", this.duration.toSeconds() + " s");
		counts.putAll(this.counts);
		for (Ending ending : Ending.values()) {
			counts.put("connections ended by these faults: " + ending,
					this.children.stream()
						.mapToLong((child) -> child.wire().counts().endings().getOrDefault(ending, 0L))
						.sum());
		}
		return counts;
	}

}
