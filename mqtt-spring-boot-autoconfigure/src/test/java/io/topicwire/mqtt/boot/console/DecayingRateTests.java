package io.topicwire.mqtt.boot.console;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DecayingRate}.
 */
class DecayingRateTests {

	private final DecayingRate rate = new DecayingRate();

	@Test
	void oneTimeIsNoRate() {
		assertThat(this.rate.value()).isZero();
		this.rate.add(5_000);
		assertThat(this.rate.value()).isZero();
	}

	@Test
	void steadyRateIsFoundSoonAndKept() {
		for (int i = 0; i <= 100; i++) {
			this.rate.add(1_000_000 + i * 20L);
		}
		assertThat(this.rate.value()).isCloseTo(50, Percentage.withPercentage(2));
		for (int i = 101; i <= 5_000; i++) {
			this.rate.add(1_000_000 + i * 20L);
		}
		assertThat(this.rate.value()).isCloseTo(50, Percentage.withPercentage(2));
	}

	@Test
	void whatWasLongAgoCountsLess() {
		for (int i = 0; i < 1_000; i++) {
			this.rate.add(1_000_000 + i * 10L);
		}
		this.rate.add(1_000_000 + 200_000);
		assertThat(this.rate.value()).isLessThan(1);
	}

	@Test
	void clockThatGoesBackDoesNotConfuseIt() {
		this.rate.add(10_000);
		this.rate.add(9_000);
		this.rate.add(11_000);
		assertThat(this.rate.value()).isFinite().isBetween(0.0, 5.0);
	}

}
