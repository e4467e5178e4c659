package io.topicwire.mqtt.integration;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.integration.TestApplication.Reading;
import io.topicwire.mqtt.leftover.ExpectedErrors;
import io.topicwire.mqtt.spring.core.MqttPublishOptions;
import io.topicwire.mqtt.spring.core.MqttTemplate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of an application with a real broker.
 */
@ExtendWith(OutputCaptureExtension.class)
class MessagingTests {

	private static final TestBroker broker = new TestBroker();

	@BeforeAll
	static void startBroker() throws Exception {
		broker.start();
	}

	@AfterAll
	static void stopBroker() throws Exception {
		broker.close();
	}

	static Stream<Arguments> versionsAndQos() {
		return Stream.of("3.1.1", "5")
			.flatMap((version) -> Stream.of(QoS.values()).map((qos) -> Arguments.of(version, qos)));
	}

	@ParameterizedTest
	@MethodSource("versionsAndQos")
	void listenerReceivesWhatTheTemplateSends(String version, QoS qos) {
		try (ConfigurableApplicationContext context = run(version)) {
			MqttTemplate template = context.getBean(MqttTemplate.class);
			MqttPublishOptions options = MqttPublishOptions.DEFAULTS.qos(qos);
			template.send("plants/7/temperature", new Reading(80.5), options);
			template.send("plants/8/temperature", new Reading(-3), options);
			awaitReceived(context, "plant 7: 80.5", "plant 8: -3.0");
		}
	}

	@ParameterizedTest
	@MethodSource("versionsAndQos")
	void propertiesTravelAsFarAsTheVersionHasThem(String version, QoS qos) {
		try (ConfigurableApplicationContext context = run(version)) {
			context.getBean(MqttTemplate.class)
				.send("properties", "x", MqttPublishOptions.DEFAULTS.qos(qos).userProperty("unit", "°C"));
			awaitReceived(context, qos.level() + (version.equals("5") ? " text/plain °C" : " null null"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "3.1.1", "5" })
	@ExpectedErrors("Handler for 'plants/+/temperature' failed")
	void failureOfAListenerIsLoggedOnceAndHurtsNeitherConnectionNorOtherMessages(String version,
			CapturedOutput output) {
		try (ConfigurableApplicationContext context = run(version)) {
			MqttTemplate template = context.getBean(MqttTemplate.class);
			template.send("plants/7/temperature", new Reading(-1000));
			template.send("plants/7/temperature", "{\"celsius\":\"secret\"}");
			template.send("plants/7/temperature", new Reading(20));
			awaitReceived(context, "plant 7: 20.0");
			assertThat(context.getBean(MqttClient.class).status().state()).isEqualTo(ConnectionState.CONNECTED);
			assertThat(context.getBean(MqttClient.class).status().reconnects()).isZero();
			assertThat(output).containsOnlyOnce("IllegalArgumentException: too cold")
				.contains("Listener 'temperatures' failed on message from topic 'plants/7/temperature' with QoS 1")
				.doesNotContain("secret");
		}
	}

	@Test
	void listenerWithOverlappingFiltersHandlesEachCopyOfTheBrokerOnce() {
		try (ConfigurableApplicationContext context = run("5")) {
			MqttClient client = context.getBean(MqttClient.class);
			assertThat(context.getBean(MqttTemplate.class).send("overlap/a", "x").join())
				.isEqualTo(PublishResult.SUCCESS);
			context.getBean(MqttTemplate.class).send("plants/7/temperature", new Reading(1)).join();
			Awaitility.await().until(() -> TestApplication.received(context).contains("plant 7: 1.0"));
			assertThat(TestApplication.received(context))
				.hasSize(Math.toIntExact(client.statistics().messagesReceived()));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "3.1.1", "5" })
	void listenerMaySend(String version) {
		try (ConfigurableApplicationContext context = run(version)) {
			context.getBean(MqttTemplate.class).send("hot/7", null);
			awaitReceived(context, "answered hot/7", "plant 7: 100.0");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "3.1.1", "5" })
	void messagesOfASharedSubscriptionAreHandledOnceByOneOfTheApplications(String version) {
		try (ConfigurableApplicationContext one = run(version); ConfigurableApplicationContext two = run(version)) {
			awaitSubscribed(one, "$share/workers/orders/+");
			awaitSubscribed(two, "$share/workers/orders/+");
			List<String> orders = IntStream.range(0, 100).mapToObj((number) -> "order " + number).toList();
			orders.forEach((order) -> one.getBean(MqttTemplate.class).send("orders/new", order));
			Awaitility.await()
				.untilAsserted(() -> assertThat(
						Stream.concat(TestApplication.received(one).stream(), TestApplication.received(two).stream())
							.toList())
					.containsExactlyInAnyOrderElementsOf(orders));
			assertThat(TestApplication.received(one)).isNotEmpty();
			assertThat(TestApplication.received(two)).isNotEmpty();
		}
	}

	private static void awaitSubscribed(ConfigurableApplicationContext context, String filter) {
		Awaitility.await()
			.until(() -> context.getBean(MqttClient.class)
				.subscriptionStatus()
				.stream()
				.anyMatch(
						(status) -> status.filter().equals(filter) && status.reasonCode() == ReasonCode.GRANTED_QOS_1));
	}

	@Test
	void pingsAreMeasured() {
		try (ConfigurableApplicationContext context = run("5", "--mqtt.fail-fast=true")) {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("mqtt.connection.up").gauge().value()).isEqualTo(1);
			assertThat(context.getBean(MqttClient.class).ping()).isPositive();
			Awaitility.await().until(() -> registry.get("mqtt.ping.latency").timer().count() == 1);
		}
	}

	@Test
	void subscriptionsOfALastingSessionSurviveARestartOfTheApplication() {
		String[] lasting = { "--mqtt.client-id=lasting", "--mqtt.session.clean-start=false",
				"--mqtt.session.expiry-interval=1h", "--mqtt.fail-fast=true" };
		try (ConfigurableApplicationContext context = run("5", lasting)) {
			context.getBean(MqttTemplate.class).send("plants/7/temperature", new Reading(20));
			awaitReceived(context, "plant 7: 20.0");
		}
		try (ConfigurableApplicationContext sender = run("5", "--mqtt.listener.auto-startup=false")) {
			sender.getBean(MqttTemplate.class).send("plants/7/temperature", new Reading(30)).join();
		}
		try (ConfigurableApplicationContext context = run("5", lasting)) {
			awaitReceived(context, "plant 7: 30.0");
		}
	}

	private static ConfigurableApplicationContext run(String version, String... arguments) {
		return TestApplication.run(broker,
				Stream.concat(Stream.of("--mqtt.protocol-version=" + version), Stream.of(arguments))
					.toArray(String[]::new));
	}

	private static void awaitReceived(ConfigurableApplicationContext context, String... expected) {
		Awaitility.await()
			.untilAsserted(() -> assertThat(TestApplication.received(context)).containsExactlyInAnyOrder(expected));
	}

}
