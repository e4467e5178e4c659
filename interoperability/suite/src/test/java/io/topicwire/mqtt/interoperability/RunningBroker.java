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

import javax.net.ssl.SSLContext;

import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.stream.Transport;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A broker in a process and a folder of its own, both of which are gone when it is
 * closed.
 */
final class RunningBroker implements AutoCloseable {

	/**
	 * How long a broker may take to start on a busy computer.
	 */
	static final Duration STARTING_TIME = Duration.ofMinutes(3);

	private final Broker broker;

	private final Path folder;

	private final Values values;

	// If this JVM is ended before its time, nothing is to be left behind
	private final Thread hook = new Thread(this::cleanUp);

	private final List<Integer> listeners;

	private @Nullable BrokerProcess companion;

	private @Nullable BrokerProcess process;

	private RunningBroker(Broker broker) {
		this.broker = broker;
		try {
			this.folder = Files.createTempDirectory("interoperability");
			Runtime.getRuntime().addShutdownHook(this.hook);
			this.values = new Values(this.folder);
			for (String resource : broker.launch().files().keySet()) {
				copy(resource, broker.launch().files().get(resource));
			}
			this.listeners = this.values.listeners();
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
	 * Return where the broker is.
	 */
	String url(Transport transport) {
		return switch (transport) {
			case TCP -> "mqtt://127.0.0.1:" + this.values.port("tcp");
			case TLS -> "mqtts://127.0.0.1:" + this.values.port("tls");
			case WEB_SOCKET -> "ws://127.0.0.1:" + this.values.port("webSocket") + "/mqtt";
			case SECURE_WEB_SOCKET -> "wss://127.0.0.1:" + this.values.port("secureWebSocket") + "/mqtt";
			case UNIX_SOCKET -> "unix:" + this.values.get("unix");
		};
	}

	/**
	 * Return a context that trusts the broker and nobody else.
	 */
	SSLContext trustingContext() {
		return this.values.certificate().trustingContext();
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
			.atMost(STARTING_TIME)
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(50))
			.until(() -> {
				process.requireAlive();
				return this.listeners.stream().allMatch(Ports::isOpen) && acceptsClients();
			});
	}

	private BrokerProcess startProcess(List<String> command) {
		return BrokerProcess.start(Launch.located(this.values.resolve(command)), this.folder,
				this.broker.launch().environment(), this.values);
	}

	private boolean acceptsClients() {
		try (MqttClient client = MqttClient.builder(url(Transport.TCP))
			.protocolVersion(ProtocolVersion.MQTT_3_1_1)
			.clientId("ready")
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
		Runtime.getRuntime().removeShutdownHook(this.hook);
		cleanUp();
	}

	private void cleanUp() {
		destroy();
		if (this.companion != null) {
			this.companion.close();
		}
		Folders.delete(this.folder);
	}

}
