package io.topicwire.mqtt.sample.history;

import java.time.Instant;

import io.topicwire.mqtt.sample.MachineId;
import io.topicwire.mqtt.sample.Reading;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.jdbc.autoconfigure.DataJdbcRepositoriesAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.jdbc.repository.config.EnableJdbcRepositories;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReadingHistory} with its database.
 */
@SpringBootTest(classes = ReadingHistoryTests.HistoryConfiguration.class,
		properties = { "spring.datasource.url=jdbc:h2:mem:readings-test", "sample.history.rows=150" })
class ReadingHistoryTests {

	private static final Instant TIME = Instant.parse("2026-11-24T08:00:00Z");

	@Autowired
	private ReadingHistory readingHistory;

	@Autowired
	private ReadingRepository repository;

	@Test
	void latestReadingsOfAMachineAreFoundTheOldestFirst() {
		MachineId press = new MachineId("north", "press");
		for (int i = 0; i < 5; i++) {
			add(press, i);
			add(new MachineId("north", "mill"), 50 + i);
			add(new MachineId("south", "press"), 70 + i);
		}
		assertThat(this.readingHistory.latest(press, 3)).extracting(StoredReading::celsius)
			.containsExactly(2.0, 3.0, 4.0);
		assertThat(this.readingHistory.latest(press, 1)).extracting(StoredReading::receivedAt)
			.containsExactly(TIME.plusSeconds(4).toEpochMilli());
	}

	@Test
	void oldestReadingsAreDeletedWhenThereAreTooMany() {
		MachineId saw = new MachineId("north", "saw");
		for (int i = 0; i < 320; i++) {
			add(saw, i);
			assertThat(this.repository.count()).isLessThan(150 + ReadingHistory.DELETE_EVERY);
		}
		assertThat(this.readingHistory.latest(saw, 1_000)).hasSizeGreaterThanOrEqualTo(150)
			.last()
			.extracting(StoredReading::celsius)
			.isEqualTo(319.0);
	}

	private void add(MachineId id, int number) {
		this.readingHistory.add(id, new Reading(number, null), TIME.plusSeconds(number));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(HistoryProperties.class)
	@EnableJdbcRepositories
	@Import(ReadingHistory.class)
	@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
			JdbcTemplateAutoConfiguration.class, DataSourceInitializationAutoConfiguration.class,
			DataJdbcRepositoriesAutoConfiguration.class })
	static class HistoryConfiguration {

	}

}
