package io.topicwire.mqtt.topic;

import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link TopicFilter}.
 */
class TopicFilterTests {

	@Test
	@Mqtt5("MQTT-4.7.3-1")
	@Mqtt3("MQTT-4.7.3-1")
	void emptyFilterIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> TopicFilter.of(""))
			.withMessage("Topic filter must not be empty, '#' asks for every topic");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\0b", "a/+/\0", "$share/g/\0", "$share/\0/a" })
	@Mqtt5("MQTT-4.7.3-2")
	@Mqtt3("MQTT-4.7.3-2")
	void filterWithU0000IsRefused(String filter) {
		assertThatIllegalArgumentException().isThrownBy(() -> TopicFilter.of(filter))
			.withMessageStartingWith("Topic filter must not contain U+0000");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\uD800", "$share/g/\uDC00", "$share/\uD800/a" })
	void filterWithLoneSurrogateIsRefused(String filter) {
		assertThatIllegalArgumentException().isThrownBy(() -> TopicFilter.of(filter))
			.withMessageStartingWith("Topic filter must not contain a surrogate without its partner");
	}

	@Test
	@Mqtt5("MQTT-4.7.3-3")
	@Mqtt3("MQTT-4.7.3-3")
	void filterHasAtMost65535BytesWithItsShareName() {
		assertThatNoException().isThrownBy(() -> TopicFilter.of("a".repeat(65_535)));
		assertThatNoException().isThrownBy(() -> TopicFilter.of("\u20AC".repeat(21_845)));
		assertThatNoException().isThrownBy(() -> TopicFilter.of("$share/g/" + "a".repeat(65_526)));
		assertThatIllegalArgumentException().isThrownBy(() -> TopicFilter.of("a".repeat(65_536)));
		assertThatIllegalArgumentException().isThrownBy(() -> TopicFilter.of("\u20AC".repeat(21_845) + "a"));
		assertThatIllegalArgumentException().isThrownBy(() -> TopicFilter.of("$share/g/" + "a".repeat(65_527)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "#", "/#", "sport/#", "sport/tennis/player1/#", "+/#", "$share/g/#", "$share/g/a/#" })
	@Mqtt5("MQTT-4.7.1-1")
	@Mqtt3("MQTT-4.7.1-2")
	void multiLevelWildcardIsAcceptedAloneOrAfterSeparatorAtTheEnd(String filter) {
		assertThat(TopicFilter.of(filter).hasWildcards()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "sport#", "sport/tennis#", "sport/tennis/#/ranking", "#/", "##", "#a", "a/##", "+#",
			"$share/g/a#", "$share/g/#/a" })
	@Mqtt5("MQTT-4.7.1-1")
	@Mqtt3("MQTT-4.7.1-2")
	void multiLevelWildcardElsewhereIsRefused(String filter) {
		assertThatIllegalArgumentException().isThrownBy(() -> TopicFilter.of(filter))
			.withMessageStartingWith("Wildcard '")
			.withMessageEndingWith(": '" + filter + "'");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "+", "+/a", "a/+/b", "a/+", "+/+", "/+", "+/", "+/tennis/#", "$share/g/+", "$share/g/+/a" })
	@Mqtt5("MQTT-4.7.1-2")
	@Mqtt3("MQTT-4.7.1-3")
	void singleLevelWildcardIsAcceptedAtAnyLevel(String filter) {
		assertThat(TopicFilter.of(filter).hasWildcards()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "sport+", "+a", "+a/b", "a/+b", "a/b+/c", "++", "a/++/b", "$share/g/a+", "$share/g/+a" })
	@Mqtt5("MQTT-4.7.1-2")
	@Mqtt3("MQTT-4.7.1-3")
	void singleLevelWildcardThatDoesNotFillItsLevelIsRefused(String filter) {
		assertThatIllegalArgumentException().isThrownBy(() -> TopicFilter.of(filter))
			.withMessageMatching("Wildcard '\\+' at index \\d+ must be the only character of its level: .*")
			.withMessageEndingWith(": '" + filter + "'");
	}

	@Test
	void errorNamesTheIndexOfTheWildcardAndTheRemedy() {
		assertThatIllegalArgumentException().isThrownBy(() -> TopicFilter.of("a/#/b"))
			.withMessage("Wildcard '#' at index 2 must be the last character, use '+' for one level: 'a/#/b'");
	}

	@Test
	@Mqtt5("MQTT-4.8.2-1")
	void sharedFilterHasShareNameAndMatchingFilter() {
		TopicFilter filter = TopicFilter.of("$share/consumer1/sport/tennis/+");
		assertThat(filter.isShared()).isTrue();
		assertThat(filter.shareName()).isEqualTo("consumer1");
		assertThat(filter.matchingFilter()).isEqualTo("sport/tennis/+");
		assertThat(filter.hasWildcards()).isTrue();
		assertThat(filter).hasToString("$share/consumer1/sport/tennis/+");
	}

	@Test
	void matchingFilterOfSharedFilterMayStartWithSeparator() {
		TopicFilter filter = TopicFilter.of("$share/consumer1//finance");
		assertThat(filter.shareName()).isEqualTo("consumer1");
		assertThat(filter.matchingFilter()).isEqualTo("/finance");
		assertThat(filter.hasWildcards()).isFalse();
		assertThat(TopicFilter.of("$share/g//").matchingFilter()).isEqualTo("/");
	}

	@ParameterizedTest
	@ValueSource(strings = { "sport/tennis", "$share", "$shared/g/a", "$SHARE/g/a", "/$share/g/a", "$SYS/broker" })
	void otherFilterIsNotShared(String name) {
		TopicFilter filter = TopicFilter.of(name);
		assertThat(filter.isShared()).isFalse();
		assertThat(filter.shareName()).isNull();
		assertThat(filter.matchingFilter()).isEqualTo(name);
		assertThat(filter.matches(name)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "$share/", "$share//", "$share//a", "$share///a" })
	@Mqtt5("MQTT-4.8.2-1")
	void emptyShareNameIsRefused(String filter) {
		assertThatIllegalArgumentException().isThrownBy(() -> TopicFilter.of(filter))
			.withMessage("Share name must have at least one character and none of '/', '+' and '#': '" + filter + "'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "$share/+/a", "$share/g+/a", "$share/#/a", "$share/g#/a", "$share/#", "$share/+" })
	@Mqtt5("MQTT-4.8.2-2")
	void wildcardInShareNameIsRefused(String filter) {
		assertThatIllegalArgumentException().isThrownBy(() -> TopicFilter.of(filter))
			.withMessage("Share name must have at least one character and none of '/', '+' and '#': '" + filter + "'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "$share/g", "$share/g/" })
	@Mqtt5("MQTT-4.8.2-2")
	void shareNameWithoutFilterIsRefused(String filter) {
		assertThatIllegalArgumentException().isThrownBy(() -> TopicFilter.of(filter))
			.withMessage("Share name must be followed by '/' and a topic filter: '" + filter + "'");
	}

	@ParameterizedTest
	@CsvSource(useHeadersInDisplayName = true, textBlock = """
			filter,               topic,                           matches
			# Section 4.7.1.2
			sport/tennis/player1/#, sport/tennis/player1,          true
			sport/tennis/player1/#, sport/tennis/player1/ranking,  true
			sport/tennis/player1/#, sport/tennis/player1/score/wimbledon, true
			sport/tennis/player1/#, sport/tennis/player10,         false
			sport/#,              sport,                           true
			sport/#,              sport/,                          true
			sport/#,              sports,                          false
			'#',                  sport/tennis,                    true
			'#',                  /,                               true
			# Section 4.7.1.3
			sport/tennis/+,       sport/tennis/player1,            true
			sport/tennis/+,       sport/tennis/player2,            true
			sport/tennis/+,       sport/tennis/player1/ranking,    false
			sport/+,              sport,                           false
			sport/+,              sport/,                          true
			+,                    sport,                           true
			+,                    sport/tennis,                    false
			+/tennis/#,           sport/tennis,                    true
			+/tennis/#,           sport/tennis/player1,            true
			+/tennis/#,           sport/golf,                      false
			sport/+/player1,      sport/tennis/player1,            true
			sport/+/player1,      sport/tennis/player2,            false
			+/+,                  /finance,                        true
			/+,                   /finance,                        true
			+,                    /finance,                        false
			# Empty levels
			a/+/c,                a//c,                            true
			a/+,                  a/,                              true
			a//c,                 a//c,                            true
			a//c,                 a/c,                             false
			+/+/+,                //,                              true
			+/+,                  //,                              false
			/#,                   /,                               true
			/#,                   a,                               false
			+/#,                  a,                               true
			a/+/#,                a/,                              true
			a/+/#,                a,                               false
			a/b,                  a/b/c,                           false
			a/b/c,                a/b,                             false
			a/+/c,                a/b/cd,                          false
			a/+/cd,               a/b/c,                           false
			# Shared
			$share/g/a/+,         a/b,                             true
			$share/g/a/b,         a/b,                             true
			$share/g/a/b,         $share/g/a/b,                    false
			$share/g/#,           a,                               true
			""")
	void matchesAsTheSpecificationSays(String filter, String topic, boolean matches) {
		assertThat(TopicFilter.of(filter).matches(topic)).isEqualTo(matches);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			'#',              $SYS/x,                         false
			'#',              $,                              false
			+,                $SYS,                           false
			+/monitor,        $SYS/monitor,                   false
			+/monitor/Clients, $SYS/monitor/Clients,          false
			+/#,              $SYS/x,                         false
			$share/g/#,       $SYS/x,                         false
			$share/g/+/x,     $SYS/x,                         false
			$SYS/#,           $SYS/x,                         true
			$SYS/#,           $SYS,                           true
			$SYS/monitor/+,   $SYS/monitor/Clients,           true
			$SYS/+/Clients,   $SYS/monitor/Clients,           true
			a/#,              a/$SYS,                         true
			a/+,              a/$SYS,                         true
			/#,               /$SYS,                          true
			+/+,              /$SYS,                          true
			""")
	@Mqtt5("MQTT-4.7.2-1")
	@Mqtt3("MQTT-4.7.2-1")
	void wildcardAtTheStartDoesNotMatchTopicThatStartsWithDollar(String filter, String topic, boolean matches) {
		assertThat(TopicFilter.of(filter).matches(topic)).isEqualTo(matches);
	}

	@ParameterizedTest
	@CsvSource({ "\u00E4, a\u0308", "A, a", "/a, a", "a/, a", "'a ', a", "a//b, a/b", "\uFEFFa, a" })
	@Mqtt5("MQTT-4.7.3-4")
	@Mqtt3("MQTT-4.7.3-4")
	void filterIsNotNormalised(String one, String other) {
		assertThat(TopicFilter.of(one).matches(one)).isTrue();
		assertThat(TopicFilter.of(one).matches(other)).isFalse();
		assertThat(TopicFilter.of(other).matches(one)).isFalse();
		assertThat(TopicFilter.of(one + "/+").matches(other + "/x")).isFalse();
		assertThat(TopicFilter.of(one)).isNotEqualTo(TopicFilter.of(other));
	}

	@Test
	void filterWithEveryLevelPossibleMatches() {
		TopicFilter filter = TopicFilter.of("+" + "/+".repeat(32_767));
		assertThat(filter.matches("/".repeat(32_767))).isTrue();
		assertThat(filter.matches("/".repeat(32_768))).isFalse();
		assertThat(TopicFilter.of("/".repeat(65_534) + "#").matches("/".repeat(65_535))).isTrue();
	}

	@Test
	void filtersAreEqualWhenTheyAreWrittenTheSame() {
		assertThat(TopicFilter.of("$share/g/a")).isEqualTo(TopicFilter.of("$share/g/a"))
			.hasSameHashCodeAs(TopicFilter.of("$share/g/a"))
			.isNotEqualTo(TopicFilter.of("$share/h/a"))
			.isNotEqualTo(TopicFilter.of("a"))
			.isNotEqualTo("$share/g/a");
	}

}
