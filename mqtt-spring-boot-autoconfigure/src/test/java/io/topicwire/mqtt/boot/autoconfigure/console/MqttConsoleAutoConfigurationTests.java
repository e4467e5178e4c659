package io.topicwire.mqtt.boot.autoconfigure.console;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.boot.autoconfigure.MqttAutoConfiguration;
import io.topicwire.mqtt.boot.console.ConsoleRequest;
import io.topicwire.mqtt.boot.console.ConsoleResponse;
import io.topicwire.mqtt.boot.console.ConsoleSettings;
import io.topicwire.mqtt.boot.console.ConsoleViewer;
import io.topicwire.mqtt.boot.console.MqttConsole;
import io.topicwire.mqtt.boot.console.MqttConsolePayloadFilter;
import io.topicwire.mqtt.boot.console.MqttConsoleRecorder;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.FakeMqttClient;
import io.topicwire.mqtt.spring.config.DefaultMqttListenerContainerFactory;
import io.topicwire.mqtt.spring.listener.MqttInvocationListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.core.io.ClassPathResource;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MqttConsoleAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class MqttConsoleAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(MqttAutoConfiguration.class,
			MqttConsoleAutoConfiguration.class);

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(CONFIGURATIONS)
		.withBean("fakeClient", MqttClient.class, FakeMqttClient::new);

	private final WebApplicationContextRunner enabledRunner = this.contextRunner
		.withPropertyValues("mqtt.console.enabled=true");

	private static ConsoleResponse get(ApplicationContext context, String path) {
		ConsoleRequest request = new ConsoleRequest("GET", path, null,
				(name) -> name.equals("Host") ? "localhost" : null, InetAddress.getLoopbackAddress(),
				InetAddress.getLoopbackAddress(), new byte[0]);
		return context.getBean(MqttConsole.class).handle(request).join();
	}

	private static JsonNode status(ApplicationContext context) {
		return JsonMapper.shared().readTree(new String(get(context, "/api/status").body(), StandardCharsets.UTF_8));
	}

	@Test
	void consoleIsOffByDefault() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(MqttConsole.class)
			.doesNotHaveBean(MqttConsoleRecorder.class)
			.doesNotHaveBean("mqttConsoleHandlerMapping"));
	}

	@Test
	void consoleIsServedInAServletApplication(CapturedOutput output) {
		this.enabledRunner.run((context) -> {
			assertThat(context).hasSingleBean(MqttConsole.class);
			assertThat(context).getBean("mqttConsoleHandlerMapping").isInstanceOf(SimpleUrlHandlerMapping.class);
			assertThat(output).contains("MQTT console available at '/mqtt-console/'")
				.doesNotContain("answers every machine");
		});
	}

	@Test
	void consoleIsServedInAReactiveApplication() {
		new ReactiveWebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withBean("fakeClient", MqttClient.class, FakeMqttClient::new)
			.withPropertyValues("mqtt.console.enabled=true")
			.run((context) -> {
				assertThat(context).hasSingleBean(MqttConsole.class);
				assertThat(context).getBean("mqttConsoleHandlerMapping")
					.isInstanceOf(org.springframework.web.reactive.handler.SimpleUrlHandlerMapping.class);
			});
	}

	@Test
	void consoleIsNotThereWithoutAWebApplication() {
		new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withBean("fakeClient", MqttClient.class, FakeMqttClient::new)
			.withPropertyValues("mqtt.console.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(MqttConsole.class));
	}

	@Test
	void consoleIsNotServedWithoutSpringMvc() {
		this.enabledRunner.withClassLoader(new FilteredClassLoader(DispatcherServlet.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("mqttConsoleHandlerMapping"));
	}

	@Test
	void defaultsAreThoseOfTheDocumentation() {
		this.enabledRunner.run((context) -> {
			JsonNode status = status(context);
			assertThat(status.path("writable").asBoolean()).isFalse();
			assertThat(status.path("payloads").asBoolean()).isTrue();
			assertThat(status.path("payloadsFiltered").asBoolean()).isFalse();
			assertThat(status.path("remote").asBoolean()).isFalse();
			Map<String, Integer> limits = JsonMapper.shared()
				.convertValue(status.path("limits"), new TypeReference<>() {

				});
			assertThat(limits).containsEntry("maximumViewers", 8)
				.containsEntry("maximumTopics", 10_000)
				.containsEntry("maximumMessages", 1_000)
				.containsEntry("maximumPackets", 1_000)
				.containsEntry("maximumPayloadSize", 16_384)
				.containsEntry("updateIntervalMillis", 250)
				.containsEntry("pingIntervalMillis", 5_000);
		});
	}

	@ParameterizedTest
	@CsvSource({ "writable=true,writable,true", "show-payloads=false,payloads,false", "allow-remote=true,remote,true" })
	void switchIsMapped(String property, String member, String value) {
		this.enabledRunner.withPropertyValues("mqtt.console." + property)
			.run((context) -> assertThat(status(context).path(member).asString()).isEqualTo(value));
	}

	@ParameterizedTest
	@CsvSource({ "maximum-viewers=3,maximumViewers,3", "maximum-topics=4,maximumTopics,4",
			"maximum-messages=5,maximumMessages,5", "maximum-packets=6,maximumPackets,6",
			"maximum-payload-size=1MB,maximumPayloadSize,1048576", "update-interval=1s,updateIntervalMillis,1000",
			"ping-interval=30,pingIntervalMillis,30000" })
	void limitIsMapped(String property, String member, int value) {
		this.enabledRunner.withPropertyValues("mqtt.console." + property)
			.run((context) -> assertThat(status(context).path("limits").path(member).asInt()).isEqualTo(value));
	}

	@ParameterizedTest
	@ValueSource(strings = { "maximum-viewers=0", "maximum-topics=-1", "maximum-messages=0", "maximum-packets=0",
			"maximum-payload-size=0", "update-interval=10ms", "ping-interval=-1", "idle-timeout=-1", "path=console",
			"path=/console/", "path=/" })
	void valueThatMakesNoSenseIsNamed(String property) {
		this.enabledRunner.withPropertyValues("mqtt.console." + property)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("mqtt.console." + property.substring(0, property.indexOf('='))));
	}

	@Test
	void openingTheConsoleToOthersIsLogged(CapturedOutput output) {
		this.enabledRunner.withPropertyValues("mqtt.console.allow-remote=true")
			.run((context) -> assertThat(output).contains("mqtt.console.allow-remote is true"));
	}

	@Test
	void pathIsMapped(CapturedOutput output) {
		this.enabledRunner.withPropertyValues("mqtt.console.path=/admin/mqtt").run((context) -> {
			assertThat(context.getBean(SimpleUrlHandlerMapping.class).getUrlMap()).containsOnlyKeys("/admin/mqtt",
					"/admin/mqtt/**");
			assertThat(output).contains("MQTT console available at '/admin/mqtt/'");
		});
	}

	@Test
	void filtersAreUsed() {
		this.enabledRunner.withBean(MqttConsolePayloadFilter.class, () -> (connection, message) -> message.payload())
			.run((context) -> assertThat(status(context).path("payloadsFiltered").asBoolean()).isTrue());
	}

	@Test
	void recorderOfTheUserIsUsed() {
		MqttConsoleRecorder recorder = new MqttConsoleRecorder(
				new ConsoleSettings("test", "/mqtt-console", false, false, true,
						new ConsoleSettings.Limits(1, 1, 1, 1, 1),
						new ConsoleSettings.Timing(Duration.ofSeconds(1), Duration.ZERO, Duration.ZERO)),
				Collections.emptyList());
		this.enabledRunner.withBean(MqttConsoleRecorder.class, () -> recorder)
			.run((context) -> assertThat(context.getBean(MqttConsoleRecorder.class)).isSameAs(recorder));
	}

	@Test
	void invocationListenerOfTheApplicationIsToldToo() {
		List<String> told = new ArrayList<>();
		this.enabledRunner.withBean("ownFactory", DefaultMqttListenerContainerFactory.class, () -> {
			DefaultMqttListenerContainerFactory factory = new DefaultMqttListenerContainerFactory(new FakeMqttClient());
			factory.setInvocationListener((listenerId, message, elapsed, failure) -> told.add(listenerId));
			return factory;
		}).run((context) -> {
			MqttInvocationListener listener = context.getBean("ownFactory", DefaultMqttListenerContainerFactory.class)
				.getInvocationListener();
			assertThat(listener).isNotNull();
			listener.invoked("one", MqttMessage.of("a", "x"), Duration.ZERO, null);
			assertThat(told).containsExactly("one");
		});
	}

	@Test
	void missingLibraryIsNamed() {
		this.enabledRunner
			.withClassLoader(new FilteredClassLoader(
					new ClassPathResource("META-INF/maven/org.webjars.npm/uplot/pom.properties")))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("org.webjars.npm:uplot")
				.hasMessageContaining("mqtt-spring-boot-starter"));
	}

	@Test
	void eachClientIsTracedUnderTheNameOfItsConnection() {
		new WebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withPropertyValues("mqtt.console.enabled=true", "mqtt.url=mqtt://127.0.0.1:1",
					"mqtt.connection.plant.url=mqtt://127.0.0.1:1")
			.run((context) -> {
				try (ConsoleViewer viewer = get(context, "/api/events").viewer()) {
					assertThat(viewer).isNotNull();
					assertThat(viewer.next()).containsPattern("\"name\":\"default\".*\"traced\":true")
						.containsPattern("\"name\":\"plant\".*\"traced\":true");
				}
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "META-INF/mqtt-console/index.html", "META-INF/maven/org.mvnpm/htm/pom.properties",
			"META-INF/maven/org.webjars.npm/uplot/pom.properties",
			"META-INF/resources/_static/htm/1.0.0/preact/standalone.module.js",
			"META-INF/resources/webjars/uplot/1.0.0/dist/uPlot.esm.js" })
	void nativeImageHasTheFilesOfThePage(String file) {
		RuntimeHints hints = new RuntimeHints();
		new MqttConsoleAutoConfiguration.Hints().registerHints(hints, null);
		assertThat(RuntimeHintsPredicates.resource().forResource(file)).accepts(hints);
	}

	@Test
	void clientThatIsNotAutoConfiguredIsShownWithoutItsPackets() {
		this.enabledRunner.run((context) -> {
			try (ConsoleViewer viewer = get(context, "/api/events").viewer()) {
				assertThat(viewer).isNotNull();
				assertThat(viewer.next()).containsPattern("\"name\":\"default\".*\"traced\":false");
			}
		});
	}

}
