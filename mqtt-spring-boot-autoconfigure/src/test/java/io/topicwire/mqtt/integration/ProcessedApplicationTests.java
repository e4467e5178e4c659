package io.topicwire.mqtt.integration;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.integration.processed.ProcessedApplication;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplicationAotProcessor;
import org.springframework.context.aot.AbstractAotProcessor.Settings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that an application works that was processed ahead of time.
 */
class ProcessedApplicationTests {

	@TempDir
	private Path directory;

	@Test
	void listenersAndPublishersWorkWithWhatWasWrittenDownAheadOfTime() throws Exception {
		process();
		compile();
		try (TestBroker broker = new TestBroker().start(); MqttClient client = connect(broker)) {
			Map<String, String> confirmations = new ConcurrentHashMap<>();
			client.subscribe("confirmations/+", QoS.AT_LEAST_ONCE,
					(message) -> confirmations.put(message.topic(), message.payloadAsString()));
			Process application = run(broker);
			try {
				Awaitility.await()
					.atMost(Duration.ofMinutes(2))
					.failFast("The application has ended", () -> !application.isAlive())
					.until(() -> broker.addresses().containsAll(Set.of("orders.*", "batches.*")));
				publish(client, "orders/7", "{\"quantity\":3}");
				publish(client, "batches/1", "{\"quantity\":4}");
				publish(client, "batches/2", "{\"quantity\":5}");
				Awaitility.await()
					.atMost(Duration.ofMinutes(1))
					.untilAsserted(() -> assertThat(confirmations).as(output()).hasSize(2));
			}
			finally {
				application.destroy();
				assertThat(application.waitFor(1, TimeUnit.MINUTES)).isTrue();
			}
			assertThat(confirmations)
				.isEqualTo(Map.of("confirmations/7", "{\"quantity\":3,\"advisedBy\":\"onMessage\"}",
						"confirmations/batch", "{\"quantity\":9,\"advisedBy\":\"onMessages\"}"));
			assertThat(output()).contains("Starting AOT-processed ProcessedApplication");
		}
	}

	private void process() {
		Settings settings = Settings.builder()
			.sourceOutput(this.directory.resolve("sources"))
			.resourceOutput(this.directory.resolve("classes"))
			.classOutput(this.directory.resolve("classes"))
			.groupId("com.example")
			.artifactId("processed")
			.build();
		String[] arguments = { "--spring.main.web-application-type=none" };
		new SpringApplicationAotProcessor(ProcessedApplication.class, settings, arguments).process();
	}

	private void compile() throws IOException {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		List<Path> sources;
		try (Stream<Path> files = Files.walk(this.directory.resolve("sources"))) {
			sources = files.filter((file) -> file.toString().endsWith(".java")).toList();
		}
		assertThat(sources).isNotEmpty();
		try (StandardJavaFileManager fileManager = compiler.getStandardFileManager(null, null, null)) {
			List<String> options = List.of("-proc:none", "-nowarn", "-classpath", classPath(), "-d",
					this.directory.resolve("classes").toString());
			assertThat(compiler
				.getTask(null, fileManager, null, options, null, fileManager.getJavaFileObjectsFromPaths(sources))
				.call()).isTrue();
		}
	}

	private Process run(TestBroker broker) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.add("-Dspring.aot.enabled=true");
		command.add("-classpath");
		command.add(this.directory.resolve("classes") + File.pathSeparator + classPath());
		command.add(ProcessedApplication.class.getName());
		command.add("--spring.main.web-application-type=none");
		command.add("--mqtt.url=" + broker.url());
		command.add("--mqtt.fail-fast=true");
		return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log().toFile()).start();
	}

	/**
	 * Return the class path without the tools that restart applications.
	 */
	private static String classPath() {
		return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !entry.contains("spring-boot-devtools"))
			.collect(Collectors.joining(File.pathSeparator));
	}

	private static MqttClient connect(TestBroker broker) {
		MqttClient client = MqttClient.builder(broker.url()).build();
		client.connect();
		return client;
	}

	private static void publish(MqttClient client, String topic, String payload) {
		client.publish(MqttMessage.of(topic, payload).qos(QoS.AT_LEAST_ONCE));
	}

	private Path log() {
		return this.directory.resolve("output.log");
	}

	private String output() throws IOException {
		return Files.readString(log());
	}

}
