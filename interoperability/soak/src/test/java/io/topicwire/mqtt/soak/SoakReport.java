package io.topicwire.mqtt.soak;

import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * What came of it.
 */
record SoakReport(Map<String, Object> faults, Map<ChildProcess, Accepted> accepted, Map<ChildProcess, Tally> tallies,
		long lost, long reconnects, long leakedThreads, Map<String, String> heap, List<String> deviations) {

	String toMarkdown() {
		StringBuilder text = new StringBuilder("| | |\n|---|---|\n");
		this.faults.forEach((kind, count) -> row(text, kind, count));
		row(text, "messages accepted",
				this.accepted.values().stream().mapToLong((a) -> a.messages().cardinality()).sum());
		row(text, "messages interrupted before they were accepted",
				this.accepted.values().stream().mapToLong(Accepted::uncertain).sum());
		this.tallies.forEach((child, tally) -> row(text, "messages delivered to " + child.name(), tally.delivered()));
		row(text, "lost", this.lost);
		row(text, "duplicates of QoS 2", sum(Tally::duplicates));
		row(text, "out of order", sum(Tally::disorders));
		row(text, "delivered again at QoS 1", sum(Tally::repeatsOfQos1));
		row(text, "handlers of QoS 2 interrupted and called again", sum(Tally::recognised));
		row(text, "reconnects", this.reconnects);
		row(text, "leaked threads", this.leakedThreads);
		this.heap.forEach((child, values) -> row(text, "heap of " + child + " at start / at end", values));
		this.deviations.stream().limit(100).forEach((line) -> text.append("\n- ").append(line));
		return text.append('\n').toString();
	}

	private long sum(ToLongFunction<Tally> value) {
		return this.tallies.values().stream().mapToLong(value).sum();
	}

	private static void row(StringBuilder text, String name, Object value) {
		text.append("| ").append(name).append(" | ").append(value).append(" |\n");
	}

}
