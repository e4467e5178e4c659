package io.topicwire.mqtt.benchmarks.comparison;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.topicwire.mqtt.benchmarks.measure.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Runs the comparison so briefly that its figures mean nothing: only whether it runs is
 * tested.
 */
@Timeout(300)
class SmokeTests {

	private final Processes processes = new Processes(Options.modulesFolder(), Path.of(System.getProperty("java.home")),
			Optional.empty());

	@Test
	void everyClientPublishes() throws IOException {
		assertMovesMessages(Metric.PUBLISH_QOS1, Client.PAHO, Client.HIVEMQ, Client.VERTX, Client.TOPICWIRE);
	}

	@Test
	void ourClientAndAPeerReceive() throws IOException {
		assertMovesMessages(Metric.RECEIVE_QOS1, Client.HIVEMQ, Client.TOPICWIRE);
	}

	@Test
	void listenerReceives() throws IOException {
		assertMovesMessages(Metric.LISTENER_JSON, Client.CONVERTER, Client.LISTENER);
	}

	private void assertMovesMessages(Metric metric, Client... clients) throws IOException {
		Plan plan = new Plan(List.of(clients), List.of(metric), 1, 5, 5, 4);
		ByteArrayOutputStream log = new ByteArrayOutputStream();
		Measurements measurements;
		try (StubProcess stub = this.processes.startStub()) {
			measurements = new Runner(this.processes, stub.ports(), new PrintStream(log, true, StandardCharsets.UTF_8))
				.run(plan);
		}
		assertThat(plan.clients()).as(log.toString(StandardCharsets.UTF_8))
			.allSatisfy((client) -> assertThat(measurements.median(metric, Quantity.RATE, client)).isPresent());
	}

	@Test
	void ourClientSendsWithoutAskingWhatBecomesOfIt() throws IOException {
		Plan plan = new Plan(List.of(Client.TOPICWIRE), List.of(Metric.SEND_QOS0, Metric.ECHO_QOS0), 1, 5, 5, 5);
		ByteArrayOutputStream log = new ByteArrayOutputStream();
		try (StubProcess stub = this.processes.startStub()) {
			new Runner(this.processes, stub.ports(), new PrintStream(log, true, StandardCharsets.UTF_8)).run(plan);
		}
		assertThat(log.toString(StandardCharsets.UTF_8)).contains("rate").doesNotContain("failed");
	}

	@Test
	void tellsWhyAClientCouldNotBeMeasured() throws IOException {
		try (StubProcess stub = this.processes.startStub()) {
			Plan plan = new Plan(List.of(), List.of(), 1, 5, 5, 5);
			Task task = Metric.PUBLISH_QOS0.task(Client.VERTX, plan, stub.ports());
			assertThatExceptionOfType(MeasurementException.class)
				.isThrownBy(() -> this.processes.measure(Client.VERTX, task))
				.withMessageContaining("Compared with MQTT 3.1.1 only");
		}
	}

}
