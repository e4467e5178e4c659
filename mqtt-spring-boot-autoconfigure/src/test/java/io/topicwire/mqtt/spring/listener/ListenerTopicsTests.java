package io.topicwire.mqtt.spring.listener;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.topicwire.mqtt.topic.TopicTemplate;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ListenerTopics}.
 */
class ListenerTopicsTests {

	@Test
	void variablesAreThoseOfTheFirstTemplateThatMatches() {
		ListenerTopics topics = topics("a/{first}", "{any}/b", "c");
		assertThat(topics.variables("a/b")).isEqualTo(Map.of("first", "b"));
		assertThat(topics.variables("x/b")).isEqualTo(Map.of("any", "x"));
		assertThat(topics.variables("c")).isEmpty();
		assertThat(topics.variables("x/y")).isEmpty();
	}

	@Test
	void topicsThatShareAPlaceInTheMemoryAreToldApart() {
		ListenerTopics topics = topics("a/{id}");
		for (int round = 0; round < 2; round++) {
			for (int i = 0; i < 1_000; i++) {
				assertThat(topics.variables("a/" + i)).isEqualTo(Map.of("id", String.valueOf(i)));
			}
		}
	}

	@Test
	void ofTwoTemplatesWithTheSameFilterTheFirstStays() {
		ListenerTopics topics = topics("a/{id}").with(List.of(TopicTemplate.of("a/{other}"), TopicTemplate.of("b")));
		assertThat(topics.filters()).containsExactly("a/+", "b");
		assertThat(topics.variables("a/1")).isEqualTo(Map.of("id", "1"));
	}

	@Test
	void whatWasFoundIsForgottenWithTheTemplate() {
		ListenerTopics topics = topics("a/{id}", "b");
		assertThat(topics.variables("a/1")).isEqualTo(Map.of("id", "1"));
		ListenerTopics remaining = topics.without(List.of("a/+"));
		assertThat(remaining.filters()).containsExactly("b");
		assertThat(remaining.variables("a/1")).isEmpty();
	}

	private static ListenerTopics topics(String... templates) {
		return ListenerTopics.of(Stream.of(templates).map(TopicTemplate::of).toList());
	}

}
