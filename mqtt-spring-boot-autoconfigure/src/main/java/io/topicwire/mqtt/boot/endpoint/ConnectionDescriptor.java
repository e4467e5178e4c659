package io.topicwire.mqtt.boot.endpoint;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import io.topicwire.mqtt.ClientStatistics;
import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.ConnectionStatus;
import io.topicwire.mqtt.OutboxStatus;
import io.topicwire.mqtt.ServerLimits;
import io.topicwire.mqtt.client.MqttClient;
import org.jspecify.annotations.Nullable;

/**
 * Description of a connection.
 *
 * @param url where the broker is
 * @param state the state of the connection
 * @param clientId the client identifier
 * @param reconnects how often a lost connection was made anew
 * @param lastPing time from the last PINGREQ to its PINGRESP
 * @param lastError why the last connection was lost or the last attempt failed
 * @param session what was agreed on, {@code null} without a connection
 * @param outbox how full the outbox is
 * @param statistics what was counted
 * @param subscriptions what was subscribed to
 * @param errors what went wrong, the last one first
 * @since 0.1.0
 */
public record ConnectionDescriptor(String url, String state, String clientId, long reconnects,
		@Nullable Duration lastPing, @Nullable String lastError, @Nullable SessionDescriptor session,
		OutboxDescriptor outbox, ClientStatistics statistics, List<SubscriptionDescriptor> subscriptions,
		List<MqttErrorHistory.Error> errors) {

	static ConnectionDescriptor of(MqttClient client, List<MqttErrorHistory.Error> errors) {
		ConnectionStatus status = client.status();
		return new ConnectionDescriptor(client.url(), status.state().name().toLowerCase(Locale.ROOT), client.clientId(),
				status.reconnects(), status.lastPingLatency(),
				(status.lastFailure() != null) ? status.lastFailure().getMessage() : null,
				SessionDescriptor.of(status.connection()), OutboxDescriptor.of(client.outboxStatus()),
				client.statistics(), client.subscriptionStatus().stream().map(SubscriptionDescriptor::of).toList(),
				errors);
	}

	/**
	 * Description of what client and broker agreed on.
	 *
	 * @param server the server that accepted the connection
	 * @param protocolVersion the version of MQTT
	 * @param sessionPresent whether the broker continues an earlier session
	 * @param keepAlive the keep alive interval in force
	 * @param sessionExpiry how long the broker keeps the session
	 * @param limits what the broker allows
	 */
	public record SessionDescriptor(String server, String protocolVersion, boolean sessionPresent, Duration keepAlive,
			Duration sessionExpiry, ServerLimits limits) {

		static @Nullable SessionDescriptor of(@Nullable ConnectResult connection) {
			return (connection != null) ? new SessionDescriptor(connection.server(),
					connection.protocolVersion().toString(), connection.sessionPresent(), connection.keepAlive(),
					connection.sessionExpiry(), connection.limits()) : null;
		}

	}

	/**
	 * Description of the outbox.
	 *
	 * @param messages how many messages wait to be sent
	 * @param bytes how many bytes of payload they have
	 * @param oldestAge for how long the oldest one has waited
	 * @param waitingForRoom how many messages wait for room
	 */
	public record OutboxDescriptor(int messages, long bytes, Duration oldestAge, int waitingForRoom) {

		static OutboxDescriptor of(OutboxStatus status) {
			return new OutboxDescriptor(status.messages(), status.bytes(), status.oldestAge(), status.waitingForRoom());
		}

	}

}
