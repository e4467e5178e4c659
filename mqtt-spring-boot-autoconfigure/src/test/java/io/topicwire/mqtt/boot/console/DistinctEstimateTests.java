package io.topicwire.mqtt.boot.console;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DistinctEstimate}.
 */
class DistinctEstimateTests {

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 100, 20_000, 500_000, 2_000_000 })
	void numberOfDifferentTopicsIsFoundAboutHoweverOftenEachComes(int count) {
		DistinctEstimate estimate = new DistinctEstimate();
		for (int repetition = 0; repetition < 2; repetition++) {
			for (int i = 0; i < count; i++) {
				estimate.add(new TopicTable.Key("default", "plants/" + i / 100 + "/machines/" + i % 100));
			}
		}
		assertThat((double) estimate.count()).isCloseTo(count, Percentage.withPercentage(2));
	}

}
