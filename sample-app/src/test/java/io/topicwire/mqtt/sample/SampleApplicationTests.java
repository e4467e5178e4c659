package io.topicwire.mqtt.sample;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.UserProperty;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.leftover.SharedClients;
import io.topicwire.mqtt.sample.analysis.AnalysisShares;
import io.topicwire.mqtt.sample.cloud.HeadOffice;
import io.topicwire.mqtt.sample.failures.Incident;
import io.topicwire.mqtt.sample.failures.Incidents;
import io.topicwire.mqtt.sample.tracing.TracedSpan;
import io.topicwire.mqtt.sample.tracing.Traces;
import io.topicwire.mqtt.spring.support.MqttHeaders;
import io.topicwire.mqtt.test.CapturedMessages;
import io.topicwire.mqtt.test.EmbeddedMqttBroker;
import io.topicwire.mqtt.test.context.EmbeddedMqtt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link SampleApplication} as a whole, with machines and what the page asks
 * for.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "sample.simulation.interval=250ms", "sample.simulation.speed=16", "sample.simulation.outage=1s",
				"sample.cloud.interval=1s", "mqtt.recovery.delay=50ms", "mqtt.recovery.max-delay=200ms",
				"mqtt.health.grace-period=0", "mqtt.listener.retry.initial-interval=50ms",
				"mqtt.template.reply-timeout=5s", "spring.datasource.url=jdbc:h2:mem:sample-test" })
@EmbeddedMqtt
@DirtiesContext
@SharedClients
class SampleApplicationTests {

	@Autowired
	private EmbeddedMqttBroker broker;

	@Autowired
	private MqttClient client;

	@Autowired
	private Incidents incidents;

	@Autowired
	private AnalysisShares analysisShares;

	@Autowired
	private HeadOffice headOffice;

	@Autowired
	private Traces traces;

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
		CapturedMessages commands = this.broker.capture(fan.topic("commands"));
		this.broker.awaitSubscription("plants/{plant}/machines/{machine}/temperature");
		this.broker.publish(fan.topic("temperature"), "{\"celsius\":95.5}");
		assertThat(commands.awaitOne().payloadAsString())
			.isEqualTo("{\"action\":\"cool-down\",\"reason\":\"95.5 °C is over 90.0 °C\"}");
		assertThat(machine(fan).at("/reading/celsius").asDouble()).isEqualTo(95.5);
		assertThat(machine(fan).at("/command/confirmed").isNull()).isTrue();
		this.broker.publish(fan.topic("confirmations"), "{\"action\":\"cool-down\"}");
		await().until(() -> machine(fan).at("/command/confirmed").isString());
		assertThat(commands).hasSize(1);
		assertThat(this.browser.getJson("/api/machines/attic/fan/history").at("/celsius/0").asDouble()).isEqualTo(95.5);
	}

	@Test
	void messageThatCannotBeReadBecomesADeadLetterAndHoldsUpNothing() {
		MachineId pump = new MachineId("cellar", "pump");
		CapturedMessages deadLetters = this.broker.capture("dead-letters/" + pump.topic("temperature"));
		this.broker.awaitSubscription("plants/{plant}/machines/{machine}/temperature");
		this.broker.publish(pump.topic("temperature"), "{\"celsius\":hot}");
		MqttMessage deadLetter = deadLetters.awaitOne();
		assertThat(deadLetter.payloadAsString()).isEqualTo("{\"celsius\":hot}");
		assertThat(deadLetter.userProperties())
			.contains(new UserProperty(MqttHeaders.DLT_ORIGINAL_TOPIC, pump.topic("temperature")));
		assertThat(machine(pump).isMissingNode()).isTrue();
		this.broker.publish(pump.topic("temperature"), "{\"celsius\":20}");
		await().until(() -> machine(pump).at("/reading/celsius").asDouble() == 20);
		assertThat(this.incidents.latest()).anySatisfy((incident) -> {
			assertThat(incident.kind()).isEqualTo(Incident.Kind.DEAD_LETTER);
			assertThat(incident.topic()).isEqualTo(pump.topic("temperature"));
			assertThat(incident.text()).contains("Cannot read payload as JSON").doesNotContain("hot");
		});
	}

	@Test
	void faultIsToldToTheServiceDeskUntilThatTakesIt() {
		awaitMachines();
		assertThat(this.browser.post("/api/simulation/press/fault").statusCode()).isEqualTo(202);
		await().untilAsserted(() -> assertThat(this.incidents.latest())
			.filteredOn((incident) -> incident.topic().equals(new MachineId("north", "press").topic("faults")))
			.extracting(Incident::kind)
			.containsExactly(Incident.Kind.RECOVERED, Incident.Kind.FAILED, Incident.Kind.FAILED));
	}

	@Test
	void machineWhoseCableIsPulledIsOfflineAndComesBack() {
		awaitMachines();
		MachineId saw = new MachineId("north", "saw");
		CapturedMessages states = this.broker.capture(saw.topic("state"));
		assertThat(this.browser.post("/api/simulation/saw/kill").statusCode()).isEqualTo(202);
		states.await((message) -> message.payloadAsString().equals("offline"));
		await().until(() -> machine(saw).at("/state").asString().equals("offline"));
		await().until(() -> !machine(saw).at("/state").asString().equals("offline"));
	}

	@Test
	void machineRepliesWithItsDiagnosis() {
		awaitMachines();
		HttpResponse<String> response = this.browser.post("/api/machines/north/mill/diagnosis");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).contains("\"state\":", "\"celsius\":", "\"advice\":");
	}

	@Test
	void whatIsAskedOfAMachineThatIsNotThereFails() {
		assertThat(this.browser.post("/api/machines/north/oven/diagnosis").statusCode()).isEqualTo(404);
		assertThat(this.browser.post("/api/simulation/oven/kill").statusCode()).isEqualTo(404);
		MachineId mute = new MachineId("attic", "mute");
		this.broker.awaitSubscription("plants/{plant}/machines/{machine}/temperature");
		this.broker.publish(mute.topic("temperature"), "{\"celsius\":20}");
		await().until(() -> !machine(mute).isMissingNode());
		assertThat(this.browser.post("/api/machines/attic/mute/diagnosis").statusCode()).isEqualTo(504);
	}

	@Test
	void pageOfAnotherSiteCannotPressButtons() {
		assertThat(this.browser.post("/api/simulation/saw/kill", "text/plain").statusCode()).isEqualTo(415);
		assertThat(this.browser.post("/api/machines/north/saw/cool-down", "text/plain").statusCode()).isEqualTo(415);
	}

	@Test
	void vibrationsAreSharedByTwoInstances() {
		await().untilAsserted(() -> assertThat(this.analysisShares.counts().values()).hasSize(2)
			.allSatisfy((count) -> assertThat(count).isGreaterThan(3)));
		await().until(() -> machine(new MachineId("north", "lathe")).at("/vibration/hertz").asDouble() > 0);
	}

	@Test
	void headOfficeGetsASummaryOfThePlant() {
		await().untilAsserted(() -> assertThat(this.headOffice.reports()).anySatisfy((report) -> {
			assertThat(report.plant()).isEqualTo("north");
			assertThat(report.summary().machines()).isEqualTo(4);
			assertThat(report.summary().hottestCelsius()).isGreaterThanOrEqualTo(report.summary().averageCelsius());
		}));
	}

	@Test
	void traceOfACommandGoesOverTheBrokerToItsConfirmation() {
		awaitMachines();
		assertThat(this.browser.post("/api/machines/north/lathe/cool-down").statusCode()).isEqualTo(202);
		await().untilAsserted(() -> assertThat(this.traces.latest())
			.anySatisfy((trace) -> assertThat(trace.spans()).extracting(TracedSpan::name)
				.contains("publish plants/{plant}/machines/{machine}/commands",
						"process plants/{plant}/machines/{machine}/confirmations")));
	}

	private void awaitMachines() {
		for (String machine : List.of("press", "mill", "lathe", "saw")) {
			await().until(() -> machine(new MachineId("north", machine)).at("/state").asString().equals("running")
					|| machine(new MachineId("north", machine)).at("/state").asString().equals("cooling"));
		}
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
	@ValueSource(strings = { "/", "/app.js", "/page.js", "/panels.js", "/history.js", "/tour.js", "/app.css",
			"/icon.svg", "/webjars/uplot/dist/uPlot.esm.js", "/webjars/uplot/dist/uPlot.min.css" })
	void pageIsServed(String path) {
		HttpResponse<String> response = this.browser.get(path);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isNotBlank();
	}

	@Test
	void eventsTellEverythingAndThenWhatHasChanged() {
		try (Stream<String> lines = this.browser.getLines("/api/events").body()) {
			List<String> events = lines.filter((line) -> line.startsWith("event:")).distinct().limit(7).toList();
			assertThat(events).startsWith("event:status")
				.containsExactlyInAnyOrder("event:status", "event:incidents", "event:analysis", "event:cloud",
						"event:traces", "event:machines", "event:changes");
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
		assertThat(health.at("/components/mqtt/components/default/details/lastPingLatency").asString()).endsWith(" ms");
		await().until(() -> metric("mqtt.ping.latency") >= 1);
		assertThat(metric("mqtt.connection.up")).isEqualTo(4);
	}

	private double metric(String name) {
		return this.browser.getJson("/actuator/metrics/" + name).at("/measurements/0/value").asDouble();
	}

	@Test
	void brokerMayGoAndComeBack() {
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
