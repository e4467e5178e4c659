package io.topicwire.mqtt.sample;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.leftover.ExpectedErrors;
import io.topicwire.mqtt.leftover.SharedClients;
import io.topicwire.mqtt.leftover.TrackedClient;
import io.topicwire.mqtt.sample.broker.EmbeddedBroker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link SampleApplication} as a whole, with broker, machines and page.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "sample.broker.port=0", "sample.simulation.interval=50ms", "sample.simulation.speed=40",
				"mqtt.recovery.delay=50ms", "mqtt.recovery.max-delay=200ms", "mqtt.health.grace-period=0" })
@DirtiesContext
@ExtendWith(OutputCaptureExtension.class)
@SharedClients
class SampleApplicationTests {

	@Autowired
	private EmbeddedBroker broker;

	@Autowired
	private MqttClient client;

	private final Browser browser;

	SampleApplicationTests(@LocalServerPort int port) {
		this.browser = new Browser(port);
	}

	@Test
	void simulatedMachinesReportAndObey() {
		await().untilAsserted(() -> {
			JsonNode machines = this.browser.getJson("/api/machines");
			assertThat(machines).filteredOn((machine) -> machine.at("/id/plant").asString().equals("north"))
				.hasSize(4)
				.allSatisfy((machine) -> assertThat(machine.at("/reading/celsius").isNumber()).isTrue())
				.allSatisfy((machine) -> assertThat(machine.at("/state").asString()).isIn("running", "cooling"))
				.anySatisfy((machine) -> assertThat(machine.at("/command/confirmed").isString()).isTrue());
		});
	}

	@Test
	void machineFromOutsideIsShownAndGetsItsCommand() {
		MachineId fan = new MachineId("attic", "fan");
		List<String> commands = new CopyOnWriteArrayList<>();
		try (MqttClient client = connect()) {
			client.subscribe(fan.topic("commands"), QoS.AT_LEAST_ONCE,
					(message) -> commands.add(message.payloadAsString()));
			client.publish(MqttMessage.of(fan.topic("temperature"), "{\"celsius\":95.5}"));
			await().until(() -> !commands.isEmpty());
			assertThat(commands).containsExactly("{\"action\":\"cool-down\",\"reason\":\"95.5 °C is over 90.0 °C\"}");
			assertThat(machine(fan).at("/reading/celsius").asDouble()).isEqualTo(95.5);
			assertThat(machine(fan).at("/command/confirmed").isNull()).isTrue();
			client.publish(MqttMessage.of(fan.topic("confirmations"), "{\"action\":\"cool-down\"}"));
			await().until(() -> machine(fan).at("/command/confirmed").isString());
		}
	}

	@Test
	@ExpectedErrors("Handler for 'plants/+/machines/+/temperature' failed")
	void messageThatCannotBeReadIsAnErrorInTheLogAndNothingElse(CapturedOutput output) {
		MachineId pump = new MachineId("cellar", "pump");
		try (MqttClient client = connect()) {
			client.publish(MqttMessage.of(pump.topic("temperature"), "{\"celsius\":hot}").qos(QoS.AT_LEAST_ONCE));
			await().until(() -> output.getOut().contains(pump.topic("temperature")));
			assertThat(machine(pump).isMissingNode()).isTrue();
			client.publish(MqttMessage.of(pump.topic("temperature"), "{\"celsius\":20}").qos(QoS.AT_LEAST_ONCE));
			await().until(() -> machine(pump).at("/reading/celsius").asDouble() == 20);
		}
		assertThat(health()).isEqualTo("UP");
	}

	private MqttClient connect() {
		MqttClient client = TrackedClient.of(MqttClient.builder(this.broker.url()).build());
		client.connect();
		return client;
	}

	private JsonNode machine(MachineId id) {
		return this.browser.getJson("/api/machines")
			.valueStream()
			.filter((machine) -> machine.at("/id/plant").asString().equals(id.plant())
					&& machine.at("/id/machine").asString().equals(id.machine()))
			.findFirst()
			.orElseGet(MissingNode::getInstance);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/app.js", "/app.css", "/icon.svg" })
	void pageIsServed(String path) {
		HttpResponse<String> response = this.browser.get(path);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isNotBlank();
	}

	@Test
	void eventsTellEverythingAndThenWhatHasChanged() {
		try (Stream<String> lines = this.browser.getLines("/api/events").body()) {
			List<String> events = lines.filter((line) -> line.startsWith("event:")).distinct().limit(3).toList();
			assertThat(events).containsExactly("event:status", "event:machines", "event:changes");
		}
	}

	@Test
	void viewerThatGoesAwayIsForgotten() {
		Stream<String> lines = this.browser.getLines("/api/events").body();
		await().until(() -> metric("sample.viewers") >= 1);
		lines.close();
		await().until(() -> metric("sample.viewers") == 0);
	}

	@Test
	void pingLatencyIsMeasured() {
		this.client.ping();
		JsonNode health = this.browser.getJson("/actuator/health");
		assertThat(health.at("/components/mqtt/details/lastPingLatency").asString()).endsWith(" ms");
		await().until(() -> metric("mqtt.ping.latency") >= 1);
		assertThat(metric("mqtt.connection.up")).isOne();
	}

	private double metric(String name) {
		return this.browser.getJson("/actuator/metrics/" + name).at("/measurements/0/value").asDouble();
	}

	@Test
	void brokerMayGoAndComeBack() throws Exception {
		await().until(() -> health().equals("UP"));
		this.broker.stop();
		await().until(() -> health().equals("DOWN"));
		this.broker.start();
		await().until(() -> health().equals("UP"));
		Instant back = Instant.now();
		await().untilAsserted(() -> assertThat(this.browser.getJson("/api/machines"))
			.filteredOn((machine) -> machine.at("/id/plant").asString().equals("north"))
			.hasSize(4)
			.allSatisfy((machine) -> assertThat(Instant.parse(machine.at("/received").asString())).isAfter(back))
			.allSatisfy((machine) -> assertThat(machine.at("/state").asString()).isIn("running", "cooling")));
	}

	private String health() {
		return this.browser.getJson("/actuator/health").at("/components/mqtt/status").asString();
	}

}
