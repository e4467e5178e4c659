package io.topicwire.mqtt.soak;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares what publishers had accepted with what one subscriber has handled.
 */
final class Tally {

	private final Map<String, BitSet> handled = new TreeMap<>();

	private final Map<String, Integer> last = new TreeMap<>();

	private final BitSet numbers = new BitSet();

	private final List<String> deviations = new ArrayList<>();

	private final JournalReader journal;

	private final String name;

	private long lines;

	private long delivered;

	private long repeatsOfQos1;

	private long recognised;

	private long duplicates;

	private long disorders;

	Tally(String name, JournalReader journal) {
		this.name = name;
		this.journal = journal;
	}

	void read() {
		this.journal.read(this::line);
	}

	private void line(String line) {
		this.lines++;
		String[] parts = line.split(" ");
		if (parts[0].equals(SubscriberProcess.REPEAT)) {
			this.recognised++;
			return;
		}
		String[] payload = parts[2].split("/");
		int message = Integer.parseInt(payload[1]);
		boolean exactlyOnce = payload[2].equals("2");
		int number = Integer.parseInt(parts[1]);
		if (exactlyOnce != (number > 0) || exactlyOnce && this.numbers.get(number)) {
			this.deviations.add(this.name + ": " + line + " has a number that cannot be");
		}
		this.numbers.set(number);
		BitSet messages = this.handled.computeIfAbsent(payload[0], (publisher) -> new BitSet());
		if (!messages.get(message)) {
			messages.set(message);
			this.delivered++;
			Integer before = this.last.put(payload[0] + "/" + payload[2], message);
			if (before != null && before > message) {
				this.disorders++;
			}
		}
		else if (exactlyOnce) {
			this.duplicates++;
			this.deviations.add(this.name + ": " + line + " is a duplicate");
		}
		else {
			this.repeatsOfQos1++;
		}
	}

	/**
	 * Return what was accepted and not handled.
	 */
	List<String> missing(Map<String, BitSet> accepted) {
		List<String> missing = new ArrayList<>();
		accepted.forEach((publisher, messages) -> {
			BitSet lost = (BitSet) messages.clone();
			lost.andNot(this.handled.getOrDefault(publisher, new BitSet()));
			lost.stream()
				.forEach((message) -> missing.add(this.name + ": " + publisher + "/" + message + " is missing"));
		});
		return missing;
	}

	/**
	 * Return how often a handler was called.
	 */
	long lines() {
		return this.lines;
	}

	long delivered() {
		return this.delivered;
	}

	long repeatsOfQos1() {
		return this.repeatsOfQos1;
	}

	long recognised() {
		return this.recognised;
	}

	long duplicates() {
		return this.duplicates;
	}

	long disorders() {
		return this.disorders;
	}

	List<String> deviations() {
		return this.deviations;
	}

}
