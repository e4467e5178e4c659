package io.topicwire.mqtt;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Callback for what happens to a client's connection. Called on a thread of the client
 * that neither reads nor writes the connection, one event after the other. All
 * asynchronous methods of the client may be called from it; a blocking one fails at once.
 * An exception that is thrown here is logged and otherwise ignored.
 *
 * @since 0.1.0
 */
public interface MqttClientListener {

	/**
	 * The broker accepted a connection, the first one or a later one.
	 * @param result what was agreed on
	 */
	default void connected(ConnectResult result) {
	}

	/**
	 * An attempt to connect failed.
	 * @param failure why it failed
	 * @param nextAttempt time until the next attempt, or {@code null} if there will be
	 * none
	 */
	default void connectFailed(MqttException failure, @Nullable Duration nextAttempt) {
	}

	/**
	 * An attempt to connect to a server was successful or failed. Told before
	 * {@link #connected} or {@link #connectFailed}, also for an attempt that failed and
	 * is made again at once with another version of MQTT; not for one that failed before
	 * the server was to be reached, for example because there were no credentials, or
	 * that was broken off.
	 * @param elapsed how long it took, from the beginning of the connection to the
	 * CONNACK, with proxy, TLS, WebSocket and enhanced authentication
	 * @param failure why it failed, or {@code null} if it was successful
	 */
	default void connectAttempted(Duration elapsed, @Nullable MqttException failure) {
	}

	/**
	 * The connection ended.
	 * @param failure why it was lost, or {@code null} if the client ended it
	 */
	default void disconnected(@Nullable MqttException failure) {
	}

	/**
	 * The client does not try to connect any more: the connection was lost, or an attempt
	 * failed, and the policy allows no further attempt or the reason will not change by
	 * itself. Nothing is sent or received until the application connects again. Comes
	 * after {@link #disconnected} or {@link #connectFailed}.
	 * @param failure why the connection was lost or the last attempt failed
	 */
	default void gaveUp(MqttException failure) {
	}

	/**
	 * The broker granted a subscription, the first time or anew after a reconnect.
	 * @param filter the topic filter
	 * @param granted the granted QoS, which may be lower than the one asked for
	 */
	default void subscribed(String filter, QoS granted) {
	}

	/**
	 * The broker refused a subscription when it was made anew after a reconnect, or when
	 * it had been asked for before the first connect.
	 * @param filter the topic filter
	 * @param failure why it was refused
	 */
	default void subscriptionRefused(String filter, MqttException failure) {
	}

	/**
	 * A message failed that was enqueued, so that nobody waits for what becomes of it:
	 * the broker refused it or does not allow it, it was dropped because the outbox was
	 * full, or not kept without a connection, its lifetime was over, the session was
	 * lost, or the client was closed. It is not sent again.
	 * @param message the message
	 * @param failure why it failed
	 */
	default void publishFailed(MqttMessage message, MqttException failure) {
	}

	/**
	 * The broker answered a PINGREQ.
	 * @param latency time from the PINGREQ to its PINGRESP
	 */
	default void pinged(Duration latency) {
	}

	/**
	 * The session store cannot be written any more. Told once until it works again, which
	 * is tried at each attempt to connect. Until then the client is not connected, and
	 * publishing with QoS 1 and 2 fails.
	 * @param failure why it cannot be written
	 */
	default void sessionStoreFailed(MqttSessionStoreException failure) {
	}

	/**
	 * A handler threw an exception.
	 * @param message the message that it was called with
	 * @param failure what it threw
	 */
	default void handlerFailed(MqttMessage message, Throwable failure) {
	}

	/**
	 * A handler has not returned for longer than the client was built to wait. Told once
	 * for a call, at that moment. The other handlers go on without it; its own messages
	 * wait until it returns.
	 * @param message the message that it was called with, or {@code null} if a subscriber
	 * does not return from another signal than a message
	 * @param elapsed how long it has run
	 */
	default void handlerStuck(@Nullable MqttMessage message, Duration elapsed) {
	}

	/**
	 * Messages of QoS 0 are dropped because more of them wait for their handlers than
	 * may. Told for the first one only, until at most half as many wait;
	 * {@link ClientStatistics#messagesDropped()} tells how many there are.
	 * @param first the first message that was dropped
	 */
	default void messagesDropped(MqttMessage first) {
	}

	/**
	 * No handler wants a message of QoS 1 or 2. Told for the first one of a connection
	 * only; {@link ClientStatistics#messagesUnmatched()} tells how many there are.
	 * @param message the message
	 */
	default void messageUnmatched(MqttMessage message) {
	}

	/**
	 * As many messages of QoS 1 and 2 as the Receive Maximum allows are left
	 * unacknowledged by handlers that failed or do not return, so that the broker sends
	 * no more of them. Told once for a connection.
	 * @param unacknowledged how many messages
	 */
	default void receivingStalled(int unacknowledged) {
	}

}
