package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.List;
import java.util.logging.Level;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.client.ClientFixture.Gate;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.fake.LogRecorder;

/**
 * The limits of what a running client receives.
 */
final class RunningInboxLimits {

	private RunningInboxLimits() {
	}

	static List<RunningLimit> all() {
		return List.of(
				new RunningLimit("Messages of QoS 0 that wait for handlers",
						"`inboxMessages` messages and `inboxLimit` bytes",
						"`onInboxOverflow`: the newest or the oldest is dropped, counted as `messagesDropped`, "
								+ "or nothing is read",
						RunningInboxLimits::overflow,
						"Handlers are too slow: messages of QoS 0 are dropped, the first one to topic 'a'"),
				new RunningLimit("Time a handler runs", "`handlerStuckAfter`",
						"the others go on without it, counted as `handlersStuck`; its own messages wait",
						RunningInboxLimits::stuckHandler,
						"Handler for 'a' has not returned for 60000 ms with a message of QoS 1 to topic 'a'; its "
								+ "messages wait, other handlers go on without it."),
				new RunningLimit("Bytes of messages of QoS 1 and 2 that wait for a stuck handler",
						"half of `inboxLimit`", "`onHandlerFailure`, counted as `handlerFailures`",
						RunningInboxLimits::stuckMessages,
						"Handler for 'a' does not return: its messages take too much room, so that they are treated "
								+ "as if it had failed, the first one to topic 'a'"),
				new RunningLimit("Messages of QoS 1 and 2 that are left unacknowledged", "`receiveMaximum`",
						"the broker sends no more of them, counted as `receiveStalls`", RunningInboxLimits::stall,
						"1 messages of QoS 1 and 2 are unacknowledged because their handlers failed, were stopped, are "
								+ "missing or do not return; the broker sends no more of them until handlers return "
								+ "or there is another connection. Mend the handlers, or raise the receive maximum"),
				new RunningLimit("Messages of a resumed session that wait for their handler to be registered",
						"`receiveMaximum` messages and `inboxLimit` bytes, `operationTimeout` from the connect",
						"`onUnmatchedMessage`, counted as `messagesUnmatched`", RunningInboxLimits::unmatched,
						"No handler for a message of QoS 1 to topic 'a'; it is refused, or with MQTT 3.1.1 "
								+ "acknowledged without being handled, as are all others on this connection. Register "
								+ "their handlers before connecting, set a default handler, or unsubscribe"));
	}

	private static String overflow() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5, (builder) -> builder.inboxLimit(1));
				LogRecorder log = new LogRecorder();
				Gate gate = new Gate()) {
			FakeConnection connection = fixture.connectAndSubscribe("a", gate);
			connection.send(ClientFixture.publish(0, "a", "x", QoS.AT_MOST_ONCE),
					ClientFixture.publish(0, "a", "x", QoS.AT_MOST_ONCE));
			return withoutName(log.await(Level.WARNING, "dropped"));
		}
	}

	private static String stuckHandler() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5);
				LogRecorder log = new LogRecorder();
				Gate gate = new Gate()) {
			FakeConnection connection = fixture.connectAndSubscribe("a", gate);
			connection.send(ClientFixture.publish(1, "a", "x", QoS.AT_LEAST_ONCE));
			fixture.timer.advanceTo(Duration.ofSeconds(60));
			String message = withoutName(log.await(Level.WARNING, "has not returned"));
			return message.substring(0, message.indexOf(" Thread "));
		}
	}

	private static String stuckMessages() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5, (builder) -> builder.inboxLimit(1));
				LogRecorder log = new LogRecorder();
				Gate gate = new Gate()) {
			FakeConnection connection = fixture.connectAndSubscribe("a", gate);
			connection.send(ClientFixture.publish(1, "a", "x", QoS.AT_LEAST_ONCE),
					ClientFixture.publish(2, "a", "x", QoS.AT_LEAST_ONCE));
			fixture.timer.advanceTo(Duration.ofSeconds(60));
			return withoutName(log.await(Level.WARNING, "too much room"));
		}
	}

	private static String stall() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.receiveMaximum(1).sessionExpiry(Duration.ofHours(1)));
				LogRecorder log = new LogRecorder()) {
			FakeConnection connection = fixture.connectAndSubscribe("a", (message) -> {
				throw new IllegalStateException("cannot read it");
			});
			connection.send(ClientFixture.publish(1, "a", "x", QoS.AT_LEAST_ONCE));
			return withoutName(log.await(Level.WARNING, "unacknowledged"));
		}
	}

	private static String unmatched() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.cleanStart(false).keepAlive(Duration.ZERO)); LogRecorder log = new LogRecorder()) {
			fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection().accept(true);
			connection.send(ClientFixture.publish(1, "a", "x", QoS.AT_LEAST_ONCE));
			ClientFixture.awaitRead(connection);
			fixture.timer.advanceTo(ClientFixture.OPERATION_TIMEOUT);
			return withoutName(log.await(Level.WARNING, "No handler"));
		}
	}

	/**
	 * Return a line of the log without the client that it is about.
	 */
	private static String withoutName(String line) {
		return line.substring("[meter-7] ".length());
	}

}
