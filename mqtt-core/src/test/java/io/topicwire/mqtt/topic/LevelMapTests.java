package io.topicwire.mqtt.topic;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LevelMap}.
 */
class LevelMapTests {

	@Test
	void levelIsFoundInsideItsTopic() {
		LevelMap<Integer> map = LevelMap.<Integer>empty().with("bc", 1).with("", 2);
		assertThat(map.get("a/bc/d", 2, 4)).isEqualTo(1);
		assertThat(map.get("a/bc/d", 2, 3)).isNull();
		assertThat(map.get("a/bc/d", 2, 5)).isNull();
		assertThat(map.get("a//d", 2, 2)).isEqualTo(2);
	}

	@Test
	void changeLeavesTheMapAsItWas() {
		LevelMap<Integer> map = LevelMap.<Integer>empty().with("a", 1);
		map.with("a", 2);
		map.with("b", 3);
		map.without("a");
		assertThat(get(map, "a")).isEqualTo(1);
		assertThat(get(map, "b")).isNull();
		assertThat(LevelMap.empty().isEmpty()).isTrue();
	}

	@Test
	void valueOfLevelIsReplaced() {
		LevelMap<Integer> map = LevelMap.<Integer>empty().with("a", 1).with("a", 2);
		assertThat(get(map, "a")).isEqualTo(2);
		assertThat(map.without("a").isEmpty()).isTrue();
	}

	@Test
	void mapWithoutUnknownLevelIsTheSame() {
		LevelMap<Integer> map = LevelMap.<Integer>empty().with("Aa", 1);
		assertThat(map.without("BB")).isSameAs(map);
		assertThat(map.without("b")).isSameAs(map);
	}

	@Test
	void levelsOfTheSameHashAreKeptApart() {
		assertThat(List.of("AaAa", "AaBB", "BBAa", "BBBB")).extracting(String::hashCode)
			.containsOnly("AaAa".hashCode());
		keepsApart(List.of("AaAa", "AaBB", "BBAa", "BBBB", "x"));
	}

	@Test
	void levelsWhoseHashesDifferInTheHighestBitsOnlyAreKeptApart() {
		String low = ofHash(12_345);
		String high = ofHash(12_345 + (1 << 30));
		assertThat(low.hashCode() ^ high.hashCode()).isEqualTo(1 << 30);
		keepsApart(List.of(low, high));
		keepsApart(List.of(low, "x", high, "y"));
	}

	@Test
	void thousandsOfLevelsAreKeptApart() {
		keepsApart(IntStream.range(0, 5_000).mapToObj((i) -> "device-" + i).toList());
	}

	private void keepsApart(List<String> levels) {
		LevelMap<Integer> map = LevelMap.empty();
		for (int i = 0; i < levels.size(); i++) {
			assertThat(get(map, levels.get(i))).isNull();
			map = map.with(levels.get(i), i);
		}
		for (int i = 0; i < levels.size(); i++) {
			assertThat(get(map, levels.get(i))).isEqualTo(i);
		}
		for (int i = 0; i < levels.size(); i++) {
			map = map.without(levels.get(i));
			assertThat(get(map, levels.get(i))).isNull();
			assertThat(map.isEmpty()).isEqualTo(i == levels.size() - 1);
			if (i < levels.size() - 1) {
				assertThat(get(map, levels.get(i + 1))).isEqualTo(i + 1);
			}
		}
	}

	@Test
	void removedLevelLeavesNoTrace() {
		LevelMap<Integer> one = LevelMap.<Integer>empty().with(ofHash(7), 1);
		LevelMap<Integer> two = one.with(ofHash(7 + (1 << 30)), 2);
		assertThat(two.without(ofHash(7 + (1 << 30)))).usingRecursiveComparison().isEqualTo(one);
	}

	private Integer get(LevelMap<Integer> map, String level) {
		return map.get(level, 0, level.length());
	}

	/**
	 * Return a string with the given hash code.
	 */
	private String ofHash(int hash) {
		StringBuilder result = new StringBuilder();
		int rest = hash;
		for (int factor : new int[] { 31 * 31 * 31, 31 * 31, 31, 1 }) {
			result.append((char) (rest / factor));
			rest %= factor;
		}
		return result.toString();
	}

}
