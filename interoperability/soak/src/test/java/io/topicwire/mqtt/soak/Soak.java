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
 * Publishers and subscribers, each a process with a session on disk, on one broker, while
 * there are faults.
 */
final class Soak implements AutoCloseable {

	// A child that starts to log something worse than a warning has a defect
	private static final Pattern ERROR = Pattern
		.compile("( SEVERE |^Exception in thread|OutOfMemoryError|\\.corrupt-).*");

	private final Mosquitto broker;

	private final List<ChildProcess> children;

	private final Map<ChildProcess, Accepted> accepted = new LinkedHashMap<>();

	private final Map<ChildProcess, Tally> tallies = new LinkedHashMap<>();

	private final Faults faults;

	private final Journal journal;

	private Soak(Mosquitto broker, List<ChildProcess> children, Faults faults, Journal journal) {
		this.broker = broker;
		this.children = children;
		this.faults = faults;
		this.journal = journal;
		for (ChildProcess child : children) {
			JournalReader messages = new JournalReader(child.messages());
			if (child.isPublisher()) {
				this.accepted.put(child, new Accepted(messages));
			}
			else {
				this.tallies.put(child, new Tally(child.name(), messages));
			}
		}
	}

	/**
	 * Create three publishers and two subscribers: one of each is never killed, and one
	 * of each speaks MQTT 3.1.1.
	 */
	static Soak ofChance(String mosquitto, Path folder, long seed, Duration duration, boolean trace) {
		Mosquitto broker = new Mosquitto(mosquitto, folder.resolve("broker"), trace);
		int port = broker.port();
		List<ChildProcess> children = List.of(
				new ChildProcess(SubscriberProcess.class, "s1", ProtocolVersion.MQTT_5, true, folder, port, trace),
				new ChildProcess(SubscriberProcess.class, "s2", ProtocolVersion.MQTT_3_1_1, false, folder, port, trace),
				new ChildProcess(PublisherProcess.class, "p1", ProtocolVersion.MQTT_5, true, folder, port, trace),
				new ChildProcess(PublisherProcess.class, "p2", ProtocolVersion.MQTT_5, false, folder, port, trace),
				new ChildProcess(PublisherProcess.class, "p3", ProtocolVersion.MQTT_3_1_1, false, folder, port, trace));
		Journal journal = new Journal(folder.resolve("faults.txt"));
		return new Soak(broker, children, new Disturbances(children, broker, seed, duration, journal), journal);
	}

	/**
	 * Create a publisher and a subscriber of each version of MQTT, which are killed
	 * wherever their wire is cut.
	 * @param all whether at all places, or some
	 */
	static Soak ofKills(String mosquitto, Path folder, boolean all) {
		Mosquitto broker = new Mosquitto(mosquitto, folder.resolve("broker"), true);
		List<ChildProcess> children = new ArrayList<>();
		for (Class<?> type : List.of(SubscriberProcess.class, PublisherProcess.class)) {
			for (ProtocolVersion version : ProtocolVersion.values()) {
				String name = ((type == SubscriberProcess.class) ? "s" : "p") + version.level();
				children.add(new ChildProcess(type, name, version, false, folder, broker.port(), true));
			}
		}
		Journal journal = new Journal(folder.resolve("faults.txt"));
		return new Soak(broker, children, new Kills(children, all, journal), journal);
	}

	SoakReport run() {
		this.broker.start();
		startChildren();
		measureHeap();
		this.faults.run();
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
		if (this.children.stream().noneMatch(ChildProcess::isImmortal)) {
			return;
		}
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
		return new SoakReport(this.faults.counts(), this.accepted, this.tallies, missing.size(),
				this.children.stream().mapToLong(ChildProcess::reconnects).sum(), leaked, heap(), deviations);
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
