package io.topicwire.mqtt.integration;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.leftover.ExpectedErrors;
import io.topicwire.mqtt.leftover.SharedClients;
import io.topicwire.mqtt.spring.config.MqttListenerEndpointRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the console of an application with a real broker, in both kinds of web server.
 */
@SharedClients
class ConsoleTests {

	private static final TestBroker broker = new TestBroker();

	// Starting an application takes longer than a test
	private static final Map<List<Object>, ConfigurableApplicationContext> contexts = new LinkedHashMap<>();

	private final HttpClient client = HttpClient.newHttpClient();

	@BeforeAll
	static void startBroker() throws Exception {
		broker.start();
	}

	@AfterAll
	static void stopBroker() throws Exception {
		contexts.values().forEach(ConfigurableApplicationContext::close);
		contexts.clear();
		broker.close();
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void statusTellsWhatTheConsoleMayDo(WebApplicationType type) throws Exception {
		ConfigurableApplicationContext context = context(type);
		HttpResponse<String> response = get(context, "api/status");
		JsonNode status = JsonMapper.shared().readTree(response.body());
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(status.path("application").asString()).isEqualTo("plant-monitor");
		assertThat(status.path("writable").asBoolean()).isFalse();
		assertThat(status.path("limits").path("maximumTopics").asInt()).isEqualTo(10_000);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
		assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
		assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
			.startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
			.doesNotContain("unsafe");
		assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
		assertThat(response.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void librariesAreServedAndKeptByTheBrowser(WebApplicationType type) throws Exception {
		ConfigurableApplicationContext context = context(type);
		HttpResponse<String> script = get(context, "lib/preact.js");
		assertThat(script.statusCode()).isEqualTo(200);
		assertThat(script.body()).contains("export{");
		assertThat(script.headers().firstValue("Content-Type")).hasValue("text/javascript;charset=UTF-8");
		assertThat(get(context, "lib/uplot.js").body()).contains("export { uPlot as default }");
		assertThat(get(context, "lib/uplot.css").headers().firstValue("Content-Type"))
			.hasValue("text/css;charset=UTF-8");
		HttpResponse<String> again = this.client.send(HttpRequest.newBuilder(uri(context, "lib/preact.js"))
			.header("If-None-Match", script.headers().firstValue("ETag").orElseThrow())
			.build(), BodyHandlers.ofString());
		assertThat(again.statusCode()).isEqualTo(304);
		assertThat(again.body()).isEmpty();
		assertThat(get(context, "lib/other.js").statusCode()).isEqualTo(404);
		assertThat(get(context, "..%2fspring.factories").statusCode()).isIn(400, 404);
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void pathWithoutSlashLeadsToThePage(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = ConsoleTestApplication.run(broker, type,
				"--mqtt.console.path=/admin/mqtt")) {
			HttpResponse<String> response = this.client.send(
					HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port(context) + "/admin/mqtt")).build(),
					BodyHandlers.ofString());
			assertThat(response.statusCode()).isEqualTo(302);
			assertThat(response.headers().firstValue("Location")).hasValue("mqtt/");
		}
	}

	@ParameterizedTest
	@CsvSource({ "SERVLET,--server.servlet.context-path=/app", "SERVLET,--spring.mvc.servlet.path=/app",
			"REACTIVE,--spring.webflux.base-path=/app" })
	void consoleIsBelowThePathOfTheApplication(WebApplicationType type, String argument) throws Exception {
		try (ConfigurableApplicationContext context = ConsoleTestApplication.run(broker, type, argument)) {
			String url = "http://127.0.0.1:" + port(context);
			assertThat(send(HttpRequest.newBuilder(URI.create(url + "/app/mqtt-console/api/status")))).isEqualTo(200);
			assertThat(send(HttpRequest.newBuilder(URI.create(url + "/app/mqtt-console/")))).isEqualTo(200);
			assertThat(send(HttpRequest.newBuilder(URI.create(url + "/mqtt-console/api/status")))).isEqualTo(404);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void pageIsToldWhatHappensFromItsOpeningOn(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = ConsoleTestApplication.run(broker, type)) {
			MqttClient client = ConsoleTestApplication.client(context);
			client.publish(MqttMessage.of("plants/7/state", "before").qos(QoS.AT_LEAST_ONCE));
			// The broker may acknowledge what it has not sent to the subscribers yet
			Awaitility.await().until(() -> client.statistics().messagesReceived() == 1);
			try (ConsoleEvents events = events(context, "")) {
				JsonNode connection = events.awaitElement("connections", "connections",
						(card) -> card.path("state").asString().equals("connected"));
				assertThat(connection.path("name").asString()).isEqualTo("default");
				assertThat(connection.path("traced").asBoolean()).isTrue();
				assertThat(connection.path("limits").path("receiveMaximum").asInt()).isPositive();
				assertThat(connection.path("subscriptions").path(0).path("filter").asString())
					.isEqualTo("plants/+/state");
				events.awaitElement("timeline", "timeline",
						(segment) -> segment.path("text").asString().startsWith("Connected to 127.0.0.1:"));
				events.awaitElement("pings", "pings", (ping) -> ping.path("micros").asLong() > 0);
				client.publish(MqttMessage.of("plants/7/state", "{\"value\":21.5}").qos(QoS.AT_LEAST_ONCE));
				JsonNode topic = events.awaitElement("topics", "topics",
						(entry) -> entry.path("received").asInt() == 1);
				assertThat(topic.path("topic").asString()).isEqualTo("plants/7/state");
				assertThat(topic.path("sent").asInt()).isEqualTo(1);
				assertThat(topic.path("preview").asString()).isEqualTo("{\"value\":21.5}");
				JsonNode message = events.awaitElement("messages", "messages",
						(entry) -> entry.path("direction").asString().equals("received"));
				assertThat(message.path("qos").asInt()).isEqualTo(1);
				assertHandled(context, message, "handled");
				JsonNode packet = events.awaitElement("packets", "packets",
						(entry) -> entry.path("type").asString().equals("PUBACK")
								&& entry.path("direction").asString().equals("received"));
				assertThat(packet.path("roundTripMicros").asLong()).isPositive();
				JsonNode listener = events.awaitElement("listeners", "listeners",
						(entry) -> entry.path("averageMillis").isNumber());
				assertThat(listener.path("id").asString()).isEqualTo("states");
				assertThat(listener.path("connection").asString()).isEqualTo("default");
				assertThat(events.all().toString()).doesNotContain("before");
			}
		}
	}

	private void assertHandled(ConfigurableApplicationContext context, JsonNode message, String result) {
		Awaitility.await().untilAsserted(() -> {
			JsonNode detail = JsonMapper.shared()
				.readTree(get(context, "api/messages/" + message.path("id").asLong()).body());
			assertThat(detail.path("handlings").size()).isEqualTo(1);
			assertThat(detail.path("handlings").path(0).path("listener").asString()).isEqualTo("states");
			assertThat(detail.path("handlings").path(0).path("result").asString()).isEqualTo(result);
			assertThat(detail.path("handlings").path(0).path("millis").asDouble()).isPositive();
		});
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	@ExpectedErrors("Handler for 'plants/+/state' failed")
	void messageTellsItsPredecessorPropertiesAndFailure(WebApplicationType type) throws Exception {
		ConfigurableApplicationContext context = context(type);
		try (ConsoleEvents events = events(context, "topic=plants/%2B/state")) {
			events.await("hello", (hello) -> true);
			ConsoleTestApplication.client(context)
				.publish(MqttMessage.of("plants/7/state", new byte[] { 1, 2 }).qos(QoS.AT_LEAST_ONCE));
			ConsoleTestApplication.client(context)
				.publish(MqttMessage.of("plants/7/state", "broken")
					.qos(QoS.AT_LEAST_ONCE)
					.contentType("text/plain")
					.userProperty("unit", "°C"));
			JsonNode message = events.awaitElement("messages", "messages",
					(entry) -> entry.path("direction").asString().equals("received")
							&& entry.path("preview").asString().equals("broken"));
			assertHandled(context, message, "failed");
			JsonNode detail = JsonMapper.shared()
				.readTree(get(context, "api/messages/" + message.path("id").asLong()).body());
			assertThat(detail.path("payload").path("text").asString()).isEqualTo("broken");
			assertThat(detail.path("properties").path("contentType").asString()).isEqualTo("text/plain");
			assertThat(detail.path("properties").path("userProperties").path(0).path(1).asString()).isEqualTo("°C");
			assertThat(detail.path("handlings").path(0).path("error").asString())
				.isEqualTo("IllegalStateException: overheated");
			JsonNode previous = detail.path("previous").path("payload");
			assertThat(previous.path("text").isNull()).isTrue();
			assertThat(Base64.getDecoder().decode(previous.path("base64").asString())).containsExactly(1, 2);
			assertThat(get(context, "api/messages/999999").statusCode()).isEqualTo(404);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void packetsHaveNamedFieldsAndCanBeTakenToWireshark(WebApplicationType type) throws Exception {
		ConfigurableApplicationContext context = context(type);
		try (ConsoleEvents events = events(context, "types=PUBLISH,CONNECT")) {
			events.await("hello", (hello) -> true);
			ConsoleTestApplication.client(context)
				.publish(MqttMessage.of("plants/7/state", "running").qos(QoS.AT_LEAST_ONCE));
			JsonNode packet = events.awaitElement("packets", "packets",
					(entry) -> entry.path("direction").asString().equals("sent"));
			JsonNode detail = JsonMapper.shared()
				.readTree(get(context, "api/packets/" + packet.path("id").asLong()).body());
			assertThat(HexFormat.of().parseHex(detail.path("hex").asString())).hasSize(detail.path("size").asInt());
			assertThat(detail.path("fields").valueStream().map((field) -> field.path("name").asString()))
				.startsWith("Packet type", "Remaining Length", "Topic Name", "Packet Identifier")
				.endsWith("Payload");
			assertThat(new String(get(context, "api/packets.pcapng").body().getBytes())).contains("plants/7/state")
				.doesNotContain("running");
			assertThat(get(context, "api/packets.pcapng?payloads=true").body()).contains("running");
			// Reconnecting shows the CONNECT with its secrets
			ConsoleTestApplication.client(context).reconnect();
			JsonNode connect = events.awaitElement("packets", "packets",
					(entry) -> entry.path("type").asString().equals("CONNECT"));
			String packetWithSecrets = get(context, "api/packets/" + connect.path("id").asLong()).body();
			assertThat(packetWithSecrets).contains("\"Password\"")
				.doesNotContain(HexFormat.of().formatHex("sesame".getBytes()), "sesame");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void brokerIsPingedOnRequest(WebApplicationType type) throws Exception {
		ConfigurableApplicationContext context = context(type);
		HttpResponse<String> response = post(context, "api/connections/ping?name=default", "{}");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(JsonMapper.shared().readTree(response.body()).path("micros").asLong()).isPositive();
		assertThat(post(context, "api/connections/default/ping", "{}").statusCode()).isEqualTo(200);
		assertThat(post(context, "api/connections/ping?name=other", "{}").statusCode()).isEqualTo(404);
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void readOnlyConsoleNeitherPublishesNorPauses(WebApplicationType type) throws Exception {
		ConfigurableApplicationContext context = context(type);
		long published = ConsoleTestApplication.client(context).statistics().messagesPublished();
		HttpResponse<String> response = post(context, "api/publish", "{\"topic\":\"plants/7/state\"}");
		assertThat(response.statusCode()).isEqualTo(403);
		assertThat(response.body()).contains("\"read-only\"", "mqtt.console.writable=true");
		assertThat(post(context, "api/listeners/pause?id=states", "{}").statusCode()).isEqualTo(403);
		assertThat(ConsoleTestApplication.client(context).statistics().messagesPublished()).isEqualTo(published);
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void writableConsolePublishes(WebApplicationType type) throws Exception {
		ConfigurableApplicationContext context = context(type, "--mqtt.console.writable=true");
		CompletableFuture<MqttMessage> received = new CompletableFuture<>();
		ConsoleTestApplication.client(context).subscribe("commands", QoS.EXACTLY_ONCE, received::complete);
		HttpResponse<String> response = post(context, "api/publish", """
				{"topic":"commands","text":"stop","qos":2,"contentType":"text/plain","payloadIsText":true,
				"correlationData":"AQI=","responseTopic":"answers","userProperties":[["a","b"]]}""");
		assertThat(response.body()).contains("\"reasonCode\":\"SUCCESS\"");
		MqttMessage message = received.join();
		assertThat(message.payloadAsString()).isEqualTo("stop");
		assertThat(message.qos()).isEqualTo(QoS.EXACTLY_ONCE);
		assertThat(message.properties().contentType()).isEqualTo("text/plain");
		assertThat(message.properties().correlationData()).containsExactly(1, 2);
		assertThat(message.properties().userProperties()).hasSize(1);
		assertThat(post(context, "api/publish", "{\"topic\":\"a/#\"}").statusCode()).isEqualTo(400);
		assertThat(post(context, "api/publish", "{\"topic\":\"a\",\"qos\":3}").statusCode()).isEqualTo(400);
		assertThat(post(context, "api/publish", "{\"topic\":\"a\",\"messageExpiryInterval\":-1}").statusCode())
			.isEqualTo(400);
		assertThat(post(context, "api/publish", "no JSON").statusCode()).isEqualTo(400);
		assertThat(post(context, "api/publish", "{\"topic\":\"a\",\"text\":\"" + "x".repeat(1_500_000) + "\"}")
			.statusCode()).isEqualTo(413);
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void writableConsolePausesListeners(WebApplicationType type) throws Exception {
		ConfigurableApplicationContext context = context(type, "--mqtt.console.writable=true");
		try (ConsoleEvents events = events(context, "parts=listeners")) {
			MqttListenerEndpointRegistry registry = context.getBean(MqttListenerEndpointRegistry.class);
			assertThat(post(context, "api/listeners/states/pause", "{}").body()).contains("\"paused\":true");
			assertThat(registry.getListenerContainer("states").isPauseRequested()).isTrue();
			events.awaitElement("listeners", "listeners", (listener) -> listener.path("paused").asBoolean());
			assertThat(post(context, "api/listeners/resume?id=states", "{}").body()).contains("\"paused\":false");
			assertThat(registry.getListenerContainer("states").isPauseRequested()).isFalse();
			assertThat(post(context, "api/listeners/pause?id=other", "{}").statusCode()).isEqualTo(404);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void otherSitesCanDoNothing(WebApplicationType type) throws Exception {
		ConfigurableApplicationContext context = context(type, "--mqtt.console.writable=true");
		URI uri = uri(context, "api/publish");
		long published = ConsoleTestApplication.client(context).statistics().messagesPublished();
		String body = "{\"topic\":\"plants/7/state\"}";
		assertThat(send(
				HttpRequest.newBuilder(uri).header("Content-Type", "text/plain").POST(BodyPublishers.ofString(body))))
			.isEqualTo(415);
		assertThat(send(HttpRequest.newBuilder(uri)
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(body)))).isEqualTo(403);
		assertThat(send(request(uri, body).header("Origin", "https://evil.example"))).isEqualTo(403);
		assertThat(send(request(uri, body).header("Sec-Fetch-Site", "cross-site"))).isEqualTo(403);
		assertThat(send(HttpRequest.newBuilder(uri(context, "api/events")).header("Sec-Fetch-Site", "cross-site")))
			.isEqualTo(403);
		assertThat(send(HttpRequest.newBuilder(uri(context, "api/status")).header("X-Forwarded-For", "192.0.2.1")))
			.isEqualTo(403);
		HttpResponse<String> deletion = this.client.send(HttpRequest.newBuilder(uri).DELETE().build(),
				BodyHandlers.ofString());
		assertThat(deletion.statusCode()).isEqualTo(405);
		assertThat(deletion.headers().firstValue("Allow")).hasValue("GET, HEAD, POST");
		assertThat(ConsoleTestApplication.client(context).statistics().messagesPublished()).isEqualTo(published);
		assertThat(send(request(uri, body).header("Origin", "http://127.0.0.1:" + port(context))
			.header("Sec-Fetch-Site", "same-origin"))).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource({ "SERVLET,framework", "SERVLET,native", "REACTIVE,framework", "REACTIVE,native" })
	void proxyIsNoticedThoughTheServerTakesItsHeadersForTheTruth(WebApplicationType type, String strategy)
			throws Exception {
		ConfigurableApplicationContext context = context(type, "--server.forward-headers-strategy=" + strategy);
		URI uri = uri(context, "api/status");
		for (String address : List.of("127.0.0.1", "127.0.0.1, 10.0.0.7", "192.0.2.1")) {
			assertThat(send(HttpRequest.newBuilder(uri).header("X-Forwarded-For", address))).isEqualTo(403);
		}
		assertThat(send(HttpRequest.newBuilder(uri).header("Forwarded", "for=127.0.0.1"))).isEqualTo(403);
	}

	@Test
	void addressThatTomcatMayHaveFromAHeaderIsNotBelieved() throws Exception {
		HttpResponse<String> response = get(
				context(WebApplicationType.SERVLET, "--server.forward-headers-strategy=native"), "api/status");
		assertThat(response.statusCode()).isEqualTo(403);
		assertThat(response.body()).contains("server.forward-headers-strategy", "mqtt.console.allow-remote=true");
	}

	@ParameterizedTest
	@CsvSource({ "SERVLET,framework", "REACTIVE,framework", "REACTIVE,native" })
	void thisMachineIsAnsweredThoughTheServerKnowsProxies(WebApplicationType type, String strategy) throws Exception {
		ConfigurableApplicationContext context = context(type, "--server.forward-headers-strategy=" + strategy);
		assertThat(get(context, "api/status").statusCode()).isEqualTo(200);
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void filterDecidesAboutPayloadsEverywhere(WebApplicationType type) throws Exception {
		ConfigurableApplicationContext context = context(type, "--test.filter=true");
		try (ConsoleEvents events = events(context, "")) {
			events.await("hello", (hello) -> true);
			ConsoleTestApplication.client(context)
				.publish(MqttMessage.of("plants/7/state", "word sesame").qos(QoS.AT_LEAST_ONCE));
			ConsoleTestApplication.client(context)
				.publish(MqttMessage.of("plants/7/secret", "classified")
					.qos(QoS.AT_LEAST_ONCE)
					.userProperty("a", "classified"));
			JsonNode message = events.awaitElement("messages", "messages",
					(entry) -> entry.path("topic").asString().equals("plants/7/state"));
			assertThat(message.path("preview").asString()).isEqualTo("word ***");
			JsonNode secret = events.awaitElement("messages", "messages",
					(entry) -> entry.path("topic").asString().equals("plants/7/secret"));
			assertThat(secret.path("preview").isNull()).isTrue();
			events.awaitElement("packets", "packets",
					(entry) -> entry.path("text").asString().contains("plants/7/secret"));
			StringBuilder everything = new StringBuilder(events.all().toString());
			for (JsonNode entry : JsonMapper.shared().readTree(get(context, "api/messages").body()).path("messages")) {
				everything.append(get(context, "api/messages/" + entry.path("id").asLong()).body());
			}
			for (JsonNode entry : JsonMapper.shared().readTree(get(context, "api/packets").body()).path("packets")) {
				everything.append(get(context, "api/packets/" + entry.path("id").asLong()).body());
			}
			assertThat(everything).doesNotContain("sesame", "classified",
					HexFormat.of().formatHex("classified".getBytes()), HexFormat.of().formatHex("sesame".getBytes()));
			assertThat(get(context, "api/packets.pcapng?payloads=true").statusCode()).isEqualTo(403);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void numberOfOpenPagesIsBounded(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = ConsoleTestApplication.run(broker, type,
				"--mqtt.console.maximum-viewers=1")) {
			try (ConsoleEvents events = events(context, "")) {
				events.await("hello", (hello) -> true);
				HttpResponse<String> response = get(context, "api/events");
				assertThat(response.statusCode()).isEqualTo(503);
				assertThat(response.body()).contains("too-many-viewers", "mqtt.console.maximum-viewers");
				// The page that is open asks for it, too
				HttpResponse<String> status = get(context, "api/status");
				assertThat(status.statusCode()).isEqualTo(200);
				assertThat(JsonMapper.shared().readTree(status.body()).path("refusal").asString())
					.contains("mqtt.console.maximum-viewers");
			}
			// The server notices when it has something to say
			Awaitility.await()
				.until(() -> JsonMapper.shared().readTree(get(context, "api/status").body()).path("refusal").isNull());
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	@ExtendWith(OutputCaptureExtension.class)
	void pageThatIsClosedEndsNoOtherAndIsNoMatterForTheLog(WebApplicationType type, CapturedOutput output)
			throws Exception {
		try (ConfigurableApplicationContext context = ConsoleTestApplication.run(broker, type)) {
			MqttClient client = ConsoleTestApplication.client(context);
			Deque<ConsoleEvents> open = new ArrayDeque<>();
			for (int i = 0; i < 6; i++) {
				ConsoleEvents events = events(context, "parts=messages");
				open.add(events);
				events.await("hello", (hello) -> true);
				// Writing to a page that has gone fails the second time
				for (int k = 0; k < 3; k++) {
					String payload = i + "/" + k;
					client.publish(MqttMessage.of("plants/7/state", payload).qos(QoS.AT_LEAST_ONCE));
					for (ConsoleEvents each : open) {
						each.awaitElement("messages", "messages",
								(message) -> message.path("preview").asString().equals(payload));
					}
				}
				if (open.size() > 1) {
					open.remove().close();
				}
			}
			open.remove().close();
		}
		assertThat(output).doesNotContain("WARN", "ERROR");
	}

	private static ConfigurableApplicationContext context(WebApplicationType type, String... arguments) {
		return contexts.computeIfAbsent(List.of(type, List.of(arguments)),
				(key) -> ConsoleTestApplication.run(broker, type, arguments));
	}

	private static int port(ConfigurableApplicationContext context) {
		return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	private static URI uri(ConfigurableApplicationContext context, String path) {
		return URI.create("http://127.0.0.1:" + port(context) + "/mqtt-console/" + path);
	}

	private ConsoleEvents events(ConfigurableApplicationContext context, String query) throws Exception {
		return new ConsoleEvents(this.client, uri(context, "api/events?" + query));
	}

	private HttpResponse<String> get(ConfigurableApplicationContext context, String path) throws Exception {
		return this.client.send(HttpRequest.newBuilder(uri(context, path)).build(), BodyHandlers.ofString());
	}

	private static HttpRequest.Builder request(URI uri, String body) {
		return HttpRequest.newBuilder(uri)
			.header("Content-Type", "application/json")
			.header("X-MQTT-Console", "1")
			.POST(BodyPublishers.ofString(body));
	}

	private HttpResponse<String> post(ConfigurableApplicationContext context, String path, String body)
			throws Exception {
		return this.client.send(request(uri(context, path), body).build(), BodyHandlers.ofString());
	}

	private int send(HttpRequest.Builder request) throws Exception {
		return this.client.send(request.build(), BodyHandlers.ofString()).statusCode();
	}

}
