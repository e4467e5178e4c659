package io.topicwire.mqtt.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.client.ClientFixture.Recorder;
import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import io.topicwire.mqtt.fake.FakeBroker;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.leftover.TrackedClient;
import io.topicwire.mqtt.packet.Disconnect;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Pubcomp;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.Pubrec;
import io.topicwire.mqtt.packet.Pubrel;
import io.topicwire.mqtt.peer.LoopbackServer;
import io.topicwire.mqtt.peer.PeerConnection;
import io.topicwire.mqtt.peer.TestCertificates;
import io.topicwire.mqtt.stream.ByteStream;
import io.topicwire.mqtt.stream.ServerAddress;
import io.topicwire.mqtt.stream.StreamOptions;
import io.topicwire.mqtt.stream.TlsOptions;
import io.topicwire.mqtt.stream.Transport;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a client works alike over every transport, with a scripted broker behind a
 * real server.
 */
class TransportTests {

	@ParameterizedTest
	@EnumSource
	@Mqtt5({ "MQTT-4.2.0-1", "MQTT-6.0.0-2" })
	void mqtt5WorksOverEveryTransportEvenByteByByte(Transport transport) throws IOException {
		assertWorks(ProtocolVersion.MQTT_5, transport);
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt3({ "MQTT-7.1.2-1", "MQTT-6.0.0-2" })
	void mqtt311WorksOverEveryTransportEvenByteByByte(Transport transport) throws IOException {
		assertWorks(ProtocolVersion.MQTT_3_1_1, transport);
	}

	private static void assertWorks(ProtocolVersion version, Transport transport) throws IOException {
		FakeBroker broker = new FakeBroker(version);
		try (LoopbackServer server = LoopbackServer.start(transport);
				MqttClient client = client(server, version, transport)) {
			Recorder recorder = new Recorder();
			client.subscribeAsync("a/#", QoS.EXACTLY_ONCE, recorder);
			CompletableFuture<ConnectResult> connected = client.connectAsync();
			relay(server.accept(), broker);
			FakeConnection connection = broker.accept();
			assertThat(ClientFixture.await(connected).server()).isEqualTo(server.address().toString());
			ClientFixture.grant(connection);
			connection.send(ClientFixture.publish(7, "a/b", "received", QoS.AT_LEAST_ONCE));
			assertThat(recorder.next().payloadAsString()).isEqualTo("received");
			assertThat(connection.expect(Puback.class).packetIdentifier()).isEqualTo(7);
			String large = "x".repeat(100_000);
			CompletableFuture<PublishResult> published = client
				.publishAsync(MqttMessage.of("c", large).qos(QoS.EXACTLY_ONCE));
			Publish publish = connection.expect(Publish.class);
			assertThat(publish.message().payloadAsString()).isEqualTo(large);
			connection.send(new Pubrec(publish.packetIdentifier()));
			connection.expect(Pubrel.class);
			connection.send(new Pubcomp(publish.packetIdentifier()));
			ClientFixture.await(published);
			CompletableFuture<Void> closed = CompletableFuture.runAsync(client::close);
			connection.expect(Disconnect.class);
			connection.close();
			ClientFixture.await(closed);
		}
		assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
			.noneMatch((name) -> name.startsWith("mqtt-") || name.startsWith("HttpClient"));
	}

	@ParameterizedTest
	@EnumSource
	void lostConnectionIsMadeAnewOverEveryTransport(Transport transport) throws IOException {
		FakeBroker broker = new FakeBroker(ProtocolVersion.MQTT_5);
		try (LoopbackServer server = LoopbackServer.start(transport);
				MqttClient client = client(server, ProtocolVersion.MQTT_5, transport)) {
			client.connectAsync();
			PeerConnection peer = server.accept();
			relay(peer, broker);
			broker.accept();
			Awaitility.await().until(() -> client.status().connection() != null);
			peer.close();
			relay(server.accept(), broker);
			broker.accept();
			Awaitility.await().until(() -> client.status().reconnects() == 1);
			broker.hangUp();
		}
	}

	@ParameterizedTest
	@EnumSource
	void whatTheStreamMakesOfTheServerIsToldWithEveryVersion(ProtocolVersion version) {
		try (LoopbackServer server = LoopbackServer.start(Transport.TLS);
				MqttClient client = TrackedClient.of(MqttClient.builder("mqtt://localhost:" + server.address().port())
					.protocolVersion(version)
					.build())) {
			assertThat(ClientFixture.awaitFailure(client.connectAsync(), MqttConnectionException.class))
				.hasMessage("The broker at localhost:" + server.address().port() + " did not answer CONNECT of MQTT "
						+ version + ": the server expects TLS; write mqtts:// instead of mqtt://, or use another port");
		}
	}

	private static MqttClient client(LoopbackServer server, ProtocolVersion version, Transport transport) {
		MqttClientBuilder builder = MqttClient.builder(server.url()).clientId("meter-7").protocolVersion(version);
		if (transport.isSecure()) {
			builder.tls(TlsOptions.DEFAULT.sslContext(TestCertificates.context(null)));
		}
		return TrackedClient.of(builder.build());
	}

	/**
	 * Pass bytes on between a real connection and the scripted broker, to the client one
	 * by one.
	 */
	private static void relay(PeerConnection peer, FakeBroker broker) throws IOException {
		ByteStream stream = broker.create(ServerAddress.parse("mqtt://fake"), StreamOptions.DEFAULT);
		stream.open(Duration.ofSeconds(10));
		start(() -> copy(peer.input(), stream));
		start(() -> copy(stream, peer));
	}

	private static void copy(InputStream input, ByteStream stream) throws IOException {
		byte[] buffer = new byte[10_000];
		for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
			stream.write(buffer, 0, count);
		}
		stream.close();
	}

	private static void copy(ByteStream stream, PeerConnection peer) throws IOException {
		OutputStream output = peer.output();
		byte[] buffer = new byte[1];
		while (stream.read(buffer, 0, 1) > 0) {
			output.write(buffer, 0, 1);
			output.flush();
		}
		peer.close();
	}

	private static void start(Copy copy) {
		Thread thread = new Thread(() -> {
			try {
				copy.run();
			}
			catch (IOException ex) {
				// Closed by either side
			}
		}, "relay");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * What a thread does.
	 */
	private interface Copy {

		void run() throws IOException;

	}

}
