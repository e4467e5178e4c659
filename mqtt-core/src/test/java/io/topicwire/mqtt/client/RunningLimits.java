package io.topicwire.mqtt.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.topicwire.mqtt.DisconnectOptions;
import io.topicwire.mqtt.MqttClientListener;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.OfflinePolicy;
import io.topicwire.mqtt.OutboxFullPolicy;
import io.topicwire.mqtt.OutboxOptions;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReconnectPolicy;
import io.topicwire.mqtt.client.ClientFixture.Gate;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.packet.Disconnect;
import io.topicwire.mqtt.packet.Pingreq;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.store.DiskSessionStore;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * All limits that a running client may reach.
 */
final class RunningLimits {

	private RunningLimits() {
	}

	static List<RunningLimit> all() {
		return List.of(
				new RunningLimit("Time of an operation", "`operationTimeout`",
						"the operation fails with `MqttTimeoutException`; a message that was sent may still arrive",
						RunningLimits::operationTimeout,
						"Publish with QoS 1 to topic 'a' (sent, not acknowledged) was not finished after 30000 ms"),
				new RunningLimit("Time to connect", "`connectTimeout` per server",
						"the attempt fails, the next follows", RunningLimits::connectTimeout,
						"The broker at broker.example.com:1883 did not accept a connection within 10000 ms"),
				new RunningLimit("Time to finish what is under way before DISCONNECT",
						"`DisconnectOptions.timeout`, more than 0, at most 365 days; the `operationTimeout` by default",
						"DISCONNECT is sent all the same, operations that are left fail, enqueued messages wait for the "
								+ "next connection",
						RunningLimits::disconnectTimeout,
						"Disconnect, with 1 operations and messages under way, was not finished after 2000 ms"),
				new RunningLimit("Time to finish what is under way when the client is closed", "5 s",
						"what is left fails with `MqttClosedException`; of a session on disk, enqueued messages are "
								+ "there for the next client",
						RunningLimits::closeTimeout, "The client is closed"),
				new RunningLimit("Clients with the same session on disk", "one at a time, of all processes",
						"refused when the client is built, with `MqttSessionStoreException`",
						RunningLimits::usedSession,
						"Session store '/var/lib/mqtt/meter-7-d2150e42df8e0855.session' is in use by another client of this "
								+ "process: close that client first, or give this one another client identifier or "
								+ "directory"),
				new RunningLimit("Place of sessions on disk", "a directory that can be written to",
						"refused when the client is built, with `MqttSessionStoreException`; if the disk fails later, "
								+ "messages are refused and the connection ends until it works again",
						RunningLimits::unusableDirectory,
						"Cannot open session store '/var/lib/mqtt/meter-7-d2150e42df8e0855.session': '/var/lib/mqtt' is not a "
								+ "directory. Choose a directory"),
				new RunningLimit("Time to answer a PINGREQ", "`pingTimeout`",
						"the connection is closed and made anew, counted as `pingTimeouts`", RunningLimits::pingTimeout,
						"The broker did not answer a PINGREQ within 10000 ms; the connection is taken for dead"),
				new RunningLimit("Packet from the broker", "`maximumPacketSize`",
						"the connection ends with DISCONNECT 0x95 and is made anew", RunningLimits::receivedPacketSize,
						"Received a bad PUBLISH packet: remaining length makes a packet of 33 bytes, 32 are accepted; "
								+ "raise maximumPacketSize if the packet is wanted"),
				new RunningLimit("Messages the broker sends without waiting for their acknowledgement",
						"`receiveMaximum`", "the connection ends with DISCONNECT 0x93 and is made anew",
						RunningLimits::receiveMaximum,
						"The broker sent more than 1 messages without waiting for their acknowledgement"),
				new RunningLimit("Messages and bytes that wait to be sent",
						"`OutboxOptions.maxMessages` and `maxBytes`, policy `FAIL`",
						"publishing fails with `MqttOutboxFullException`", () -> outbox(OutboxFullPolicy.FAIL, false),
						"No room in the outbox for a message of 1 bytes to topic 'b': 1 messages with 1 bytes are "
								+ "waiting to be sent, 1 messages with 5 bytes may; raise these limits or publish more slowly"),
				new RunningLimit("The same", "policy `DROP_OLDEST`",
						"the message that waits longest fails with `MqttMessageDroppedException`, counted as "
								+ "`messagesDroppedFromOutbox`",
						() -> outbox(OutboxFullPolicy.DROP_OLDEST, true),
						"The message to topic 'a' was dropped: it had waited longest when the outbox was full, with "
								+ "1 messages of 1 bytes; raise its limits or publish more slowly"),
				new RunningLimit("The same", "policy `DROP_NEWEST`",
						"the new message fails with `MqttMessageDroppedException`, counted as "
								+ "`messagesDroppedFromOutbox`",
						() -> outbox(OutboxFullPolicy.DROP_NEWEST, false),
						"The message to topic 'b' was dropped: it came when the outbox was full, with 1 messages of "
								+ "1 bytes; raise its limits or publish more slowly"),
				new RunningLimit("Wait for room in the outbox", "`OutboxOptions.maxWait`, policy `WAIT`",
						"publishing fails with `MqttOutboxFullException`", () -> outbox(OutboxFullPolicy.WAIT, false),
						"No room in the outbox for a message of 1 bytes to topic 'b' within 10000 ms: 1 messages with "
								+ "1 bytes are waiting to be sent, 1 messages with 5 bytes may; raise these limits or "
								+ "publish more slowly"),
				new RunningLimit("Messages and bytes that wait for room in the outbox",
						"`OutboxOptions.maxWaiting` and `maxBytes`, policy `WAIT`",
						"publishing fails at once with `MqttOutboxFullException`",
						() -> lastOf(OutboxFullPolicy.WAIT, "a", "b", "c"),
						"No room in the outbox for a message of 1 bytes to topic 'c': 1 messages with 1 bytes are "
								+ "waiting for room already, 1 messages with 5 bytes may; raise these limits or publish "
								+ "more slowly"),
				new RunningLimit("Message to be sent", "`OutboxOptions.maxBytes`",
						"publishing fails with `MqttOutboxFullException`, whatever the policy",
						() -> lastOf(OutboxFullPolicy.DROP_OLDEST, "longer"),
						"The message of 6 bytes to topic 'longer' is larger than the outbox, which holds 5 bytes; raise "
								+ "its limit if the message is wanted"),
				new RunningLimit("Messages that wait without a connection",
						"`OutboxOptions.whileOffline`, all by default",
						"publishing one that may not wait fails with `MqttConnectionException`", RunningLimits::offline,
						"The message of QoS 0 to topic 'a' is not kept while there is no connection, and the client is "
								+ "DISCONNECTED; connect first, or choose an OfflinePolicy that keeps it"),
				new RunningLimit("The same", "the connection ends",
						"those that wait and may not fail with `MqttConnectionException`",
						RunningLimits::waitingOffline,
						"Publish with QoS 1 to topic 'b' (never sent) failed: the connection ended, and messages of "
								+ "QoS 1 are not kept while there is none"),
				new RunningLimit("Topic name", "65,535 bytes in UTF-8", "refused by the call",
						() -> refused((client) -> client.publishAsync(MqttMessage.empty("a".repeat(65_536)))),
						"Topic name must have at most 65535 bytes in UTF-8 but has 65536 characters, shorten it: '"
								+ "a".repeat(64) + "...'"),
				new RunningLimit("Correlation data", "65,535 bytes", "refused by the call", () -> refused(
						(client) -> client.publishAsync(MqttMessage.empty("a").correlationData(new byte[65_536]))),
						"Correlation data must not be longer than 65535 bytes but has 65536"),
				new RunningLimit("Waiting for the own client", "never on its own threads",
						"a handler, listener or future stage that would wait fails at once with `IllegalStateException`",
						RunningLimits::waitingHandler,
						"A handler, listener or future stage must not wait for its own client: call publishAsync() "
								+ "instead of publish()"));
	}

	private static String operationTimeout() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<?> result = fixture.client.publishAsync(MqttMessage.of("a", "x").qos(QoS.AT_LEAST_ONCE));
			connection.expect(Publish.class);
			fixture.timer.advanceTo(ClientFixture.OPERATION_TIMEOUT);
			return message(result);
		}
	}

	private static String connectTimeout() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			CompletableFuture<?> result = fixture.client.connectAsync();
			fixture.broker.awaitConnection();
			fixture.timer.advanceTo(ClientFixture.CONNECT_TIMEOUT);
			return message(result);
		}
	}

	private static String disconnectTimeout() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			fixture.client.publishAsync(MqttMessage.of("a", "x").qos(QoS.AT_LEAST_ONCE));
			connection.expect(Publish.class);
			CompletableFuture<?> result = fixture.client
				.disconnectAsync(DisconnectOptions.DEFAULT.timeout(Duration.ofSeconds(2)));
			fixture.timer.advanceTo(Duration.ofSeconds(2));
			return message(result);
		}
	}

	private static String closeTimeout() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<?> result = fixture.client.publishAsync(MqttMessage.of("a", "x").qos(QoS.AT_LEAST_ONCE));
			connection.expect(Publish.class);
			CompletableFuture<?> closed = CompletableFuture.runAsync(fixture.client::close);
			fixture.timer.advanceTo(Duration.ofSeconds(5));
			connection.expect(Disconnect.class);
			connection.close();
			ClientFixture.await(closed);
			return message(result);
		}
	}

	private static String usedSession() throws IOException {
		Path directory = Files.createTempDirectory("sessions");
		MqttClientBuilder builder = storing(directory);
		try (MqttClient client = builder.build()) {
			return refused(directory, builder);
		}
		finally {
			try (Stream<Path> files = Files.list(directory)) {
				for (Path file : files.toList()) {
					Files.delete(file);
				}
			}
			Files.delete(directory);
		}
	}

	private static String unusableDirectory() throws IOException {
		Path file = Files.createTempFile("sessions", "");
		try {
			return refused(file, storing(file));
		}
		finally {
			Files.delete(file);
		}
	}

	private static MqttClientBuilder storing(Path directory) {
		return MqttClient.builder("mqtt://broker.example.com")
			.clientId("meter-7")
			.cleanStart(false)
			.sessionExpiry(Duration.ofDays(7))
			.sessionStore(DiskSessionStore.at(directory));
	}

	private static String refused(Path directory, MqttClientBuilder builder) {
		return String.valueOf(catchThrowable(builder::build).getMessage())
			.replace(directory.toString(), "/var/lib/mqtt");
	}

	private static String pingTimeout() {
		return lost((builder) -> builder.keepAlive(Duration.ZERO), (fixture, connection) -> {
			fixture.client.pingAsync();
			connection.expect(Pingreq.class);
			fixture.awaitWritten(connection);
			fixture.timer.advanceTo(Duration.ofSeconds(10));
		});
	}

	private static String receivedPacketSize() {
		return lost((builder) -> builder.maximumPacketSize(32), (fixture, connection) -> connection
			.send(new Publish(0, false, MqttMessage.of("a", "x".repeat(27)), 0)));
	}

	private static String receiveMaximum() {
		try (Gate gate = new Gate()) {
			MqttClientListener opener = new MqttClientListener() {

				@Override
				public void disconnected(@Nullable MqttException failure) {
					gate.open();
				}

			};
			return lost((builder) -> builder.receiveMaximum(1).defaultHandler(gate).listener(opener),
					(fixture, connection) -> connection.send(ClientFixture.publish(1, "a", "x", QoS.AT_LEAST_ONCE),
							ClientFixture.publish(2, "a", "x", QoS.AT_LEAST_ONCE)));
		}
	}

	/**
	 * Publish one message more than the outbox holds.
	 * @return why the first or the second one fails
	 */
	private static String outbox(OutboxFullPolicy policy, boolean first) {
		try (ClientFixture fixture = withOutbox(policy)) {
			CompletableFuture<?> a = fixture.client.publishAsync(MqttMessage.of("a", "x"));
			CompletableFuture<?> b = fixture.client.publishAsync(MqttMessage.of("b", "x"));
			fixture.timer.advance(OutboxOptions.DEFAULT.maxWait());
			return message(first ? a : b);
		}
	}

	/**
	 * Publish messages whose payload is as long as their topic.
	 * @return why the last one fails
	 */
	private static String lastOf(OutboxFullPolicy policy, String... topics) {
		try (ClientFixture fixture = withOutbox(policy)) {
			CompletableFuture<?> last = CompletableFuture.completedFuture(null);
			for (String topic : topics) {
				last = fixture.client.publishAsync(MqttMessage.of(topic, topic));
			}
			return message(last);
		}
	}

	private static String offline() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.outbox(OutboxOptions.DEFAULT.whileOffline(OfflinePolicy.KEEP_ACKNOWLEDGED)))) {
			return message(fixture.client.publishAsync(MqttMessage.of("a", "x")));
		}
	}

	private static String waitingOffline() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.outbox(OutboxOptions.DEFAULT.whileOffline(OfflinePolicy.KEEP_NONE)))) {
			FakeConnection connection = fixture.connectWithReceiveMaximum(1);
			fixture.client.publishAsync(MqttMessage.of("a", "x").qos(QoS.AT_LEAST_ONCE));
			CompletableFuture<?> waiting = fixture.client.publishAsync(MqttMessage.of("b", "x").qos(QoS.AT_LEAST_ONCE));
			connection.expect(Publish.class);
			connection.close();
			return message(waiting);
		}
	}

	private static ClientFixture withOutbox(OutboxFullPolicy policy) {
		return new ClientFixture(ProtocolVersion.MQTT_5, (builder) -> builder
			.outbox(OutboxOptions.DEFAULT.limit(1, 5).whenFull(policy).waitLimit(OutboxOptions.DEFAULT.maxWait(), 1)));
	}

	private static String refused(Consumer<MqttClient> call) {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			return String.valueOf(catchThrowable(() -> call.accept(fixture.client)).getMessage());
		}
	}

	private static String waitingHandler() throws InterruptedException {
		BlockingQueue<String> messages = new LinkedBlockingQueue<>();
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			fixture.client.connectAsync()
				.thenRun(() -> messages.add(String
					.valueOf(catchThrowable(() -> fixture.client.publish(MqttMessage.empty("a"))).getMessage())));
			fixture.broker.accept();
			return String.valueOf(messages.poll(10, TimeUnit.SECONDS));
		}
	}

	/**
	 * Return why a connection is lost.
	 */
	private static String lost(UnaryOperator<MqttClientBuilder> settings, Cause cause) {
		CompletableFuture<MqttException> lost = new CompletableFuture<>();
		MqttClientListener listener = new MqttClientListener() {

			@Override
			public void disconnected(@Nullable MqttException failure) {
				lost.complete(failure);
			}

		};
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> settings.apply(builder).listener(listener).reconnect(ReconnectPolicy.NEVER))) {
			cause.accept(fixture, fixture.connect());
			return ClientFixture.await(lost).getMessage();
		}
	}

	private static String message(CompletableFuture<?> result) {
		return ClientFixture.awaitFailure(result, MqttException.class).getMessage();
	}

	/**
	 * Lets a connection be lost.
	 */
	@FunctionalInterface
	private interface Cause {

		void accept(ClientFixture fixture, FakeConnection connection);

	}

}
