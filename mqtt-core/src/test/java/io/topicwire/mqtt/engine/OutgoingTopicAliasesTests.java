package io.topicwire.mqtt.engine;

import io.topicwire.mqtt.conformance.Mqtt5;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OutgoingTopicAliases}.
 */
class OutgoingTopicAliasesTests {

	private final OutgoingTopicAliases aliases = new OutgoingTopicAliases(2);

	@Test
	@Mqtt5({ "MQTT-3.3.2-8", "MQTT-3.3.2-9" })
	void aliasesAreGivenFromOneToTheMaximum() {
		assertThat(publish("topic/a")).isEqualTo("1 new");
		assertThat(publish("topic/b")).isEqualTo("2 new");
		assertThat(publish("topic/a")).isEqualTo("1");
		assertThat(publish("topic/b")).isEqualTo("2");
	}

	@Test
	@Mqtt5("MQTT-3.2.2-18")
	void withoutAMaximumThereAreNoAliases() {
		OutgoingTopicAliases none = new OutgoingTopicAliases(0);
		assertThat(none.known("topic/a")).isZero();
		assertThat(none.propose("topic/a")).isZero();
	}

	@Test
	void topicThatIsNotLongerThanItsAliasHasNone() {
		assertThat(publish("abcd")).isEqualTo("0");
		assertThat(publish("abcd")).isEqualTo("0");
		assertThat(publish("abcde")).isEqualTo("1 new");
	}

	@Test
	void aliasThatWasNotAssignedIsNotKnown() {
		assertThat(this.aliases.propose("topic/a")).isOne();
		assertThat(this.aliases.known("topic/a")).isZero();
		assertThat(publish("topic/b")).isEqualTo("1 new");
		assertThat(publish("topic/a")).isEqualTo("2 new");
	}

	@Test
	@Mqtt5("MQTT-3.2.2-17")
	void topicsThatTakeTurnsDoNotTakeAliasesFromEachOther() {
		publish("topic/a");
		publish("topic/b");
		for (int i = 0; i < 3; i++) {
			assertThat(publish("topic/c")).isEqualTo("0");
			assertThat(publish("topic/a")).isEqualTo("1");
			assertThat(publish("topic/b")).isEqualTo("2");
		}
	}

	@Test
	void topicThatIsUsedMoreTakesOverTheLeastRecentlyUsedAlias() {
		publish("topic/a");
		publish("topic/b");
		publish("topic/a");
		assertThat(publish("topic/c")).isEqualTo("0");
		assertThat(publish("topic/c")).isEqualTo("2 new");
		assertThat(publish("topic/c")).isEqualTo("2");
		assertThat(publish("topic/a")).isEqualTo("1");
		assertThat(publish("topic/b")).isEqualTo("0");
		assertThat(publish("topic/b")).isEqualTo("2 new");
		assertThat(publish("topic/c")).isEqualTo("0");
	}

	@Test
	void topicsThatAreUsedOnceAreForgotten() {
		publish("topic/a");
		publish("topic/b");
		publish("topic/c");
		publish("topic/d");
		publish("topic/e");
		assertThat(publish("topic/c")).isEqualTo("0");
		assertThat(publish("topic/e")).isEqualTo("1 new");
	}

	private String publish(String topic) {
		int known = this.aliases.known(topic);
		if (known != 0) {
			return String.valueOf(known);
		}
		int proposed = this.aliases.propose(topic);
		if (proposed == 0) {
			return "0";
		}
		this.aliases.assign(topic, proposed);
		return proposed + " new";
	}

}
