package io.topicwire.mqtt.client;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.OutboxOptions;
import io.topicwire.mqtt.ReconnectPolicy;
import io.topicwire.mqtt.Will;
import io.topicwire.mqtt.session.SessionStore;
import io.topicwire.mqtt.store.DiskSessionStore;

/**
 * All settings of a client that have limits.
 */
final class Limits {

	private static final Duration TOO_LONG = Duration.ofDays(366);

	// Never written to
	private static final Path DIRECTORY = Path.of("target", "sessions");

	private Limits() {
	}

	static List<Limit> all() {
		return List.of(new Limit("Keep alive", "keepAlive", "mqtt.keep-alive", (settings) -> settings.keepAlive(),
				"0 (never ping) to 65,535 whole seconds", (builder) -> builder.keepAlive(Duration.ofSeconds(65_536)),
				"Keep alive must be from 0 to 65535 whole seconds but was PT18H12M16S"),
				new Limit("Wait for a PINGRESP", "pingTimeout", "mqtt.ping-timeout",
						(settings) -> settings.pingTimeout(), "more than 0, at most 365 days",
						(builder) -> builder.pingTimeout(Duration.ZERO),
						"Ping timeout must be more than zero and at most 365 days but was PT0S"),
				new Limit("One attempt to connect to one server", "connectTimeout", "mqtt.connect-timeout",
						(settings) -> settings.connectTimeout(), "more than 0, at most 365 days",
						(builder) -> builder.connectTimeout(Duration.ofSeconds(-1)),
						"Connect timeout must be more than zero and at most 365 days but was PT-1S"),
				new Limit("Every other operation", "operationTimeout", "mqtt.operation-timeout",
						(settings) -> settings.operationTimeout(), "more than 0, at most 365 days",
						(builder) -> builder.operationTimeout(TOO_LONG),
						"Operation timeout must be more than zero and at most 365 days but was PT8784H"),
				new Limit("How long the broker keeps the session", "sessionExpiry", "mqtt.session.expiry-interval",
						(settings) -> settings.sessionExpiry(),
						"0 (ends with the connection) to 4,294,967,295 whole seconds (for ever)",
						(builder) -> builder.sessionExpiry(Duration.ofMillis(1_500)),
						"Session expiry must be from 0 to 4294967295 whole seconds but was PT1.5S"),
				new Limit("Where the session is stored", "sessionStore", "mqtt.session.store.directory",
						(settings) -> (settings.sessionStore() == SessionStore.MEMORY) ? "in memory"
								: settings.sessionStore(),
						"`DiskSessionStore.at(directory)`, with a client identifier",
						(builder) -> builder.sessionStore(DiskSessionStore.at(DIRECTORY)),
						"A session store needs a client identifier that stays the same; set clientId"),
				new Limit("Whether the session begins anew", "cleanStart", "mqtt.session.clean-start",
						(settings) -> settings.cleanStart(), "false, and a session expiry, with a store on disk",
						(builder) -> builder.sessionStore(DiskSessionStore.at(DIRECTORY)).clientId("meter-7"),
						"A session store needs a session that the broker keeps as well; set cleanStart(false) and a "
								+ "session expiry"),
				new Limit("Messages of QoS 1 and 2 that wait for their acknowledgement by handlers", "receiveMaximum",
						"mqtt.receive-maximum", (settings) -> settings.receiveMaximum(), "1 to 65,535",
						(builder) -> builder.receiveMaximum(0), "Receive maximum must be from 1 to 65535 but was 0"),
				new Limit("Messages of QoS 0 that wait for handlers", "inboxMessages", "mqtt.inbox.max-messages",
						(settings) -> settings.inbox().messages(), "at least 1", (builder) -> builder.inboxMessages(0),
						"Inbox must hold at least 1 message but was 0"),
				new Limit("Bytes of messages of QoS 1 and 2 that wait for handlers, and of messages of QoS 0",
						"inboxLimit", "mqtt.inbox.max-size", (settings) -> settings.inbox().bytes(), "at least 1 byte",
						(builder) -> builder.inboxLimit(0), "Inbox must hold at least 1 byte but was 0"),
				new Limit("Handlers that run at once", "handlerConcurrency", "mqtt.listener.concurrency",
						(settings) -> settings.handlers().concurrency(),
						"1 (all messages in order) or more (those of each topic in order)",
						(builder) -> builder.handlerConcurrency(0), "Handler concurrency must be at least 1 but was 0"),
				new Limit("How long a handler may run before the others go on without it", "handlerStuckAfter",
						"mqtt.listener.stuck-after", (settings) -> settings.handlers().stuckAfter(),
						"0 (any time) to 365 days", (builder) -> builder.handlerStuckAfter(TOO_LONG),
						"Time after which a handler is stuck must be zero, for any time, or at most 365 days but was PT8784H"),
				new Limit("Largest packet that is read", "maximumPacketSize", "mqtt.maximum-packet-size",
						(settings) -> settings.maximumPacketSize(), "20 to 268,435,460 bytes",
						(builder) -> builder.maximumPacketSize(19),
						"Maximum packet size must be from 20 to 268435460 bytes but was 19"),
				new Limit("Topic aliases of the broker", "topicAliasMaximum", null,
						(settings) -> settings.topicAliasMaximum(), "0 (none) to 65,535",
						(builder) -> builder.topicAliasMaximum(65_536),
						"Topic alias maximum must be from 0 to 65535 but was 65536"),
				new Limit("Topic aliases of the client", "outgoingTopicAliasMaximum", null,
						(settings) -> settings.outgoingTopicAliasMaximum(),
						"0 (none) to 65,535, and what the broker allows",
						(builder) -> builder.outgoingTopicAliasMaximum(-1),
						"Outgoing topic alias maximum must be from 0 to 65535 but was -1"),
				new Limit("Messages that wait to be sent", "OutboxOptions.maxMessages", "mqtt.outbox.max-messages",
						(settings) -> settings.outbox().maxMessages(), "at least 1",
						(builder) -> builder.outbox(OutboxOptions.DEFAULT.limit(0, 1)),
						"Outbox must hold at least 1 message but was 0"),
				new Limit("Bytes of payload that wait to be sent", "OutboxOptions.maxBytes", "mqtt.outbox.max-size",
						(settings) -> settings.outbox().maxBytes(), "at least 1",
						(builder) -> builder.outbox(OutboxOptions.DEFAULT.limit(1, 0)),
						"Outbox must hold at least 1 byte but was 0"),
				new Limit("Wait for room in the outbox, if its policy is to wait", "OutboxOptions.maxWait",
						"mqtt.outbox.max-wait", (settings) -> settings.outbox().maxWait(),
						"more than 0, at most 365 days",
						(builder) -> builder.outbox(OutboxOptions.DEFAULT.waitLimit(TOO_LONG, 1)),
						"Time to wait for room in the outbox must be more than zero and at most 365 days but was PT8784H"),
				new Limit("Messages that wait for room in the outbox, if its policy is to wait",
						"OutboxOptions.maxWaiting", "mqtt.outbox.max-waiting",
						(settings) -> settings.outbox().maxWaiting(),
						"at least 1; they have no more payload than the outbox may have",
						(builder) -> builder.outbox(OutboxOptions.DEFAULT.waitLimit(Duration.ofSeconds(1), 0)),
						"Number of messages that may wait for room in the outbox must be at least 1 but was 0"),
				new Limit("Upper bound of the wait before the first attempt to reconnect", "ReconnectPolicy.delay",
						"mqtt.recovery.delay", (settings) -> settings.reconnectPolicy().delay(), "more than 0",
						(builder) -> builder.reconnect(policy(Duration.ZERO, 2, Duration.ofSeconds(60), 0)),
						"Reconnect delay must be more than zero but was PT0S"),
				new Limit("How that bound grows", "ReconnectPolicy.multiplier", "mqtt.recovery.multiplier",
						(settings) -> settings.reconnectPolicy().multiplier(), "at least 1",
						(builder) -> builder.reconnect(policy(Duration.ofSeconds(1), 0.5, Duration.ofSeconds(60), 0)),
						"Reconnect multiplier must be at least 1 but was 0.5"),
				new Limit("Upper bound of all waits", "ReconnectPolicy.maxDelay", "mqtt.recovery.max-delay",
						(settings) -> settings.reconnectPolicy().maxDelay(),
						"not less than the delay, at most 365 days",
						(builder) -> builder.reconnect(policy(Duration.ofSeconds(2), 2, Duration.ofSeconds(1), 0)),
						"Maximum reconnect delay must not be less than the delay of PT2S but was PT1S"),
				new Limit("Attempts in a row", "ReconnectPolicy.maxRetries", "mqtt.recovery.max-retries",
						(settings) -> unlimited(settings.reconnectPolicy().maxRetries()), "0 or more",
						(builder) -> builder.reconnect(policy(Duration.ofSeconds(1), 2, Duration.ofSeconds(60), -1)),
						"Maximum number of retries must not be negative but was -1"),
				new Limit("How long a connection lasts to count as a success", "ReconnectPolicy.stableAfter",
						"mqtt.recovery.stable-after", (settings) -> settings.reconnectPolicy().stableAfter(),
						"0 to 365 days",
						(builder) -> builder.reconnect(new ReconnectPolicy(true, true, 0, Duration.ofSeconds(1), 2,
								Duration.ofSeconds(60), TOO_LONG)),
						"Stable time must be at most 365 days but was PT8784H"),
				new Limit("Client identifier", "clientId", "mqtt.client-id",
						(settings) -> settings.clientId().isEmpty() ? "assigned by the broker" : settings.clientId(),
						"at most 65,535 bytes in UTF-8", (builder) -> builder.clientId("a".repeat(65_536)),
						"Client identifier must have at most 65535 bytes in UTF-8 but has 65536 characters, shorten it: '"
								+ "a".repeat(64) + "...'"),
				new Limit("Payload of the will", "will", "mqtt.will.payload",
						(settings) -> (settings.will() == null) ? "none" : settings.will(), "at most 65,535 bytes",
						(builder) -> builder.will(Will.of(MqttMessage.of("a", new byte[65_536]))),
						"Payload of the will must not be longer than 65535 bytes but has 65536"));
	}

	private static ReconnectPolicy policy(Duration delay, double multiplier, Duration maxDelay, long maxRetries) {
		return new ReconnectPolicy(true, true, maxRetries, delay, multiplier, maxDelay, Duration.ofSeconds(30));
	}

	private static Object unlimited(long value) {
		return (value == Long.MAX_VALUE) ? "unlimited" : value;
	}

}
