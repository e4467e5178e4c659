package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

import io.topicwire.mqtt.AcknowledgeableMessage;
import io.topicwire.mqtt.AcknowledgingHandler;
import io.topicwire.mqtt.ClientStatistics;
import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.ConnectionStatus;
import io.topicwire.mqtt.DisconnectOptions;
import io.topicwire.mqtt.MessageHandler;
import io.topicwire.mqtt.MqttClientListener;
import io.topicwire.mqtt.MqttClosedException;
import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttTimeoutException;
import io.topicwire.mqtt.OutboxOptions;
import io.topicwire.mqtt.OutboxStatus;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.SessionLossPolicy;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.SubscriptionStatus;
import org.jspecify.annotations.Nullable;

/**
 * Client for MQTT 3.1.1 and 5.0: <pre class="code">
 * try (MqttClient client = MqttClient.builder("mqtt://localhost:1883").clientId("meter-7").build()) {
 *     client.subscribe("plants/+/commands", QoS.AT_LEAST_ONCE, (message) -&gt; …);
 *     client.connect();
 *     client.publish(MqttMessage.of("plants/7/state", "running").qos(QoS.EXACTLY_ONCE));
 * }
 * </pre>
 * <p>
 * Thread-safe. Every operation comes in two forms. {@code publish} waits for the result
 * and throws an {@link MqttException}; on a thread of the client, that is in a handler or
 * a listener or in a stage of a returned future, it fails at once with an
 * {@link IllegalStateException}. {@code publishAsync} never blocks and returns a future
 * that completes exactly once, with the result or an {@link MqttException}, at the latest
 * when the time limit of the operation has passed. Stages of that future run on a thread
 * of the client, never on one that reads or writes the connection.
 *
 * @since 0.1.0
 */
public interface MqttClient extends AutoCloseable {

	/**
	 * Return a builder for a client.
	 * @param url where the broker is, such as {@code mqtt://localhost:1883}
	 * @return the builder
	 * @throws IllegalArgumentException if the URL cannot be used
	 */
	static MqttClientBuilder builder(String url) {
		return new MqttClientBuilder(url);
	}

	/**
	 * Connect and wait until the broker has accepted the connection. Returns at once if
	 * the client is connected already.
	 * @return what was agreed on
	 * @throws MqttConnectionException if the broker cannot be reached or refuses
	 * @throws MqttTimeoutException if it takes too long; if the first connect is retried,
	 * the client goes on trying
	 */
	ConnectResult connect();

	/**
	 * Connect. All calls made before the connection is there share the same attempt.
	 * @return what was agreed on
	 */
	CompletableFuture<ConnectResult> connectAsync();

	/**
	 * Publish a message and wait until it is written (QoS 0) or the broker has taken it
	 * over (QoS 1 and 2). While there is no connection the message waits in the outbox.
	 * While nothing else is being written, the calling thread writes a small message
	 * itself, which saves two changes of threads. If the broker does not take it in
	 * before the operation timeout, the connection ends.
	 * @param message the message
	 * @return what became of it
	 * @throws IllegalArgumentException if topic or response topic is not valid
	 * @throws MqttException if the message could not be handed over; the type tells why
	 */
	PublishResult publish(MqttMessage message);

	/**
	 * Publish a message.
	 * @param message the message
	 * @return what became of it
	 * @throws IllegalArgumentException if topic or response topic is not valid
	 */
	CompletableFuture<PublishResult> publishAsync(MqttMessage message);

	/**
	 * Publish a message with a time limit of its own.
	 * @param message the message
	 * @param timeout the time limit instead of the operation timeout of the client, time
	 * without a connection included; more than zero, at most 365 days
	 * @return what became of it
	 * @throws IllegalArgumentException if the timeout, topic or response topic is not
	 * valid
	 * @throws MqttException if the message could not be handed over; the type tells why
	 * @see #publish(MqttMessage)
	 */
	PublishResult publish(MqttMessage message, Duration timeout);

	/**
	 * Publish a message with a time limit of its own.
	 * @param message the message
	 * @param timeout the time limit instead of the operation timeout of the client, time
	 * without a connection included; more than zero, at most 365 days
	 * @return what became of it
	 * @throws IllegalArgumentException if the timeout, topic or response topic is not
	 * valid
	 */
	CompletableFuture<PublishResult> publishAsync(MqttMessage message, Duration timeout);

	/**
	 * Hand a message over for sending, and wait only until it is accepted into the
	 * outbox, for room there if {@link OutboxOptions#whenFull()} says so; with a session
	 * store on disk, a message of QoS 1 or 2 is there by then and is sent even if the
	 * process is killed. From then on it is sent whenever there is a connection, without
	 * a time limit but its own {@link MqttMessage#messageExpiry message expiry}, and goes
	 * on after reconnects. If it fails later,
	 * {@link MqttClientListener#publishFailed(MqttMessage, MqttException)} tells, and
	 * {@link ClientStatistics#publishFailures() publishFailures} counts it.
	 * @param message the message
	 * @throws IllegalArgumentException if topic or response topic is not valid
	 * @throws MqttException if the message is not accepted; the type tells why. After an
	 * {@link MqttTimeoutException} because the session store takes too long, it may be
	 * sent all the same
	 */
	void enqueue(MqttMessage message);

	/**
	 * Hand a message over for sending.
	 * @param message the message
	 * @return completed when the message is accepted into the outbox, and stored if it is
	 * to survive the process
	 * @throws IllegalArgumentException if topic or response topic is not valid
	 * @see #enqueue(MqttMessage)
	 */
	CompletableFuture<@Nullable Void> enqueueAsync(MqttMessage message);

	/**
	 * Subscribe with the given maximum QoS and wait for the broker to grant it.
	 * @param filter the topic filter
	 * @param qos the highest QoS at which messages are to be delivered
	 * @param handler called for each message that matches
	 * @return the subscription
	 * @see #subscribe(String, SubscribeOptions, MessageHandler)
	 */
	Subscription subscribe(String filter, QoS qos, MessageHandler handler);

	/**
	 * Subscribe and wait for the broker to grant it. Before {@link #connect()} the
	 * handler is registered and the method returns at once; the subscription is then made
	 * with the connection, and its refusal reported to listeners. Further handlers for
	 * the same topic filter share one subscription with the highest QoS asked for and
	 * otherwise the options of the last.
	 * <p>
	 * A broker may send a message once although several overlapping topic filters match
	 * it, or a copy for each of them (MQTT 5.0, section 3.3.4; MQTT 3.1.1, section
	 * 3.3.5). With MQTT 5.0 each topic filter has a subscription identifier of its own,
	 * and a message goes to exactly the handlers whose subscriptions caused it: each of
	 * them runs once, whichever way the broker has chosen. With MQTT 3.1.1, or if the
	 * broker takes no subscription identifiers, nothing tells whom a copy is for, and
	 * each copy goes to all handlers whose filters match: none misses a message, but with
	 * a broker that sends copies each runs once per copy. Messages are never compared
	 * with each other. A handler object that is registered more than once runs once per
	 * copy.
	 * @param filter the topic filter
	 * @param options how the broker shall serve the subscription
	 * @param handler called for each message that matches
	 * @return the subscription
	 * @throws IllegalArgumentException if the filter is not valid
	 * @throws MqttException if the broker refuses, and then nothing is registered; or if
	 * it did not answer in time, and then the handler stays registered and the
	 * subscription is made with the next connection
	 */
	Subscription subscribe(String filter, SubscribeOptions options, MessageHandler handler);

	/**
	 * Subscribe like {@link #subscribe(String, SubscribeOptions, MessageHandler)} with a
	 * handler that says when a message is acknowledged.
	 * @param filter the topic filter
	 * @param options how the broker shall serve the subscription
	 * @param handler called for each message that matches
	 * @return the subscription
	 * @throws IllegalArgumentException if the filter is not valid
	 * @throws MqttException if the broker refuses or does not answer in time
	 */
	Subscription subscribe(String filter, SubscribeOptions options, AcknowledgingHandler handler);

	/**
	 * Subscribe with the given maximum QoS.
	 * @param filter the topic filter
	 * @param qos the highest QoS at which messages are to be delivered
	 * @param handler called for each message that matches
	 * @return the subscription
	 * @see #subscribe(String, SubscribeOptions, MessageHandler)
	 */
	CompletableFuture<Subscription> subscribeAsync(String filter, QoS qos, MessageHandler handler);

	/**
	 * Subscribe. The handler is registered when the method returns, before the broker has
	 * answered.
	 * @param filter the topic filter
	 * @param options how the broker shall serve the subscription
	 * @param handler called for each message that matches
	 * @return the subscription
	 * @see #subscribe(String, SubscribeOptions, MessageHandler)
	 */
	CompletableFuture<Subscription> subscribeAsync(String filter, SubscribeOptions options, MessageHandler handler);

	/**
	 * Subscribe with a handler that says when a message is acknowledged.
	 * @param filter the topic filter
	 * @param options how the broker shall serve the subscription
	 * @param handler called for each message that matches
	 * @return the subscription
	 * @see #subscribe(String, SubscribeOptions, AcknowledgingHandler)
	 */
	CompletableFuture<Subscription> subscribeAsync(String filter, SubscribeOptions options,
			AcknowledgingHandler handler);

	/**
	 * Register a handler without waiting for the broker. The subscription is made with
	 * the present connection or the next one. If the broker refuses it, listeners are
	 * told, the handler stays registered, and the broker is asked again with the next
	 * connection.
	 * @param filter the topic filter
	 * @param options how the broker shall serve the subscription
	 * @param handler called for each message that matches
	 * @return the subscription
	 * @throws IllegalArgumentException if the filter is not valid
	 * @throws MqttClosedException if the client is closed
	 */
	Subscription register(String filter, SubscribeOptions options, MessageHandler handler);

	/**
	 * Register a handler that says when a message is acknowledged, without waiting for
	 * the broker.
	 * @param filter the topic filter
	 * @param options how the broker shall serve the subscription
	 * @param handler called for each message that matches
	 * @return the subscription
	 * @throws IllegalArgumentException if the filter is not valid
	 * @throws MqttClosedException if the client is closed
	 * @see #register(String, SubscribeOptions, MessageHandler)
	 */
	Subscription register(String filter, SubscribeOptions options, AcknowledgingHandler handler);

	/**
	 * Return a publisher of messages for reactive applications, which follows the rules
	 * of Reactive Streams. Each of its subscribers gets all messages from then on and has
	 * a demand of its own; the subscription is made as by {@link #register register}.
	 * Subscribers are called where handlers are, one after the other; they must not block
	 * for long.
	 * <p>
	 * A message of QoS 1 or 2 is acknowledged when {@code onNext} has returned. Without
	 * demand it waits unacknowledged until the Receive Maximum holds the broker back,
	 * which it then does for all handlers of this client: give a slow subscriber a client
	 * of its own. As many messages of QoS 0 as {@link MqttClientBuilder#inboxMessages}
	 * says wait for demand, for each subscriber; further ones are dropped and counted.
	 * <p>
	 * {@code onComplete} comes when the client is closed or the topic filter
	 * unsubscribed; {@code onError} when the broker refuses the subscription, when the
	 * client was closed before, or for a demand that is not positive. A lost connection
	 * is no reason for either. {@code cancel} unsubscribes; messages that wait for demand
	 * then are acknowledged and counted in {@link ClientStatistics#messagesUnmatched()
	 * messagesUnmatched}, or in {@link ClientStatistics#messagesDropped()
	 * messagesDropped} for QoS 0.
	 * @param filter the topic filter
	 * @param options how the broker shall serve the subscription
	 * @return the publisher
	 * @throws IllegalArgumentException if the filter is not valid
	 */
	Flow.Publisher<MqttMessage> messages(String filter, SubscribeOptions options);

	/**
	 * Return a publisher like {@link #messages(String, SubscribeOptions)} of messages
	 * that the application acknowledges, in any order, on any thread, at any later time.
	 * @param filter the topic filter
	 * @param options how the broker shall serve the subscription
	 * @return the publisher
	 * @throws IllegalArgumentException if the filter is not valid
	 */
	Flow.Publisher<AcknowledgeableMessage> acknowledgeableMessages(String filter, SubscribeOptions options);

	/**
	 * Remove all handlers of a topic filter and its subscription, and wait for the broker
	 * to confirm it. Without a connection it is confirmed when there is one again.
	 * @param filter the topic filter exactly as it was given when subscribing
	 * @throws MqttException if the broker refuses or does not answer in time; the
	 * handlers are removed all the same
	 */
	void unsubscribe(String filter);

	/**
	 * Remove all handlers of a topic filter and its subscription.
	 * @param filter the topic filter exactly as it was given when subscribing
	 * @return completed when the broker has confirmed it
	 */
	CompletableFuture<@Nullable Void> unsubscribeAsync(String filter);

	/**
	 * Send a PINGREQ and wait for the answer.
	 * @return time from the PINGREQ to its PINGRESP
	 * @throws MqttConnectionException if there is no connection
	 */
	Duration ping();

	/**
	 * Send a PINGREQ.
	 * @return time from the PINGREQ to its PINGRESP
	 */
	CompletableFuture<Duration> pingAsync();

	/**
	 * Authenticate again on the present connection, for example before a token expires,
	 * and wait until both sides are content (MQTT 5.0, section 4.12.1). Meanwhile
	 * messages are exchanged as ever. Calls at the same time share one exchange. If it
	 * fails, or is not finished within the operation timeout, the connection ends.
	 * @throws MqttConnectionException if there is no connection, or it ends
	 * @throws MqttException if the client was built without an authenticator
	 * @see MqttClientBuilder#authenticator
	 */
	void reauthenticate();

	/**
	 * Authenticate again on the present connection.
	 * @return completed when both sides are content
	 * @see #reauthenticate()
	 */
	CompletableFuture<@Nullable Void> reauthenticateAsync();

	/**
	 * Make the connection anew in good order and wait for the new one, for example after
	 * a certificate has changed: credentials, SSL context and WebSocket headers are asked
	 * for again. The client finishes what is under way, for as long as an operation may
	 * take, sends DISCONNECT, so that the broker publishes no will, and connects again as
	 * after a lost connection, trying again as the reconnect policy says. What is
	 * published meanwhile is treated as without a connection; subscriptions are made anew
	 * unless the broker has kept the session. Messages of QoS 1 and 2 that others publish
	 * while there is no connection are lost if the session is not kept, and so is, with
	 * {@link SessionLossPolicy}'s default, an exchange of QoS 2 that began while others
	 * were being finished: its future fails. While the client is trying to connect, it
	 * begins again at once.
	 * @return what was agreed on
	 * @throws MqttConnectionException if the client is neither connected nor trying to,
	 * or there will be no further attempt
	 * @throws MqttTimeoutException if it takes too long; the client goes on trying
	 */
	ConnectResult reconnect();

	/**
	 * Make the connection anew in good order.
	 * @return what was agreed on
	 * @see #reconnect()
	 */
	CompletableFuture<ConnectResult> reconnectAsync();

	/**
	 * Return how the connection is at this moment.
	 * @return the status
	 */
	ConnectionStatus status();

	/**
	 * Return how full the outbox is at this moment.
	 * @return the status
	 */
	OutboxStatus outboxStatus();

	/**
	 * Return how the subscriptions are at this moment.
	 * @return the status of each topic filter that has a handler, in the order in which
	 * they were registered
	 */
	List<SubscriptionStatus> subscriptionStatus();

	/**
	 * Return what was counted since the client was built.
	 * @return the statistics
	 */
	ClientStatistics statistics();

	/**
	 * Return the client identifier.
	 * @return the configured identifier, or the one that the broker assigned, or an empty
	 * string if it has not assigned one yet
	 */
	String clientId();

	/**
	 * Return what the lines of this client in the log begin with, for others who log
	 * about it.
	 * @return {@code [name/clientId]} if the client was built with a
	 * {@linkplain MqttClientBuilder#logName name}, {@code [clientId]} otherwise; what is
	 * not known yet is left out
	 */
	default String logPrefix() {
		return "[" + clientId() + "]";
	}

	/**
	 * Return where the broker is.
	 * @return the URL that the client was built with, the first one if there are several,
	 * without a query, which may hold secrets
	 */
	String url();

	/**
	 * Add a listener for what happens to the connection.
	 * @param listener the listener
	 */
	void addListener(MqttClientListener listener);

	/**
	 * Remove a listener.
	 * @param listener the listener
	 */
	void removeListener(MqttClientListener listener);

	/**
	 * Finish what is under way, then send DISCONNECT, close the connection and wait for
	 * all that. What is under way are operations and messages that were enqueued. The
	 * client can be connected again. Does nothing without a connection, other than to
	 * stop trying to get one.
	 * @throws MqttTimeoutException if not all was finished within the operation timeout.
	 * The connection is closed all the same: operations that are left fail, and enqueued
	 * messages wait for the next connection
	 */
	void disconnect();

	/**
	 * Finish what is under way, then send DISCONNECT as the options say, close the
	 * connection and wait for all that. While the client is disconnecting already, only
	 * the time limit of the options counts.
	 * @param options how to leave, and how long to wait before
	 * @throws IllegalArgumentException if the options keep a session that was to end with
	 * the connection
	 * @throws MqttTimeoutException if not all was finished within the time limit of the
	 * options
	 * @see #disconnect()
	 */
	void disconnect(DisconnectOptions options);

	/**
	 * Finish what is under way, then send DISCONNECT, and close the connection.
	 * @return completed when the connection is closed
	 */
	CompletableFuture<@Nullable Void> disconnectAsync();

	/**
	 * Finish what is under way, then send DISCONNECT as the options say, and close the
	 * connection.
	 * @param options how to leave
	 * @return completed when the connection is closed
	 * @throws IllegalArgumentException if the options keep a session that was to end with
	 * the connection
	 */
	CompletableFuture<@Nullable Void> disconnectAsync(DisconnectOptions options);

	/**
	 * Disconnect and give up all threads. Operations and enqueued messages that cannot be
	 * finished within 5 seconds fail with an {@link MqttClosedException}. May be called
	 * from any thread, a handler included, and more than once; waits for the threads to
	 * end unless it runs on one of them.
	 */
	@Override
	void close();

}
