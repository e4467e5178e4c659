package io.topicwire.mqtt.interoperability;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.client.MqttClient;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A broker in a process and a folder of its own, both of which are gone when it is
 * closed.
 */
final class RunningBroker implements AutoCloseable {

	private final Broker broker;

	private final Path folder;

	private final Values values;

	private @Nullable BrokerProcess companion;

	private @Nullable BrokerProcess process;

	private RunningBroker(Broker broker) {
		this.broker = broker;
		try {
			this.folder = Files.createTempDirectory("interoperability");
			this.values = new Values(this.folder);
			for (String resource : broker.launch().files().keySet()) {
				copy(resource, broker.launch().files().get(resource));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void copy(String resource, String name) throws IOException {
		Path file = this.folder.resolve(name);
		Files.createDirectories(file.getParent());
		try (InputStream input = getClass().getResourceAsStream("/brokers/" + resource)) {
			String content = new String(Objects.requireNonNull(input, resource).readAllBytes(), StandardCharsets.UTF_8);
			Files.writeString(file, this.values.resolve(content));
		}
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
	}

	/**
	 * Start a broker and wait until it accepts clients.
	 */
	static RunningBroker start(Broker broker) {
		RunningBroker running = new RunningBroker(broker);
		try {
			running.start();
			return running;
		}
		catch (RuntimeException | Error ex) {
			running.close();
			throw ex;
		}
	}

	Broker broker() {
		return this.broker;
	}

	int port() {
		return this.values.port("tcp");
	}

	/**
	 * Start the broker again after it was killed, with the same ports and folder.
	 */
	void start() {
		if (this.companion == null && !this.broker.launch().companion().isEmpty()) {
			this.companion = startProcess(this.broker.launch().companion());
		}
		BrokerProcess process = startProcess(this.broker.launch().command());
		this.process = process;
		Awaitility.await(this.broker.name())
			.atMost(Duration.ofMinutes(3))
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(50))
			.until(() -> {
				process.requireAlive();
				return acceptsClients();
			});
	}

	private BrokerProcess startProcess(List<String> command) {
		return BrokerProcess.start(Launch.located(this.values.resolve(command)), this.folder,
				this.broker.launch().environment(), this.values);
	}

	private boolean acceptsClients() {
		try (MqttClient client = MqttClient.builder("mqtt://127.0.0.1:" + port())
			.protocolVersion(ProtocolVersion.MQTT_3_1_1)
			.credentials(Values.USERNAME, Values.PASSWORD)
			.build()) {
			client.connect();
			return true;
		}
		catch (MqttException ex) {
			return false;
		}
	}

	/**
	 * Kill the broker; if it would lose what it has to keep, tell it to end instead.
	 */
	void kill() {
		if (this.process != null && this.broker.lacking().containsKey(Feature.CRASH_SAFETY)) {
			this.process.end();
		}
		destroy();
	}

	private void destroy() {
		if (this.process != null) {
			this.process.close();
			this.process = null;
		}
	}

	@Override
	public void close() {
		destroy();
		if (this.companion != null) {
			this.companion.close();
		}
		Folders.delete(this.folder);
	}

}
