package io.topicwire.mqtt.topic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

	@Property(tries = 300)
	void filtersAreMatchedAlike(@ForAll("filterLists") List<String> kept, @ForAll("filterLists") List<String> removed,
			@ForAll("topicLists") List<String> topics) {
		TopicTrie<String> trie = TopicTrie.empty();
		for (int i = 0; i < Math.max(kept.size(), removed.size()); i++) {
			trie = (i < kept.size()) ? trie.with(kept.get(i), kept.get(i)) : trie;
			trie = (i < removed.size()) ? trie.with(removed.get(i), removed.get(i)) : trie;
		}
		for (String filter : removed) {
			trie = trie.without(filter, filter);
		}
		for (String topic : topics) {
			List<String> expected = kept.stream().filter((filter) -> matches(filter, topic)).toList();
			assertThat(kept.stream().filter((filter) -> TopicFilter.of(filter).matches(topic))).as(topic)
				.isEqualTo(expected);
			assertThat(match(trie, topic)).as(topic).containsExactlyInAnyOrderElementsOf(expected);
		}
		for (String filter : kept) {
			trie = trie.without(filter, filter);
		}
		assertThat(trie).isSameAs(TopicTrie.empty());
	}

	@Property
	void templatesMatchWhatTheyMake(@ForAll("templates") String template, @ForAll("topics") String topic) {
		TopicTemplate topicTemplate = TopicTemplate.of(template);
		Map<String, String> values = topicTemplate.match(topic);
		assertThat(values != null).isEqualTo(matches(topicTemplate.filter(), topic));
		if (values != null) {
			assertThat(values.keySet()).containsExactlyElementsOf(topicTemplate.variables());
			assertThat(topicTemplate.match(topicTemplate.expand(values))).isEqualTo(values);
		}
	}

	@Provide
	Arbitrary<List<String>> filterLists() {
		return filters().list().ofMaxSize(50);
	}

	@Provide
	Arbitrary<List<String>> topicLists() {
		return topics().list().ofMinSize(1).ofMaxSize(20);
	}

	@Provide
	Arbitrary<String> templates() {
		return filters().map((filter) -> {
			List<String> levels = new ArrayList<>(List.of(filter.split("/", -1)));
			for (int i = 0; i < levels.size(); i++) {
				String name = "v" + i;
				levels.set(i, levels.get(i).replace("+", "{" + name + "}").replace("#", "{" + name + "*}"));
			}
			return String.join("/", levels);
		});
	}

	@Provide
	Arbitrary<String> topics() {
		return join(Arbitraries.of(LEVELS), 5);
	}

	private Arbitrary<String> filters() {
		Arbitrary<String> filters = join(
				Arbitraries.frequencyOf(Tuple.of(2, Arbitraries.of(LEVELS)), Tuple.of(1, Arbitraries.just("+"))), 4);
		return Arbitraries.frequencyOf(Tuple.of(24, filters), Tuple.of(7, filters.map((filter) -> filter + "/#")),
				Tuple.of(1, Arbitraries.just("#")));
	}

	private Arbitrary<String> join(Arbitrary<String> levels, int maximum) {
		return levels.list()
			.ofMinSize(1)
			.ofMaxSize(maximum)
			.map((list) -> String.join("/", list))
			.filter((joined) -> !joined.isEmpty());
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
