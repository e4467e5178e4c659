package io.topicwire.mqtt.topic;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for {@link TopicTemplate}.
 */
class TopicTemplateTests {

	@ParameterizedTest
	@CsvSource({ "plants/{plant}/machines/{machine}/state, plants/+/machines/+/state", "{a}, +", "{a}/{b}, +/+",
			"/{a}, /+", "{a}/, +/", "{a*}, '#'", "a/{b*}, a/#", "{a}/{b*}, +/#", "a/{b}/+/c/#, a/+/+/c/#", "a/b, a/b",
			"$share/g/a/{b}, $share/g/a/+", "$share/g/{a*}, $share/g/#", "$SYS/{a}, $SYS/+", "{a_b-c.d9}, +",
			"{\u00E4}, +" })
	void filterHasWildcardsInPlaceOfVariables(String template, String filter) {
		assertThat(TopicTemplate.of(template).filter()).isEqualTo(filter);
	}

	@Test
	void variablesAreInOrder() {
		TopicTemplate template = TopicTemplate.of("{z}/+/{y}/x/{a*}");
		assertThat(template.variables()).containsExactly("z", "y", "a");
		assertThat(template.hasVariables()).isTrue();
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> template.variables().add("b"));
	}

	@Test
	void plainFilterHasNoVariables() {
		TopicTemplate template = TopicTemplate.of("a/+/#");
		assertThat(template.variables()).isEmpty();
		assertThat(template.hasVariables()).isFalse();
		assertThat(template.match("a/b/c")).isEmpty();
		assertThat(template.match("b")).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "a{b}", "{a}b", "a/{b}c/d", "{a}{b}", "{a", "a}", "a/{b/c}", "{", "}", "}{", "{{a}}",
			"{a}}", "a/b{/c", "{a/*}" })
	void variableThatDoesNotFillItsLevelIsRefused(String template) {
		assertThatIllegalArgumentException().isThrownBy(() -> TopicTemplate.of(template))
			.withMessageStartingWith(
					"Topic template must have variables that fill a whole level, like a/{name}/b, " + "but has '")
			.withMessageEndingWith(": '" + template + "'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{*}", "{ }", "{a b}", "{a:[0-9]+}", "{+}", "{#}", "{*a}", "{a**}", "{$a}" })
	void variableWithInvalidNameIsRefused(String variable) {
		assertThatIllegalArgumentException().isThrownBy(() -> TopicTemplate.of("x/" + variable))
			.withMessage("Topic template must have variable names of letters, digits, '_', '-' and '.', but has '"
					+ variable + "': 'x/" + variable + "'");
	}

	@Test
	void restBeforeTheEndIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> TopicTemplate.of("a/{b*}/c"))
			.withMessage("Topic template must have '{b*}' at its end, use {name} for one level: 'a/{b*}/c'");
		assertThatIllegalArgumentException().isThrownBy(() -> TopicTemplate.of("a/{b*}/"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{a}/{a}", "{a}/b/{a*}", "{b}/{a}/c/{a}" })
	void secondVariableOfTheSameNameIsRefused(String template) {
		assertThatIllegalArgumentException().isThrownBy(() -> TopicTemplate.of(template))
			.withMessage("Topic template must not have two variables of the name 'a': '" + template + "'");
	}

	@Test
	void variableAsShareNameIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> TopicTemplate.of("$share/{group}/a"))
			.withMessage("Topic template must not have a variable as its share name: '$share/{group}/a'");
	}

	@Test
	void templateOfInvalidFilterIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> TopicTemplate.of("a/{b}/c#"))
			.withMessage("Topic template 'a/{b}/c#' makes no valid filter: "
					+ "Wildcard '#' at index 5 must be the only character of its level: 'a/+/c#'");
		assertThatIllegalArgumentException().isThrownBy(() -> TopicTemplate.of(""))
			.withMessageStartingWith("Topic template '' makes no valid filter: Topic filter must not be empty");
		assertThatIllegalArgumentException().isThrownBy(() -> TopicTemplate.of("{a}/\0"));
		assertThatIllegalArgumentException().isThrownBy(() -> TopicTemplate.of("$share/g/"));
	}

	@Test
	void matchTakesTheValuesOutOfTheTopic() {
		TopicTemplate template = TopicTemplate.of("plants/{plant}/machines/{machine}/temperature");
		assertThat(template.match("plants/7/machines/press 3/temperature")).containsExactly(entry("plant", "7"),
				entry("machine", "press 3"));
		assertThat(template.match("plants//machines//temperature")).containsExactly(entry("plant", ""),
				entry("machine", ""));
	}

	@Test
	void matchReturnsNullWhenTheTopicDoesNotMatch() {
		TopicTemplate template = TopicTemplate.of("plants/{plant}/state");
		assertThat(template.match("plants/7")).isNull();
		assertThat(template.match("plants/7/state/x")).isNull();
		assertThat(template.match("plants/7/stat")).isNull();
		assertThat(TopicTemplate.of("{a}/x").match("$SYS/x")).isNull();
		assertThat(TopicTemplate.of("{a*}").match("$SYS/x")).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "a/b, b", "a/b/c/d, b/c/d", "a/, ''", "a, ''", "a//, /", "a/b/, b/" })
	void restGetsEverythingToTheEnd(String topic, String rest) {
		assertThat(TopicTemplate.of("a/{rest*}").match(topic)).containsExactly(entry("rest", rest));
	}

	@Test
	void restAloneGetsTheWholeTopic() {
		assertThat(TopicTemplate.of("{rest*}").match("/a/b")).containsExactly(entry("rest", "/a/b"));
	}

	@Test
	void variableBeforeRestIsFoundWhenTheTopicIsTheParentLevel() {
		assertThat(TopicTemplate.of("{a}/{rest*}").match("x")).containsExactly(entry("a", "x"), entry("rest", ""));
	}

	@Test
	void plainWildcardsAreSkipped() {
		assertThat(TopicTemplate.of("+/{a}/+/{b}/#").match("1/2/3/4/5/6")).containsExactly(entry("a", "2"),
				entry("b", "4"));
	}

	@Test
	void shareNameIsNotPartOfTheTopic() {
		TopicTemplate template = TopicTemplate.of("$share/group/plants/{plant}/{rest*}");
		assertThat(template.match("plants/7/a/b")).containsExactly(entry("plant", "7"), entry("rest", "a/b"));
		assertThat(template.match("$share/group/plants/7/a")).isNull();
	}

	@Test
	void matchedValuesAreUnmodifiable() {
		Map<String, String> values = TopicTemplate.of("{a}").match("x");
		assertThat(values).isNotNull();
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> values.put("a", "y"));
	}

	@Test
	void expandPutsValuesInPlaceOfVariables() {
		TopicTemplate template = TopicTemplate.of("plants/{plant}/machines/{machine}/state");
		assertThat(template.expand(Map.of("plant", 7, "machine", "press", "other", "ignored")))
			.isEqualTo("plants/7/machines/press/state");
		assertThat(TopicTemplate.of("a/b").expand(Map.of())).isEqualTo("a/b");
	}

	@ParameterizedTest
	@CsvSource({ "a/{rest*}, b/c, a/b/c", "a/{rest*}, '', a", "a/{rest*}, b/, a/b/", "a/{rest*}, /, a//",
			"/{rest*}, '', /", "//{rest*}, '', /", "{rest*}, a/b, a/b", "{rest*}, /, /" })
	void expandedRestIsMatchedAgain(String template, String rest, String topic) {
		Map<String, String> values = Map.of("rest", rest);
		assertThat(TopicTemplate.of(template).expand(values)).isEqualTo(topic);
		assertThat(TopicTemplate.of(template).match(topic)).isEqualTo(values);
	}

	@Test
	void expandRefusesMissingValue() {
		TopicTemplate template = TopicTemplate.of("a/{b}/{c}");
		Map<String, Object> values = new HashMap<>();
		values.put("b", "x");
		values.put("c", null);
		assertThatIllegalArgumentException().isThrownBy(() -> template.expand(values))
			.withMessage("Topic template needs a value for the variable 'c' but there is none: 'a/{b}/{c}'");
		assertThatIllegalArgumentException().isThrownBy(() -> template.expand(Map.of("b", "x")))
			.withMessage("Topic template needs a value for the variable 'c' but there is none: 'a/{b}/{c}'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "x/y", "+", "#", "a+b", "a#" })
	void expandRefusesValueThatIsMoreThanOneLevel(String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> TopicTemplate.of("a/{b}").expand(Map.of("b", value)))
			.withMessage("Topic template needs a value without '/', '+' and '#' for the variable 'b' but got '" + value
					+ "': 'a/{b}'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "+", "#", "x/+", "x/#" })
	void expandRefusesWildcardInRest(String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> TopicTemplate.of("a/{b*}").expand(Map.of("b", value)))
			.withMessage("Topic template needs a value without '+' and '#' for the variable 'b' but got '" + value
					+ "': 'a/{b*}'");
	}

	@Test
	void expandRefusesResultThatIsNoTopicName() {
		assertThatIllegalArgumentException().isThrownBy(() -> TopicTemplate.of("{a}").expand(Map.of("a", "")))
			.withMessageStartingWith("Topic name must not be empty");
		assertThatIllegalArgumentException().isThrownBy(() -> TopicTemplate.of("{a*}").expand(Map.of("a", "")))
			.withMessageStartingWith("Topic name must not be empty");
		assertThatIllegalArgumentException().isThrownBy(() -> TopicTemplate.of("{a}").expand(Map.of("a", "\0")))
			.withMessageStartingWith("Topic name must not contain U+0000");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> TopicTemplate.of("a/{b}").expand(Map.of("b", "x".repeat(65_534))))
			.withMessageStartingWith("Topic name must have at most 65535 bytes");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a/+/{b}", "a/{b}/#", "#", "+" })
	void expandRefusesTemplateWithWildcardWithoutName(String template) {
		assertThatIllegalStateException().isThrownBy(() -> TopicTemplate.of(template).expand(Map.of("b", "x")))
			.withMessage("Topic template has a wildcard without a name and makes no topic name, "
					+ "use a variable like {name}: '" + template + "'");
	}

	@Test
	void expandRefusesSharedTemplate() {
		assertThatIllegalStateException().isThrownBy(() -> TopicTemplate.of("$share/g/a/{b}").expand(Map.of("b", "x")))
			.withMessage(
					"Topic template is shared and makes no topic name, remove $share/ and the share name: '$share/g/a/{b}'");
	}

	@Test
	void templateMayHaveThousandsOfVariables() {
		List<String> names = IntStream.range(0, 30_000).mapToObj((i) -> "v" + i).toList();
		TopicTemplate template = TopicTemplate
			.of(names.stream().map((name) -> "{" + name + "}").collect(Collectors.joining("/")));
		Map<String, String> values = names.stream().collect(Collectors.toMap((name) -> name, (name) -> "x"));
		String topic = template.expand(values);
		assertThat(topic).isEqualTo("x" + "/x".repeat(29_999));
		assertThat(template.match(topic)).isEqualTo(values);
	}

	@Test
	void templatesAreEqualWhenTheyAreWrittenTheSame() {
		assertThat(TopicTemplate.of("a/{b}")).isEqualTo(TopicTemplate.of("a/{b}"))
			.hasSameHashCodeAs(TopicTemplate.of("a/{b}"))
			.isNotEqualTo(TopicTemplate.of("a/{c}"))
			.isNotEqualTo("a/{b}")
			.hasToString("a/{b}");
	}

}
