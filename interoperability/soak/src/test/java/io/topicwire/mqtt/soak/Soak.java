package io.topicwire.mqtt.soak;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.topicwire.mqtt.ProtocolVersion;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Three publishers and two subscribers on one broker: one of each is never killed, and
 * one of each speaks MQTT 3.1.1.
 */
final class Soak implements AutoCloseable {

	// A child that starts to log something worse than a warning has a defect
	private static final Pattern ERROR = Pattern
		.compile("( SEVERE |^Exception in thread|OutOfMemoryError|\\.corrupt-).*");

	private final long seed;

	private final Duration duration;

	private final Mosquitto broker;

	private final List<ChildProcess> children;

	private final Map<ChildProcess, Accepted> accepted = new LinkedHashMap<>();

	private final Map<ChildProcess, Tally> tallies = new LinkedHashMap<>();

	private final Disturbances disturbances;

	private final Journal journal;

	Soak(String mosquitto, Path folder, long seed, Duration duration, boolean trace) {
		this.seed = seed;
		this.duration = duration;
		this.broker = new Mosquitto(mosquitto, folder.resolve("broker"), trace);
		int port = this.broker.port();
		Class<?> publisher = PublisherProcess.class;
		Class<?> subscriber = SubscriberProcess.class;
		this.children = List.of(new ChildProcess(subscriber, "s1", ProtocolVersion.MQTT_5, true, folder, port, trace),
				new ChildProcess(subscriber, "s2", ProtocolVersion.MQTT_3_1_1, false, folder, port, trace),
				new ChildProcess(publisher, "p1", ProtocolVersion.MQTT_5, true, folder, port, trace),
				new ChildProcess(publisher, "p2", ProtocolVersion.MQTT_5, false, folder, port, trace),
				new ChildProcess(publisher, "p3", ProtocolVersion.MQTT_3_1_1, false, folder, port, trace));
		for (ChildProcess child : this.children) {
			JournalReader messages = new JournalReader(child.messages());
			if (child.isPublisher()) {
				this.accepted.put(child, new Accepted(messages));
			}
			else {
				this.tallies.put(child, new Tally(child.name(), messages));
			}
		}
		this.journal = new Journal(folder.resolve("faults.txt"));
		this.disturbances = new Disturbances(this.children, this.broker, seed, this.journal);
	}

	SoakReport run() {
		this.broker.start();
		startChildren();
		measureHeap();
		this.disturbances.run(this.duration);
		this.accepted.keySet().forEach((child) -> child.tell(ChildContext.STOP));
		List<String> missing = drain();
		finish();
		return report(missing);
	}

	// Subscribers first: what is published before they are there is not for them
	private void startChildren() {
		for (ChildProcess child : this.children) {
			child.start();
			await("connection of " + child.name(), Duration.ofMinutes(1)).until(() -> {
				child.requireAlive();
				return !child.events(ChildContext.CONNECTED).isEmpty();
			});
		}
	}

	private void measureHeap() {
		// Classes are loaded and caches filled by then
		await("first messages", Duration.ofMinutes(1)).until(() -> {
			read();
			return this.tallies.values().stream().allMatch((tally) -> tally.delivered() > 1000);
		});
		this.children.forEach((child) -> child.tell(ChildContext.HEAP));
		this.children.forEach((child) -> await("heap of " + child.name(), Duration.ofMinutes(1))
			.until(() -> !child.events(ChildContext.HEAP).isEmpty()));
	}

	private List<String> drain() {
		try {
			await("publishers", Duration.ofMinutes(1)).until(() -> this.accepted.keySet()
				.stream()
				.noneMatch((child) -> child.events(PublisherProcess.STOPPED).isEmpty()));
			await("all messages", Duration.ofMinutes(3)).until(() -> missing().isEmpty());
			// Whatever comes now is too much
			long[] delivered = { 0, 0 };
			await("silence", Duration.ofMinutes(3)).pollInterval(Duration.ofSeconds(3)).until(() -> {
				delivered[0] = delivered[1];
				read();
				delivered[1] = this.tallies.values().stream().mapToLong(Tally::lines).sum();
				return delivered[0] == delivered[1];
			});
		}
		catch (ConditionTimeoutException ex) {
			this.journal.append("Given up: " + ex.getMessage());
		}
		return missing();
	}

	private List<String> missing() {
		read();
		Map<String, BitSet> messages = new LinkedHashMap<>();
		this.accepted.forEach((child, accepted) -> messages.put(child.name(), accepted.messages()));
		return this.tallies.values().stream().flatMap((tally) -> tally.missing(messages).stream()).toList();
	}

	private void read() {
		this.accepted.values().forEach(Accepted::read);
		this.tallies.values().forEach(Tally::read);
	}

	private void finish() {
		this.children.forEach((child) -> child.tell(ChildContext.FINISH));
		this.children
			.forEach((child) -> await("end of " + child.name(), Duration.ofMinutes(1)).until(() -> !child.isAlive()));
		read();
	}

	private SoakReport report(List<String> missing) {
		List<String> deviations = new ArrayList<>(missing);
		this.tallies.values().forEach((tally) -> deviations.addAll(tally.deviations()));
		long leaked = 0;
		for (ChildProcess child : this.children) {
			deviations.addAll(errors(child));
			List<String> threads = child.events(ChildContext.THREADS);
			if (threads.size() != 1 || child.events(ChildContext.FINISHED).size() != 1) {
				deviations.add(child.name() + " did not finish properly");
			}
			for (String line : threads) {
				long count = Long.parseLong(line.split(" ")[1]);
				leaked += count;
				if (count > 0) {
					deviations.add(child.name() + " leaks " + line);
				}
			}
		}
		return new SoakReport(this.seed, this.duration, this.disturbances.counts(), this.accepted, this.tallies,
				missing.size(), this.children.stream().mapToLong(ChildProcess::reconnects).sum(), leaked, heap(),
				deviations);
	}

	private static List<String> errors(ChildProcess child) {
		List<String> errors = new ArrayList<>();
		child.events(ChildContext.FAILED).forEach((line) -> errors.add(child.name() + ": " + line));
		Journal.read(child.log())
			.stream()
			.filter((line) -> ERROR.matcher(line).find())
			.forEach((line) -> errors.add(child.name() + " logs: " + line));
		return errors;
	}

	private Map<String, String> heap() {
		Map<String, String> heap = new LinkedHashMap<>();
		this.children.stream().filter(ChildProcess::isImmortal).forEach((child) -> {
			List<Long> values = child.events(ChildContext.HEAP)
				.stream()
				.map((line) -> Long.parseLong(line.split(" ")[1]) / 1024)
				.toList();
			heap.put(child.name(), values.get(0) + " KiB / " + values.get(values.size() - 1) + " KiB");
		});
		return heap;
	}

	private static ConditionFactory await(String what, Duration limit) {
		return Awaitility.await(what).pollInterval(Duration.ofMillis(200)).atMost(limit);
	}

	@Override
	public void close() {
		this.children.forEach(ChildProcess::close);
		this.broker.close();
		this.journal.close();
	}

}
