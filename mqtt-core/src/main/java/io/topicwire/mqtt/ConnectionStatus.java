package io.topicwire.mqtt;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How a client's connection is at one moment.
 *
 * @param state the state of the connection
 * @param connection what was agreed on when the present connection was made, or
 * {@code null} while there is none
 * @param reconnects how often a lost connection was made anew
 * @param lastPingLatency time from the last PINGREQ to its PINGRESP, or {@code null} if
 * the present connection was not pinged yet
 * @param lastFailure why the last connection was lost or the last attempt failed, or
 * {@code null} if nothing failed since the client was connected last
 * @since 0.1.0
 */
public record ConnectionStatus(ConnectionState state, @Nullable ConnectResult connection, long reconnects,
		@Nullable Duration lastPingLatency, @Nullable MqttException lastFailure) {

}
