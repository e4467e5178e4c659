package io.topicwire.mqtt.boot.console;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PingHistory}.
 */
class PingHistoryTests {

	private final PingHistory history = new PingHistory();

	@Test
	void withoutPingsThereIsNothingToTell() {
		assertThat(this.history.summary(0)).containsEntry("lastMicros", null)
			.containsEntry("p95Micros", null)
			.containsEntry("count", 0)
			.containsEntry("missed", 0);
	}

	@Test
	void summaryIsOfTheLastFifteenMinutes() {
		this.history.add(0, Duration.ofSeconds(5));
		long now = PingHistory.LENGTH.toMillis() + 1;
		for (int i = 1; i <= 100; i++) {
			this.history.add(now, Duration.ofMillis(i));
		}
		this.history.add(now, null);
		assertThat(this.history.summary(now)).containsEntry("lastMicros", 100_000L)
			.containsEntry("p50Micros", 50_000L)
			.containsEntry("p95Micros", 95_000L)
			.containsEntry("maximumMicros", 100_000L)
			.containsEntry("count", 100)
			.containsEntry("missed", 1);
		assertThat(this.history.after(0, now)).hasSize(101);
		assertThat(this.history.after(101, now)).singleElement().extracting(PingHistory.Ping::micros).isNull();
	}

	@Test
	void historyIsBoundedHoweverOftenIsPinged() {
		for (int i = 0; i < 5_000; i++) {
			this.history.add(i, Duration.ofMillis(1));
		}
		assertThat(this.history.after(0, 5_000)).hasSize(1_000);
	}

}
