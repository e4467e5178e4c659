package io.topicwire.mqtt.integration;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import io.topicwire.mqtt.spring.config.MqttListenerEndpointRegistry;
import io.topicwire.mqtt.spring.listener.MqttMessageListenerContainer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the endpoint of an application with a real broker, in both kinds of web
 * server.
 */
class EndpointOverHttpTests {

	private static final TestBroker broker = new TestBroker();

	private final HttpClient client = HttpClient.newHttpClient();

	@BeforeAll
	static void startBroker() throws Exception {
		broker.start();
	}

	@AfterAll
	static void stopBroker() throws Exception {
		broker.close();
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void endpointIsThereForReadingOnly(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = run(type)) {
			JsonNode description = get(context);
			assertThat(description.at("/connections/default/state").asString()).isEqualTo("connected");
			assertThat(description.at("/connections/default/url").asString()).isEqualTo(broker.url());
			assertThat(description.toString()).doesNotContain("sesame");
			assertThat(description.at("/listeners/0/id").asString()).isEqualTo("states");
			assertThat(act(context, "listeners/states", "pause").statusCode()).isIn(404, 405);
			assertThat(act(context, "connections/default", "ping").statusCode()).isIn(404, 405);
			assertThat(container(context).isPauseRequested()).isFalse();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void listenersArePausedAndResumedAndBrokersPingedIfThatIsAllowed(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = run(type, "--management.endpoint.mqtt.access=unrestricted")) {
			assertThat(act(context, "listeners/states", "pause").body()).contains("paused");
			assertThat(container(context).isPauseRequested()).isTrue();
			assertThat(get(context).at("/listeners/0/paused").asBoolean()).isTrue();
			assertThat(act(context, "listeners/states", "resume").body()).contains("resumed");
			assertThat(container(context).isPauseRequested()).isFalse();
			assertThat(act(context, "connections/default", "ping").body()).contains("answered");
			HttpResponse<String> unknown = act(context, "listeners/states", "sing");
			assertThat(unknown.statusCode()).isEqualTo(400);
		}
	}

	private static ConfigurableApplicationContext run(WebApplicationType type, String... arguments) {
		String[] all = new String[arguments.length + 1];
		all[0] = "--management.endpoints.web.exposure.include=mqtt";
		System.arraycopy(arguments, 0, all, 1, arguments.length);
		return ConsoleTestApplication.run(broker, type, all);
	}

	private JsonNode get(ConfigurableApplicationContext context) throws Exception {
		HttpResponse<String> response = this.client.send(HttpRequest.newBuilder(uri(context, "")).build(),
				BodyHandlers.ofString());
		assertThat(response.statusCode()).isEqualTo(200);
		return JsonMapper.shared().readTree(response.body());
	}

	private HttpResponse<String> act(ConfigurableApplicationContext context, String path, String action)
			throws Exception {
		return this.client.send(HttpRequest.newBuilder(uri(context, "/" + path))
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString("{\"action\":\"" + action + "\"}"))
			.build(), BodyHandlers.ofString());
	}

	private static URI uri(ConfigurableApplicationContext context, String path) {
		return URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port")
				+ "/actuator/mqtt" + path);
	}

	private static MqttMessageListenerContainer container(ConfigurableApplicationContext context) {
		MqttMessageListenerContainer container = context.getBean(MqttListenerEndpointRegistry.class)
			.getListenerContainer("states");
		assertThat(container).isNotNull();
		return container;
	}

}
