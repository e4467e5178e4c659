package io.topicwire.mqtt.benchmarks.jmh;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.topicwire.mqtt.topic.TopicTrie;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to find the filters that match a topic: three of them, one without
 * wildcards, one with {@code +} and one with {@code #}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TopicTrieBenchmark {

	private static final int TOPICS = 1024;

	/**
	 * How many filters there are in all.
	 */
	@Param({ "10", "1000", "10000", "100000" })
	private int filters;

	private TopicTrie<Integer> trie = TopicTrie.empty();

	private final String[] topics = new String[TOPICS];

	private int next;

	private int sum;

	private final Consumer<Integer> consumer = (value) -> this.sum += value;

	/**
	 * Register the filters.
	 */
	@Setup
	public void createTrie() {
		int machines = 0;
		for (int i = 0; i < this.filters; i += 3) {
			String machine = "/machines/" + machines + "/";
			this.trie = this.trie.with(plant(machines) + machine + "temperature", i)
				.with("plants/+" + machine + "temperature", i + 1)
				.with(plant(machines) + machine + "#", i + 2);
			machines++;
		}
		for (int i = 0; i < TOPICS; i++) {
			// Neighbours have nothing to do with each other
			int machine = (int) (i * 7_919L % machines);
			this.topics[i] = plant(machine) + "/machines/" + machine + "/temperature";
		}
	}

	private static String plant(int machine) {
		return "plants/" + machine % 100;
	}

	/**
	 * Find the filters of a topic that comes again and again.
	 * @return what JMH is to believe in
	 */
	@Benchmark
	public int sameTopic() {
		this.trie.match(this.topics[1], this.consumer);
		return this.sum;
	}

	/**
	 * Find the filters of different topics in turn, most of which the processor no longer
	 * has in its caches if there are many filters.
	 * @return what JMH is to believe in
	 */
	@Benchmark
	public int differentTopics() {
		this.next = (this.next + 1) % TOPICS;
		this.trie.match(this.topics[this.next], this.consumer);
		return this.sum;
	}

}
