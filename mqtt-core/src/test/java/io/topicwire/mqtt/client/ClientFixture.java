package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.MessageHandler;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.engine.Environment;
import io.topicwire.mqtt.fake.FakeBroker;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.fake.VirtualTimer;
import io.topicwire.mqtt.leftover.TrackedClient;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Property;
import io.topicwire.mqtt.packet.Pubcomp;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.Pubrel;
import io.topicwire.mqtt.packet.Suback;
import io.topicwire.mqtt.packet.Subscribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * A client in a world of its own: scripted broker, virtual clock, no chance.
 */
final class ClientFixture implements AutoCloseable {

	static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

	static final Duration OPERATION_TIMEOUT = Duration.ofSeconds(30);

	/**
	 * What a broker says that takes no subscription identifiers, so that it can be asked
	 * for several subscriptions at once.
	 */
	static final Properties NO_SUBSCRIPTION_IDENTIFIERS = Properties.builder()
		.add(Property.SUBSCRIPTION_IDENTIFIER_AVAILABLE, 0)
		.build();

	final VirtualTimer timer = new VirtualTimer();

	final FakeBroker broker;

	final MqttClient client;

	ClientFixture(ProtocolVersion version) {
		this(version, (builder) -> builder);
	}

	ClientFixture(ProtocolVersion version, UnaryOperator<MqttClientBuilder> settings) {
		this.broker = new FakeBroker(version);
		MqttClientBuilder builder = MqttClient.builder("mqtt://broker.example.com")
			.protocolVersion(version)
			.clientId("meter-7")
			// Half of every bound, so that every delay is known
			.environment(new Environment(this.broker, this.timer, () -> 0.5));
		this.client = TrackedClient.of(settings.apply(builder).build());
	}

	/**
	 * Create a fixture whose session outlives its connections.
	 */
	static ClientFixture withLastingSession(ProtocolVersion version) {
		return new ClientFixture(version, (builder) -> lasting(version, builder));
	}

	static MqttClientBuilder lasting(ProtocolVersion version, MqttClientBuilder builder) {
		return (version == ProtocolVersion.MQTT_5) ? builder.sessionExpiry(Duration.ofSeconds(100))
				: builder.cleanStart(false);
	}

	/**
	 * Let the connection break and the client connect again.
	 * @param connection the connection that breaks
	 * @param delay the delay that the client waits
	 * @return the new connection, on which CONNECT is still to be read
	 */
	FakeConnection reconnect(FakeConnection connection, Duration delay) {
		connection.close();
		this.timer.advanceTo(delay);
		return this.broker.awaitConnection();
	}

	FakeConnection reconnect(FakeConnection connection) {
		return reconnect(connection, Duration.ofMillis(500));
	}

	/**
	 * Connect the client, the broker knowing no session.
	 */
	FakeConnection connect() {
		CompletableFuture<ConnectResult> result = this.client.connectAsync();
		FakeConnection connection = this.broker.accept();
		await(result);
		return connection;
	}

	/**
	 * Connect the client to a broker that takes only so many messages of QoS 1 and 2 at a
	 * time.
	 */
	FakeConnection connectWithReceiveMaximum(int receiveMaximum) {
		CompletableFuture<ConnectResult> result = this.client.connectAsync();
		FakeConnection connection = this.broker.awaitConnection()
			.accept(false, Properties.builder().add(Property.RECEIVE_MAXIMUM, receiveMaximum).build());
		await(result);
		return connection;
	}

	/**
	 * Wait for SUBSCRIBE and grant whatever it asks for.
	 */
	static Subscribe grant(FakeConnection connection) {
		Subscribe subscribe = connection.expect(Subscribe.class);
		connection.send(new Suback(subscribe.packetIdentifier(),
				subscribe.requests().stream().map((request) -> ReasonCode.of(request.options().qos().level())).toList(),
				Properties.NONE));
		return subscribe;
	}

	/**
	 * Connect the client with one more subscription, all being granted.
	 */
	FakeConnection connectAndSubscribe(String filter, MessageHandler handler) {
		await(this.client.subscribeAsync(filter, QoS.EXACTLY_ONCE, handler));
		FakeConnection connection = connect();
		Subscribe subscribe = grant(connection);
		while (subscribe.requests().stream().noneMatch((request) -> request.filter().equals(filter))) {
			subscribe = grant(connection);
		}
		return connection;
	}

	/**
	 * Let the client answer something that is sent now, so that it has read all before.
	 */
	static void awaitRead(FakeConnection connection) {
		connection.send(new Pubrel(65_535));
		assertThat(connection.expect(Pubcomp.class).packetIdentifier()).isEqualTo(65_535);
	}

	/**
	 * Wait until the client has taken note of all it has written.
	 */
	void awaitWritten(FakeConnection connection) {
		CompletableFuture<PublishResult> written = this.client.publishAsync(MqttMessage.empty("written/before"));
		assertThat(connection.expect(Publish.class).message().topic()).isEqualTo("written/before");
		await(written);
	}

	/**
	 * Let the client send a message that goes after all that may be sent.
	 */
	void expectNothing(FakeConnection connection) {
		this.client.publishAsync(MqttMessage.empty("nothing/before"));
		assertThat(connection.expect(Publish.class).message().topic()).isEqualTo("nothing/before");
	}

	static Publish publish(int packetIdentifier, String topic, String payload, QoS qos) {
		return new Publish(packetIdentifier, false, MqttMessage.of(topic, payload).qos(qos), 0);
	}

	static <T> T await(CompletableFuture<T> future) {
		try {
			return future.get(10, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

	static <T extends Throwable> T awaitFailure(CompletableFuture<?> future, Class<T> type) {
		try {
			Object result = future.get(10, TimeUnit.SECONDS);
			return fail("Expected a failure but got " + result);
		}
		catch (ExecutionException ex) {
			assertThat(ex.getCause()).isInstanceOf(type);
			return type.cast(ex.getCause());
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

	@Override
	public void close() {
		this.broker.hangUp();
		this.client.close();
		assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
			.noneMatch((name) -> name.startsWith("mqtt-"));
	}

	/**
	 * Keeps what a handler gets.
	 */
	static final class Recorder implements MessageHandler {

		private final BlockingQueue<MqttMessage> messages = new LinkedBlockingQueue<>();

		@Override
		public void handle(MqttMessage message) {
			this.messages.add(message);
		}

		MqttMessage next() {
			try {
				MqttMessage message = this.messages.poll(10, TimeUnit.SECONDS);
				return (message != null) ? message : fail("No message was handled");
			}
			catch (InterruptedException ex) {
				throw new AssertionError(ex);
			}
		}

		boolean isEmpty() {
			return this.messages.isEmpty();
		}

	}

	/**
	 * Holds every message until it is opened.
	 */
	static final class Gate implements MessageHandler, AutoCloseable {

		private final CountDownLatch opened = new CountDownLatch(1);

		@Override
		public void handle(MqttMessage message) throws InterruptedException {
			this.opened.await();
		}

		void open() {
			this.opened.countDown();
		}

		@Override
		public void close() {
			open();
		}

	}

}
