package io.topicwire.mqtt.allocation;

import java.util.function.Consumer;

import io.topicwire.mqtt.topic.TopicTrie;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that finding the filters that match a topic allocates nothing.
 */
class RoutingAllocationTests {

	private static final int FILTERS = 9_999;

	private int found;

	@Test
	void topicAmongThousandsOfFiltersIsRoutedWithoutAllocating() {
		TopicTrie<Integer> trie = TopicTrie.empty();
		for (int i = 0; i < FILTERS / 3; i++) {
			String plant = "plants/" + i % 10;
			trie = trie.with(plant + "/machines/" + i + "/temperature", i)
				.with("plants/+/machines/" + i + "/temperature", i)
				.with(plant + "/machines/" + i + "/#", i);
		}
		TopicTrie<Integer> routes = trie;
		Consumer<Integer> consumer = (value) -> this.found++;
		double allocated = AllocatedBytes
			.perOperation(() -> routes.match("plants/7/machines/1237/temperature", consumer));
		assertThat(allocated).isZero();
		assertThat(this.found).isPositive().satisfies((count) -> assertThat(count % 3).isZero());
	}

}
