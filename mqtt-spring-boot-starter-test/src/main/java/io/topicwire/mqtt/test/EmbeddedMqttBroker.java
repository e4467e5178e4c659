package io.topicwire.mqtt.test;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.test.context.EmbeddedMqtt;
import io.topicwire.mqtt.topic.TopicTemplate;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTSession;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * An MQTT broker in the process of a test, for MQTT 3.1.1 and 5.0. It listens on
 * 127.0.0.1, lets everybody in, and keeps nothing on disk. Usually made by
 * {@link EmbeddedMqtt @EmbeddedMqtt}; without Spring: <pre class="code">
 * try (EmbeddedMqttBroker broker = new EmbeddedMqttBroker()) {
 *     broker.start();
 *     …
 * }
 * </pre> Publishes and captures messages by clients of its own, which connect when they
 * are needed and are left out where subscriptions and clients are looked at. Thread-safe.
 *
 * @since 0.1.0
 */
public final class EmbeddedMqttBroker implements AutoCloseable {

	static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final BrokerClients clients = new BrokerClients();

	private int port;

	private @Nullable ArtemisServer server;

	/**
	 * Start the broker, the first time at a free port, and at the same one from then on.
	 * Does nothing if it is started.
	 * @throws IllegalStateException if it does not start, such as because its port was
	 * taken while it was stopped
	 */
	public synchronized void start() {
		if (this.server != null) {
			return;
		}
		ArtemisServer server = startServer();
		this.server = server;
		this.port = server.port();
		awaitCaptures(server);
	}

	private ArtemisServer startServer() {
		try {
			return ArtemisServer.start(this.port);
		}
		catch (IllegalStateException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new IllegalStateException("Embedded MQTT broker did not start", ex);
		}
	}

	/**
	 * Wait until those who captured before a restart do so again, so that they miss
	 * nothing.
	 */
	private void awaitCaptures(ArtemisServer server) {
		if (!await(TIMEOUT, () -> server.captures() == this.clients.captures())) {
			throw new IllegalStateException("Embedded MQTT broker started, but messages are not captured as before");
		}
	}

	/**
	 * Stop the broker as in a planned shutdown: clients of MQTT 5.0 are told so, which
	 * makes them wait for half of {@code mqtt.recovery.max-delay} before they come back.
	 * All sessions and retained messages are lost. Does nothing if it is stopped.
	 * @throws IllegalStateException if it does not stop
	 */
	public synchronized void stop() {
		ArtemisServer server = this.server;
		if (server == null) {
			return;
		}
		this.server = null;
		try {
			server.stop();
		}
		catch (Exception ex) {
			throw new IllegalStateException("Embedded MQTT broker did not stop", ex);
		}
	}

	/**
	 * {@linkplain #stop() Stop} the broker and start it again at the same port.
	 */
	public synchronized void restart() {
		stop();
		start();
	}

	/**
	 * Stop the broker for good, and the clients that published and captured. Does nothing
	 * if it is closed.
	 */
	@Override
	public void close() {
		this.clients.close();
		stop();
	}

	/**
	 * Return where clients reach the broker.
	 * @return the URL, such as {@code mqtt://127.0.0.1:49152}
	 * @throws IllegalStateException if the broker was never started
	 */
	public synchronized String url() {
		Assert.state(this.port != 0, "Embedded MQTT broker has no port before it is started");
		return "mqtt://" + ArtemisServer.HOST + ":" + this.port;
	}

	/**
	 * Return the port.
	 * @return the port on 127.0.0.1
	 * @throws IllegalStateException if the broker was never started
	 */
	public synchronized int port() {
		Assert.state(this.port != 0, "Embedded MQTT broker has no port before it is started");
		return this.port;
	}

	/**
	 * Publish a message with QoS 1 as another client would, and wait until the broker has
	 * it.
	 * @param topic the topic name
	 * @param payload the payload, sent in UTF-8
	 */
	public void publish(String topic, String payload) {
		publish(MqttMessage.of(topic, payload).qos(QoS.AT_LEAST_ONCE));
	}

	/**
	 * Publish a message as another client would, and wait until the broker has it, or
	 * with QoS 0 until it is sent.
	 * @param message the message
	 */
	public void publish(MqttMessage message) {
		server();
		this.clients.publisher(url()).publish(message);
	}

	/**
	 * Keep the messages that arrive at the topics of a filter from now on, whoever
	 * publishes them. Retained messages that are there already are kept as well.
	 * @param filter a topic filter, or a template such as
	 * <code>plants/&#123;plant&#125;/state</code>
	 * @return the messages, to which each that arrives is added
	 */
	public CapturedMessages capture(String filter) {
		server();
		return this.clients.capture(url(), toFilter(filter));
	}

	/**
	 * Wait for ten seconds at most until a connected client has subscribed to a filter,
	 * so that nothing which is published then can be too early for it.
	 * @param filter the topic filter, as it is subscribed to (with its {@code $share}
	 * part), or the template of a listener, such as
	 * <code>plants/&#123;plant&#125;/state</code>
	 * @throws AssertionError if none does in time; says what is subscribed to
	 */
	public void awaitSubscription(String filter) {
		awaitSubscription(filter, TIMEOUT);
	}

	/**
	 * Wait until a connected client has subscribed to a filter, so that nothing which is
	 * published then can be too early for it.
	 * @param filter the topic filter, as it is subscribed to (with its {@code $share}
	 * part), or the template of a listener, such as
	 * <code>plants/&#123;plant&#125;/state</code>
	 * @param timeout how long to wait at most
	 * @throws AssertionError if none does in time; says what is subscribed to
	 */
	public void awaitSubscription(String filter, Duration timeout) {
		String expected = toFilter(filter);
		if (!await(timeout, () -> subscriptions().contains(expected))) {
			throw new AssertionError("No client has subscribed to '%s' within %d ms; clients %s have subscribed to %s"
				.formatted(expected, timeout.toMillis(), clientIds(), subscriptions()));
		}
	}

	private static String toFilter(String filterOrTemplate) {
		return filterOrTemplate.contains("{") ? TopicTemplate.of(filterOrTemplate).filter() : filterOrTemplate;
	}

	/**
	 * Return what connected clients have subscribed to.
	 * @return the topic filters
	 * @throws IllegalStateException if the broker is stopped
	 */
	public Set<String> subscriptions() {
		return server().subscriptions();
	}

	/**
	 * Return which clients are connected.
	 * @return the client identifiers
	 * @throws IllegalStateException if the broker is stopped
	 */
	public Set<String> clientIds() {
		return server().clientIds();
	}

	/**
	 * Cut the connections of all clients as if the wire had broken, and wait until the
	 * broker has noticed: {@link #awaitSubscription} waits for clients that have come
	 * back.
	 * @throws IllegalStateException if the broker is stopped
	 */
	public void disconnectClients() {
		ArtemisServer server = server();
		List<MQTTSession> cut = server.cutConnections();
		if (!await(TIMEOUT, () -> cut.stream().noneMatch(server::isAttached))) {
			throw new IllegalStateException("Embedded MQTT broker did not give up the connections of its clients");
		}
	}

	private static boolean await(Duration timeout, BooleanSupplier condition) {
		try {
			Awaitility.await()
				.pollInSameThread()
				.pollDelay(Duration.ZERO)
				.pollInterval(Duration.ofMillis(10))
				.timeout(timeout)
				.until(condition::getAsBoolean);
			return true;
		}
		catch (ConditionTimeoutException ex) {
			return false;
		}
	}

	private synchronized ArtemisServer server() {
		Assert.state(this.server != null, "Embedded MQTT broker is stopped");
		return this.server;
	}

}
