package io.topicwire.mqtt.topic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that {@link TopicFilter}, {@link TopicTrie} and {@link TopicTemplate} agree with
 * each other and with the specification read word by word.
 */
class TopicMatchingTests {

	// "Aa" and "BB" have the same hash code
	private static final List<String> LEVELS = List.of("", "a", "b", "Aa", "BB", "$", "$a");

	@ParameterizedTest
	@CsvSource({ "+/+, /finance, true", "a/+/c, a//c, true", "a/+, a/, true", "'#', $SYS/x, false",
			"+/monitor, $SYS/monitor, false", "$share/g/a/+, a/b, true" })
	void easilyMistakenTopicsAreMatchedAlike(String filter, String topic, boolean matches) {
		TopicFilter topicFilter = TopicFilter.of(filter);
		assertThat(topicFilter.matches(topic)).isEqualTo(matches);
		assertThat(match(TopicTrie.<String>empty().with(topicFilter.matchingFilter(), filter), topic))
			.isEqualTo(matches ? List.of(filter) : List.of());
		assertThat(TopicTemplate.of(filter).match(topic)).isEqualTo(matches ? Map.of() : null);
		assertThat(matches(topicFilter.matchingFilter(), topic)).isEqualTo(matches);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void randomFiltersAreMatchedAlike(long seed) {
		Random random = new Random(seed);
		List<String> filters = new ArrayList<>();
		TopicTrie<String> trie = TopicTrie.empty();
		for (int step = 0; step < 1_000; step++) {
			if (filters.isEmpty() || random.nextInt(5) > 1) {
				String filter = randomFilter(random);
				filters.add(filter);
				trie = trie.with(filter, filter);
			}
			else {
				String filter = filters.remove(random.nextInt(filters.size()));
				trie = trie.without(filter, filter);
			}
			String topic = randomTopic(random);
			List<String> expected = filters.stream().filter((filter) -> matches(filter, topic)).toList();
			assertThat(filters.stream().filter((filter) -> TopicFilter.of(filter).matches(topic))).as(topic)
				.isEqualTo(expected);
			assertThat(match(trie, topic)).as(topic).containsExactlyInAnyOrderElementsOf(expected);
		}
		for (String filter : filters) {
			trie = trie.without(filter, filter);
		}
		assertThat(trie).isSameAs(TopicTrie.empty());
	}

	@Test
	void randomTemplatesMatchWhatTheyMake() {
		Random random = new Random(9);
		for (int step = 0; step < 5_000; step++) {
			String template = randomTemplate(random);
			String topic = randomTopic(random);
			TopicTemplate topicTemplate = TopicTemplate.of(template);
			Map<String, String> values = topicTemplate.match(topic);
			assertThat(values != null).as(template + " " + topic).isEqualTo(matches(topicTemplate.filter(), topic));
			if (values != null) {
				assertThat(values.keySet()).containsExactlyElementsOf(topicTemplate.variables());
				assertThat(topicTemplate.match(topicTemplate.expand(values))).as(template + " " + topic)
					.isEqualTo(values);
			}
		}
	}

	private String randomTemplate(Random random) {
		List<String> levels = new ArrayList<>(List.of(randomFilter(random).split("/", -1)));
		for (int i = 0; i < levels.size(); i++) {
			String name = "v" + i;
			levels.set(i, levels.get(i).replace("+", "{" + name + "}").replace("#", "{" + name + "*}"));
		}
		return String.join("/", levels);
	}

	private String randomFilter(Random random) {
		while (true) {
			Stream<String> levels = random.ints(1 + random.nextInt(4), 0, LEVELS.size() + 4)
				.mapToObj((i) -> (i < LEVELS.size()) ? LEVELS.get(i) : "+");
			String filter = String.join("/", levels.toList());
			if (random.nextInt(4) == 0) {
				return (random.nextInt(8) == 0) ? "#" : filter + "/#";
			}
			if (!filter.isEmpty()) {
				return filter;
			}
		}
	}

	private String randomTopic(Random random) {
		while (true) {
			Stream<String> levels = random.ints(1 + random.nextInt(5), 0, LEVELS.size()).mapToObj(LEVELS::get);
			String topic = String.join("/", levels.toList());
			if (!topic.isEmpty()) {
				return topic;
			}
		}
	}

	private List<String> match(TopicTrie<String> trie, String topic) {
		List<String> values = new ArrayList<>();
		trie.match(topic, values::add);
		return values;
	}

	private boolean matches(String filter, String topic) {
		if (topic.startsWith("$") && (filter.startsWith("+") || filter.startsWith("#"))) {
			return false;
		}
		return matches(Arrays.asList(filter.split("/", -1)), Arrays.asList(topic.split("/", -1)));
	}

	private boolean matches(List<String> filter, List<String> topic) {
		if (filter.isEmpty()) {
			return topic.isEmpty();
		}
		if (filter.get(0).equals("#")) {
			return true;
		}
		return !topic.isEmpty() && (filter.get(0).equals("+") || filter.get(0).equals(topic.get(0)))
				&& matches(filter.subList(1, filter.size()), topic.subList(1, topic.size()));
	}

}
