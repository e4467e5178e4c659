package io.topicwire.mqtt;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What client and broker agreed on when they connected (MQTT 5.0, section 3.2).
 *
 * @param server the server that accepted the connection: {@code host:port} for plain TCP,
 * otherwise its URL without a query
 * @param protocolVersion the version of MQTT that is spoken
 * @param clientId the client identifier in use, which the broker may have assigned
 * @param sessionPresent whether the broker continues an earlier session
 * @param keepAlive the keep alive interval in force; zero if there is none
 * @param sessionExpiry how long the broker keeps the session after the connection has
 * ended
 * @param limits what the broker allows
 * @param responseInformation base for response topics, if the broker sent one
 * @param remarks what else the broker said in its CONNACK
 * @since 0.1.0
 */
public record ConnectResult(String server, ProtocolVersion protocolVersion, String clientId, boolean sessionPresent,
		Duration keepAlive, Duration sessionExpiry, ServerLimits limits, @Nullable String responseInformation,
		BrokerRemarks remarks) {

}
