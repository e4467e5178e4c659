package io.topicwire.mqtt.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.MqttClientListener;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttSessionStoreException;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.ReconnectPolicy;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.client.MqttClientBuilder;
import io.topicwire.mqtt.store.DiskSessionStore;
import io.topicwire.mqtt.trace.PacketLog;
import io.topicwire.mqtt.trace.Redaction;

/**
 * What every child process has: a name, a folder, a client with a session on disk, a
 * journal of messages and one of events, and commands from the process that started it.
 */
final class ChildContext {

	static final String MESSAGES = "messages";

	static final String EVENTS = "events";

	static final String HEAP = "heap";

	static final String STOP = "stop";

	static final String FINISH = "finish";

	static final String CONNECTED = "connected";

	static final String FAILED = "failed";

	static final String THREADS = "threads";

	static final String FINISHED = "finished";

	private final String name;

	private final int port;

	private final ProtocolVersion version;

	private final Path folder;

	private final Journal events;

	private final BufferedReader commands = new BufferedReader(
			new InputStreamReader(System.in, StandardCharsets.UTF_8));

	ChildContext(String[] arguments) {
		this.name = arguments[0];
		this.port = Integer.parseInt(arguments[1]);
		this.version = ProtocolVersion.valueOf(arguments[2]);
		this.folder = Path.of(arguments[3]);
		this.events = new Journal(this.folder.resolve(EVENTS));
		Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> fail(thread.getName(), failure));
	}

	String name() {
		return this.name;
	}

	Path messages() {
		return this.folder.resolve(MESSAGES);
	}

	void event(String line) {
		this.events.append(line);
	}

	void fail(String what, Throwable failure) {
		event(FAILED + " " + what + ": " + failure);
		failure.printStackTrace();
	}

	MqttClientBuilder client() {
		MqttClientBuilder builder = MqttClient.builder("mqtt://127.0.0.1:" + this.port)
			.clientId(this.name)
			.protocolVersion(this.version)
			.cleanStart(false)
			.sessionStore(DiskSessionStore.at(this.folder.resolve("store")))
			.keepAlive(Duration.ofSeconds(1))
			.pingTimeout(Duration.ofSeconds(2))
			.connectTimeout(Duration.ofSeconds(3))
			.operationTimeout(Duration.ofDays(1))
			.reconnect(new ReconnectPolicy(true, true, Long.MAX_VALUE, Duration.ofMillis(50), 1.5,
					Duration.ofMillis(500), Duration.ZERO))
			.listener(new Events());
		if (this.version == ProtocolVersion.MQTT_5) {
			builder.sessionExpiry(Duration.ofDays(1));
		}
		if (Boolean.getBoolean("soak.trace")) {
			builder.trace(new PacketLog(Redaction.SECRETS));
		}
		return builder;
	}

	// The child ends when the process is gone that started it
	private String command() {
		try {
			String command = this.commands.readLine();
			if (command == null) {
				System.exit(3);
			}
			return Objects.requireNonNull(command);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Do what is asked for until that is to finish.
	 * @param stop what to do when no more is to be published
	 */
	void awaitFinish(Runnable stop) {
		for (String command = command(); !command.equals(FINISH); command = command()) {
			if (command.equals(STOP)) {
				stop.run();
			}
			else {
				event(HEAP + " " + usedHeap());
			}
		}
	}

	private static long usedHeap() {
		System.gc();
		System.gc();
		Runtime runtime = Runtime.getRuntime();
		return runtime.totalMemory() - runtime.freeMemory();
	}

	/**
	 * Close the client and report what is left of it.
	 */
	void finish(MqttClient client) {
		event(HEAP + " " + usedHeap());
		client.close();
		List<String> threads = Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((thread) -> thread.startsWith("mqtt-"))
			.toList();
		event(THREADS + " " + threads.size() + " " + threads);
		event(FINISHED);
	}

	private final class Events implements MqttClientListener {

		@Override
		public void connected(ConnectResult result) {
			event(CONNECTED + " " + result.sessionPresent());
		}

		@Override
		public void publishFailed(MqttMessage message, MqttException failure) {
			fail("publish of " + message.payloadAsString(), failure);
		}

		@Override
		public void sessionStoreFailed(MqttSessionStoreException failure) {
			fail("session store", failure);
		}

		@Override
		public void handlerFailed(MqttMessage message, Throwable failure) {
			fail("handler of " + message.payloadAsString(), failure);
		}

		@Override
		public void subscriptionRefused(String filter, MqttException failure) {
			fail("subscription to " + filter, failure);
		}

	}

}
