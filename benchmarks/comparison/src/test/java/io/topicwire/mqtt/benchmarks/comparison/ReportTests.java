package io.topicwire.mqtt.benchmarks.comparison;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.topicwire.mqtt.benchmarks.measure.Result;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Report}.
 */
class ReportTests {

	private static final Machine MACHINE = new Machine(Instant.EPOCH, "Some VM", "Some system", "2 × Some processor",
			4_096, 0.5);

	private final Measurements measurements = new Measurements();

	private final Plan plan = new Plan(Client.all(),
			List.of(Metric.PUBLISH_QOS0, Metric.ROUND_TRIP_QOS1, Metric.IDLE_1000), 3, 100, 200, 4);

	@Test
	void saysWhereAndWhenItWasMeasured() {
		assertThat(report()).contains(
				"Measured at 1970-01-01T00:00:00Z with Some VM on Some system, 2 × Some processor, 4096 MiB, load 0.50");
	}

	@Test
	void showsMedianAndSpreadAndRatiosToTheBestPeerAndTheLimit() {
		rates(Client.LIMIT, 10_000_000);
		rates(Client.PAHO, 100_000);
		rates(Client.HIVEMQ, 190_000, 210_000, 200_000);
		rates(Client.TOPICWIRE, 1_200_000);
		assertThat(report()).contains(
				"| metric | Limit | Paho 1.2.5 | HiveMQ 1.4.2 | Vert.x 5.1.1 | Topicwire | × best peer | × limit |",
				"| publish-qos0, k msg/s | 10,000 | 100 | 200 (190–210) | – | 1,200 | 6.00 | 0.12 |",
				"| publish-qos0, × best peer | ≥ 5.00 | 6.00 | met |");
	}

	@Test
	void theBestPeerIsTheFastestWhereLessIsBetter() {
		add(Metric.ROUND_TRIP_QOS1, Client.LIMIT, Result.P50, 20);
		add(Metric.ROUND_TRIP_QOS1, Client.PAHO, Result.P50, 30);
		add(Metric.ROUND_TRIP_QOS1, Client.VERTX, Result.P50, 40);
		add(Metric.ROUND_TRIP_QOS1, Client.TOPICWIRE, Result.P50, 33);
		assertThat(report()).contains("| round-trip-qos1, p50, µs | 20.0 | 30.0 | – | 40.0 | 33.0 | 1.10 | 1.65 |",
				"| round-trip-qos1 p50, × limit | ≤ 1.30 | 1.65 | **not met** |");
	}

	@Test
	void nothingIsDividedByAProcessorTimeThatWasTooShortToBeSeen() {
		add(Metric.PUBLISH_QOS0, Client.LIMIT, Result.CPU, 0);
		add(Metric.PUBLISH_QOS0, Client.TOPICWIRE, Result.CPU, 2);
		assertThat(report()).contains("| publish-qos0, CPU, µs per message | 0 | – | – | – | 2.00 | – | – |");
	}

	@Test
	void saysWhatCouldNotBeMeasured() {
		this.measurements.of(Metric.PUBLISH_QOS0, Client.VERTX).failed("connection refused");
		assertThat(report()).contains("| – (failed) |", "- publish-qos0, Vert.x 5.1.1: connection refused");
	}

	@Test
	void virtualThreadsHaveAColumnOnlyWhereTheyMatter() {
		add(Metric.IDLE_1000, Client.HIVEMQ, Result.RESIDENT, 15);
		add(Metric.IDLE_1000, Client.VIRTUAL, Result.RESIDENT, 12);
		assertThat(report()).contains("| Topicwire | Topicwire, virtual threads |",
				"| idle-1000, KiB each | – | – | 15.0 | – | – | 12.0 | – | – |",
				"| idle-1000 with virtual threads, × HiveMQ | ≤ 1.00 | 0.80 | met |");
	}

	@Test
	void listenersAreComparedWithWhatTheySaveTheirUsers() {
		add(Metric.LISTENER_JSON, Client.CONVERTER, Result.RATE, 500_000);
		add(Metric.LISTENER_JSON, Client.LISTENER, Result.RATE, 400_000);
		String page = report(this.plan.metrics(List.of(Metric.PUBLISH_QOS0, Metric.LISTENER_JSON)));
		assertThat(page).contains("| metric | Limit | Paho 1.2.5 | HiveMQ 1.4.2 | Vert.x 5.1.1 | Topicwire | × best",
				"## Listeners\n\n| metric | Converter by hand | @MqttListener |",
				"| listener-json, k msg/s | 500 | 400 | – | – |",
				"| listener-json, × the same converter by hand | ≥ 0.70 | 0.80 | met |");
	}

	@Test
	void comparesWithMosquittoAsTheServer() {
		Measurements broker = new Measurements();
		broker.of(Metric.PUBLISH_QOS0, Client.HIVEMQ)
			.add(Result.empty().with(Result.RATE, 100_000).with(Result.CPU, 8));
		broker.of(Metric.PUBLISH_QOS0, Client.TOPICWIRE)
			.add(Result.empty().with(Result.RATE, 90_000).with(Result.CPU, 2));
		String page = new Report(MACHINE, this.plan, this.measurements, this.plan, broker, Optional.empty(), Map.of())
			.toMarkdown();
		assertThat(page).contains("## Mosquitto",
				"| Mosquitto: publish-qos0, × best peer | ≥ 1.00 | 0.90 | **not met** |",
				"| Mosquitto: publish-qos0, CPU per message, × best peer | ≤ 0.50 | 0.25 | met |");
	}

	@Test
	void showsTheSizeOfTheJarsOfACompleteRun() {
		Plan complete = this.plan.metrics(Metric.all());
		String page = new Report(MACHINE, complete, this.measurements, complete, this.measurements,
				Optional.of("Left out: Mosquitto is not installed.\n"), Map.of(Client.PAHO, 241_862L))
			.toMarkdown();
		assertThat(page).contains("| Paho 1.2.5 | 242 |", "## Mosquitto\n\nLeft out: Mosquitto is not installed.\n",
				"| start, × best peer | ≤ 0.40 | – | not measured |");
	}

	private void rates(Client client, double... rates) {
		for (double rate : rates) {
			add(Metric.PUBLISH_QOS0, client, Result.RATE, rate);
		}
	}

	private void add(Metric metric, Client client, String name, double value) {
		this.measurements.of(metric, client).add(Result.empty().with(name, value));
	}

	private String report() {
		return report(this.plan);
	}

	private String report(Plan plan) {
		return new Report(MACHINE, plan, this.measurements, plan, new Measurements(), Optional.of(""), Map.of())
			.toMarkdown();
	}

}
