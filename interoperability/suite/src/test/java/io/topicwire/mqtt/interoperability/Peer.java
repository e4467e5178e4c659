package io.topicwire.mqtt.interoperability;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReconnectPolicy;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.client.MqttClientBuilder;
import io.topicwire.mqtt.leftover.TrackedClient;
import io.topicwire.mqtt.stream.TlsOptions;
import io.topicwire.mqtt.stream.Transport;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Assumptions;

/**
 * What one test sees of a broker: clients, topics and a cable of its own. Everything is
 * gone when it is closed.
 */
final class Peer implements AutoCloseable {

	/**
	 * How long a test waits for what has to come.
	 */
	static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final ReconnectPolicy QUICK = new ReconnectPolicy(true, true, Long.MAX_VALUE, Duration.ofMillis(50),
			2, Duration.ofMillis(500), Duration.ofSeconds(30));

	private static final AtomicInteger tests = new AtomicInteger();

	private final RunningBroker running;

	private final ProtocolVersion version;

	private final Relay relay;

	private final String name = "test-" + tests.incrementAndGet();

	private final List<MqttClient> clients = new CopyOnWriteArrayList<>();

	Peer(RunningBroker running, ProtocolVersion version) {
		this.running = running;
		this.version = version;
		this.relay = new Relay(running.port());
	}

	/**
	 * Go on only if the broker supports what the test needs.
	 */
	void assume(Feature feature) {
		broker().whyNot(feature, this.version).ifPresent(Assumptions::abort);
	}

	/**
	 * Go on only under a condition.
	 */
	static void assume(boolean condition, String otherwise) {
		if (!condition) {
			Assumptions.abort(otherwise);
		}
	}

	/**
	 * Go on only if the broker supports messages of a QoS.
	 */
	void assume(QoS qos) {
		if (qos == QoS.EXACTLY_ONCE) {
			assume(Feature.QOS_2);
		}
	}

	/**
	 * Go on only if the broker can be reached in the given way.
	 */
	void assume(Transport transport) {
		if (transport != Transport.TCP) {
			assume(Feature.valueOf(transport.name()));
		}
	}

	boolean supports(QoS qos) {
		return qos != QoS.EXACTLY_ONCE || broker().whyNot(Feature.QOS_2, this.version).isEmpty();
	}

	Broker broker() {
		return this.running.broker();
	}

	RunningBroker running() {
		return this.running;
	}

	ProtocolVersion version() {
		return this.version;
	}

	boolean isMqtt5() {
		return this.version == ProtocolVersion.MQTT_5;
	}

	Relay relay() {
		return this.relay;
	}

	/**
	 * Return a topic that no other test uses.
	 */
	String topic(String suffix) {
		return this.name + "/" + suffix;
	}

	/**
	 * Return a client identifier that no other test uses.
	 */
	String clientId(String suffix) {
		return this.name + "-" + suffix;
	}

	MqttClient client(UnaryOperator<MqttClientBuilder> settings) {
		return client(Transport.TCP, settings);
	}

	MqttClient client(Transport transport, UnaryOperator<MqttClientBuilder> settings) {
		return client(this.running.url(transport), (builder) -> settings.apply(transport.isSecure()
				? builder.tls(TlsOptions.DEFAULT.sslContext(this.running.trustingContext())) : builder));
	}

	/**
	 * Return a client whose cable is the relay.
	 */
	MqttClient relayedClient(UnaryOperator<MqttClientBuilder> settings) {
		return client("mqtt://127.0.0.1:" + this.relay.port(), settings);
	}

	/**
	 * Return a client whose cable is something else in front of the broker.
	 */
	MqttClient client(String url, UnaryOperator<MqttClientBuilder> settings) {
		MqttClientBuilder builder = MqttClient.builder(url)
			.protocolVersion(this.version)
			.credentials(Values.USERNAME, Values.PASSWORD)
			.clientId(clientId("client" + this.clients.size()))
			.operationTimeout(PATIENCE)
			.reconnect(QUICK);
		MqttClient client = TrackedClient.of(settings.apply(builder).build());
		this.clients.add(client);
		return client;
	}

	/**
	 * Return a client that is connected.
	 */
	MqttClient connect() {
		return connect((builder) -> builder);
	}

	/**
	 * Return a client that is connected.
	 */
	MqttClient connect(UnaryOperator<MqttClientBuilder> settings) {
		MqttClient client = client(settings);
		client.connect();
		return client;
	}

	/**
	 * Make a client keep its session.
	 */
	MqttClientBuilder keepSession(MqttClientBuilder builder) {
		return isMqtt5() ? builder.cleanStart(false).sessionExpiry(Duration.ofMinutes(5)) : builder.cleanStart(false);
	}

	/**
	 * Return a stream of messages. An MQTT 3.1.1 broker cannot announce a Receive
	 * Maximum, but Mosquitto has one all the same and drops messages of QoS 2 that exceed
	 * it.
	 */
	MessageStream stream(MqttClient client, QoS qos) {
		return new MessageStream(client, (isMqtt5() || qos != QoS.EXACTLY_ONCE) ? Integer.MAX_VALUE : 20);
	}

	static ConditionFactory await(String alias) {
		return Awaitility.await(alias).atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10));
	}

	@Override
	public void close() {
		this.clients.forEach(MqttClient::close);
		this.relay.close();
	}

}
