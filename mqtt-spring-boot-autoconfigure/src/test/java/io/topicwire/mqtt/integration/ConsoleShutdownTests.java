package io.topicwire.mqtt.integration;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.MqttMessage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of how an application with an open page of the console ends.
 */
class ConsoleShutdownTests {

	private static final TestBroker broker = new TestBroker();

	@BeforeAll
	static void startBroker() throws Exception {
		broker.start();
	}

	@AfterAll
	static void stopBroker() throws Exception {
		broker.close();
	}

	private static ConsoleEvents open(ConfigurableApplicationContext context) throws Exception {
		Integer port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
		return new ConsoleEvents(HttpClient.newHttpClient(),
				URI.create("http://127.0.0.1:" + port + "/mqtt-console/api/events"));
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void openPageDoesNotKeepTheApplicationFromStopping(WebApplicationType type) throws Exception {
		ConfigurableApplicationContext context = ConsoleTestApplication.run(broker, type);
		try (ConsoleEvents events = open(context)) {
			events.await("hello", (hello) -> true);
			CompletableFuture<Void> closed = CompletableFuture.runAsync(context::close);
			events.awaitEnd();
			Awaitility.await().until(closed::isDone);
		}
		finally {
			context.close();
		}
		Awaitility.await().until(() -> !isThreadAlive());
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void threadsEndSomeTimeAfterTheLastPage(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = ConsoleTestApplication.run(broker, type,
				"--mqtt.console.idle-timeout=0")) {
			assertThat(isThreadAlive()).isFalse();
			ConsoleTestApplication.client(context).publish(MqttMessage.of("plants/7/state", "before"));
			// The trace of a client has no thread before somebody looks
			assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.noneMatch((name) -> name.endsWith("-trace"));
			try (ConsoleEvents events = open(context)) {
				events.await("hello", (hello) -> true);
				assertThat(isThreadAlive()).isTrue();
			}
			Awaitility.await().until(() -> !isThreadAlive());
		}
	}

	private static boolean isThreadAlive() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.anyMatch((thread) -> thread.getName().startsWith("mqtt-console"));
	}

}
