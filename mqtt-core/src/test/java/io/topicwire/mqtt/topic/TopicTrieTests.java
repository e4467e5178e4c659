package io.topicwire.mqtt.topic;

import java.util.ArrayList;
import java.util.List;

import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Tests for {@link TopicTrie}.
 */
class TopicTrieTests {

	@Test
	void emptyTrieHasNoValues() {
		assertThat(TopicTrie.empty().isEmpty()).isTrue();
		assertThat(match(TopicTrie.empty(), "a")).isEmpty();
	}

	@Test
	void everyMatchingFilterIsFound() {
		TopicTrie<String> trie = trie("a/b/c", "a/+/c", "+/b/+", "a/#", "#", "a/b/c/#", "+/+/+", "a/b", "a/b/c/d",
				"a/+", "b/#", "a/b/+/d", "/a/b/c", "+/#");
		assertThat(match(trie, "a/b/c")).containsExactlyInAnyOrder("a/b/c", "a/+/c", "+/b/+", "a/#", "#", "a/b/c/#",
				"+/+/+", "+/#");
	}

	@Test
	void emptyLevelsCount() {
		TopicTrie<String> trie = trie("+/+", "/+", "+", "a/+/c", "a//c", "a/+", "a/", "a", "/");
		assertThat(match(trie, "/finance")).containsExactlyInAnyOrder("+/+", "/+");
		assertThat(match(trie, "a//c")).containsExactlyInAnyOrder("a/+/c", "a//c");
		assertThat(match(trie, "a/")).containsExactlyInAnyOrder("+/+", "a/+", "a/");
		assertThat(match(trie, "/")).containsExactlyInAnyOrder("+/+", "/+", "/");
		assertThat(match(trie, "a")).containsExactlyInAnyOrder("a", "+");
	}

	@Test
	void multiLevelWildcardMatchesTheParentLevel() {
		TopicTrie<String> trie = trie("sport/#", "sport/+/#", "/#");
		assertThat(match(trie, "sport")).containsExactly("sport/#");
		assertThat(match(trie, "sport/")).containsExactlyInAnyOrder("sport/#", "sport/+/#");
		assertThat(match(trie, "/")).containsExactly("/#");
	}

	@Test
	@Mqtt5("MQTT-4.7.2-1")
	@Mqtt3("MQTT-4.7.2-1")
	void wildcardAtTheStartDoesNotMatchTopicThatStartsWithDollar() {
		TopicTrie<String> trie = trie("#", "+/x", "+/monitor", "+/#", "$SYS/#", "$SYS/+", "$SYS/monitor");
		assertThat(match(trie, "$SYS/x")).containsExactlyInAnyOrder("$SYS/#", "$SYS/+");
		assertThat(match(trie, "$SYS/monitor")).containsExactlyInAnyOrder("$SYS/#", "$SYS/+", "$SYS/monitor");
		assertThat(match(trie, "a/$SYS")).containsExactlyInAnyOrder("#", "+/#");
	}

	@Test
	@Mqtt5("MQTT-4.7.3-4")
	@Mqtt3("MQTT-4.7.3-4")
	void topicsAreNotNormalised() {
		for (String topic : List.of("\u00E4", "a\u0308", "A", "a", "/a", "a/", "a ", "\uFEFFa")) {
			TopicTrie<String> trie = trie("\u00E4", "a\u0308", "A", "a", "/a", "a/", "a ", "\uFEFFa");
			assertThat(match(trie, topic)).containsExactly(topic);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "a/b", "a/+", "a/#" })
	void valuesOfOneFilterAreHandedOverInOrderOfRegistration(String filter) {
		TopicTrie<String> trie = TopicTrie.<String>empty()
			.with(filter, "z")
			.with(filter, "a")
			.with(filter, "m")
			.with(filter, "a");
		assertThat(match(trie, "a/b")).containsExactly("z", "a", "m", "a");
		assertThat(match(trie.without(filter, "a"), "a/b")).containsExactly("z", "m", "a");
	}

	@Test
	void sameValueOfSeveralFiltersIsHandedOverForEach() {
		TopicTrie<String> trie = TopicTrie.<String>empty().with("a", "x").with("+", "x").with("#", "x");
		assertThat(match(trie, "a")).containsExactly("x", "x", "x");
	}

	@Test
	void changeLeavesTheTrieAsItWas() {
		TopicTrie<String> trie = trie("a/b", "a/+", "a/#");
		TopicTrie<String> more = trie.with("a/b", "more").with("#", "all");
		TopicTrie<String> less = trie.without("a/b", "a/b").without("a/#", "a/#");
		assertThat(match(trie, "a/b")).containsExactlyInAnyOrder("a/b", "a/+", "a/#");
		assertThat(match(more, "a/b")).containsExactlyInAnyOrder("a/b", "a/+", "a/#", "more", "all");
		assertThat(match(less, "a/b")).containsExactly("a/+");
	}

	@Test
	void removalOfWhatIsNotThereReturnsTheSameTrie() {
		TopicTrie<String> trie = trie("a/b", "a/#");
		assertThat(trie.without("a/b", "other")).isSameAs(trie);
		assertThat(trie.without("a/c", "a/b")).isSameAs(trie);
		assertThat(trie.without("a/+", "a/b")).isSameAs(trie);
		assertThat(trie.without("a/b/#", "a/#")).isSameAs(trie);
		assertThat(trie.without("a", "a/#")).isSameAs(trie);
		assertThat(trie.without("#", "a/#")).isSameAs(trie);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "#", "+", "a/b/c", "a/+/c", "+/+/#", "x/y/z/#", "a/b/d", "/", "/#" })
	void removalLeavesNoEmptyNodes(String filter) {
		TopicTrie<String> trie = trie("a/b/c", "a/+", "b/#", "+/c");
		assertThat(trie.with(filter, "value").without(filter, "value")).usingRecursiveComparison().isEqualTo(trie);
		assertThat(TopicTrie.<String>empty().with(filter, "value").without(filter, "value"))
			.isSameAs(TopicTrie.empty());
	}

	@Test
	void removalKeepsTheLevelsThatOthersNeed() {
		TopicTrie<String> trie = trie("a", "a/b", "a/b/c/d", "a/b/#").without("a/b", "a/b").without("a", "a");
		assertThat(match(trie, "a")).isEmpty();
		assertThat(match(trie, "a/b")).containsExactly("a/b/#");
		assertThat(match(trie, "a/b/c/d")).containsExactlyInAnyOrder("a/b/#", "a/b/c/d");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a#", "a/#/b", "+a", "a\0" })
	void invalidFilterIsRefused(String filter) {
		assertThatIllegalArgumentException().isThrownBy(() -> TopicTrie.empty().with(filter, "value"));
	}

	@Test
	@SuppressWarnings("NullAway")
	void nullIsNoValue() {
		assertThatNullPointerException().isThrownBy(() -> TopicTrie.empty().with("a", null))
			.withMessage("value must not be null");
	}

	@Test
	void exceptionOfTheConsumerEndsTheSearch() {
		List<String> seen = new ArrayList<>();
		assertThatIllegalStateException().isThrownBy(() -> trie("a", "+", "#").match("a", (value) -> {
			seen.add(value);
			throw new IllegalStateException(value);
		}));
		assertThat(seen).hasSize(1);
	}

	@Test
	void topicWithMostLevelsPossibleIsWalked() {
		String topic = "/".repeat(65_535);
		TopicTrie<String> trie = trie(topic, "+" + "/+".repeat(32_767), "+" + "/+".repeat(32_766) + "/#",
				"/".repeat(65_534) + "#", "#");
		assertThat(match(trie, topic)).containsExactlyInAnyOrder(topic, "+" + "/+".repeat(32_766) + "/#",
				"/".repeat(65_534) + "#", "#");
		assertThat(match(trie, "/".repeat(32_767))).containsExactlyInAnyOrder("+" + "/+".repeat(32_767),
				"+" + "/+".repeat(32_766) + "/#", "#");
		for (String filter : match(trie, topic)) {
			trie = trie.without(filter, filter);
		}
		trie = trie.without("+" + "/+".repeat(32_767), "+" + "/+".repeat(32_767));
		assertThat(trie).isSameAs(TopicTrie.empty());
	}

	private TopicTrie<String> trie(String... filters) {
		TopicTrie<String> trie = TopicTrie.empty();
		for (String filter : filters) {
			trie = trie.with(filter, filter);
		}
		return trie;
	}

	private <T> List<T> match(TopicTrie<T> trie, String topic) {
		List<T> values = new ArrayList<>();
		trie.match(topic, values::add);
		return values;
	}

}
