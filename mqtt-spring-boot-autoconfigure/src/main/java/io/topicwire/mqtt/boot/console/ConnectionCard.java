package io.topicwire.mqtt.boot.console;

import java.util.Locale;
import java.util.Map;

import io.topicwire.mqtt.ClientStatistics;
import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.ConnectionStatus;
import io.topicwire.mqtt.OutboxStatus;
import io.topicwire.mqtt.PendingStatistics;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.ServerLimits;
import io.topicwire.mqtt.SubscriptionStatus;
import org.jspecify.annotations.Nullable;

/**
 * Describes how a connection is at one moment.
 */
final class ConnectionCard {

	private ConnectionCard() {
	}

	/**
	 * Describe a connection.
	 * @param monitor knows what has happened to it
	 * @param recorder knows what it carries
	 * @param now the time
	 */
	static Map<String, @Nullable Object> of(ConnectionMonitor monitor, MqttConsoleRecorder recorder, long now) {
		ConnectionStatus status = monitor.client().status();
		Map<String, @Nullable Object> json = Json.object("name", monitor.name(), "url", monitor.client().url(), "state",
				status.state().name().toLowerCase(Locale.ROOT), "since", monitor.timeline().since());
		addSession(json, status.connection());
		ConnectionMonitor.Disconnect disconnect = monitor.lastDisconnect();
		ConnectionMonitor.Problem failure = monitor.lastFailure();
		ConnectionMonitor.Rates rates = monitor.rates();
		json.put("clientId", monitor.client().clientId());
		json.put("reconnects", status.reconnects());
		json.put("nextAttemptAt", isTrying(status.state()) ? monitor.nextAttempt() : null);
		json.put("lastDisconnect", (disconnect != null)
				? Json.object("time", disconnect.time(), "initiator", disconnect.initiator(), "text", disconnect.text())
				: null);
		json.put("lastFailure", (failure != null) ? Json.object("time", failure.time(), "text", failure.text()) : null);
		json.put("traced", recorder.isTraced(monitor.name()));
		ClientStatistics statistics = monitor.client().statistics();
		addPending(json, statistics);
		json.put("outbox", outbox(monitor.client().outboxStatus()));
		json.put("statistics", statistics(statistics));
		json.put("rates",
				Json.object("received", Json.rounded(rates.received()), "published", Json.rounded(rates.published())));
		json.put("ping", monitor.pings().summary(now));
		json.put("subscriptions",
				monitor.client().subscriptionStatus().stream().map(ConnectionCard::subscription).toList());
		return json;
	}

	// An application that disconnects gives up an attempt without a word
	private static boolean isTrying(ConnectionState state) {
		return state == ConnectionState.CONNECTING || state == ConnectionState.RECONNECTING;
	}

	private static void addSession(Map<String, @Nullable Object> json, @Nullable ConnectResult session) {
		json.put("server", (session != null) ? session.server() : null);
		json.put("protocolVersion", (session != null) ? session.protocolVersion().toString() : null);
		json.put("sessionPresent", (session != null) ? session.sessionPresent() : null);
		json.put("keepAliveSeconds", (session != null) ? session.keepAlive().toSeconds() : null);
		json.put("sessionExpirySeconds", (session != null) ? session.sessionExpiry().toSeconds() : null);
		json.put("limits", (session != null) ? limits(session.limits()) : null);
	}

	private static Map<String, @Nullable Object> limits(ServerLimits limits) {
		return Json.object("receiveMaximum", limits.receiveMaximum(), "maximumQos", limits.maximumQos().level(),
				"retainAvailable", limits.retainAvailable(), "maximumPacketSize", limits.maximumPacketSize(),
				"topicAliasMaximum", limits.topicAliasMaximum(), "wildcardSubscriptionAvailable",
				limits.wildcardSubscriptionAvailable(), "subscriptionIdentifierAvailable",
				limits.subscriptionIdentifierAvailable(), "sharedSubscriptionAvailable",
				limits.sharedSubscriptionAvailable());
	}

	private static void addPending(Map<String, @Nullable Object> json, ClientStatistics statistics) {
		PendingStatistics pending = statistics.pending();
		json.put("inFlight", pending.publishes());
		json.put("inFlightLimit", pending.publishLimit());
		json.put("unacknowledged", pending.acknowledgements());
		json.put("oldestUnacknowledgedMillis", pending.oldestAge().toMillis());
		json.put("inbox", pending.inboxMessages());
		json.put("bytesSent", statistics.traffic().bytesSent());
		json.put("bytesReceived", statistics.traffic().bytesReceived());
	}

	private static Map<String, @Nullable Object> outbox(OutboxStatus outbox) {
		return Json.object("messages", outbox.messages(), "bytes", outbox.bytes(), "oldestAgeMillis",
				outbox.oldestAge().toMillis(), "waitingForRoom", outbox.waitingForRoom());
	}

	private static Map<String, @Nullable Object> statistics(ClientStatistics statistics) {
		return Json.object("messagesPublished", statistics.messagesPublished(), "publishFailures",
				statistics.publishFailures(), "messagesDroppedFromOutbox", statistics.messagesDroppedFromOutbox(),
				"messagesExpired", statistics.messagesExpired(), "messagesReceived", statistics.messagesReceived(),
				"messagesDropped", statistics.messagesDropped(), "messagesUnmatched", statistics.messagesUnmatched(),
				"handlerFailures", statistics.handlerFailures(), "handlersStuck", statistics.handlersStuck(),
				"receiveStalls", statistics.receiveStalls(), "pingTimeouts", statistics.pingTimeouts());
	}

	private static Map<String, @Nullable Object> subscription(SubscriptionStatus status) {
		ReasonCode reasonCode = status.reasonCode();
		Map<String, @Nullable Object> json = Json.object("filter", status.filter(), "state", "pending", "qos",
				status.options().qos().level(), "grantedQos", null, "reason", null);
		if (reasonCode != null && reasonCode.isError()) {
			json.put("state", "refused");
			json.put("reason", reasonCode.name().toLowerCase(Locale.ROOT).replace('_', '-'));
		}
		else if (reasonCode != null) {
			json.put("state", "active");
			json.put("grantedQos", reasonCode.code());
		}
		return json;
	}

}
