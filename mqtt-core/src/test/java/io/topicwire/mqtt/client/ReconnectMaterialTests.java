package io.topicwire.mqtt.client;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.Credentials;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.ReconnectPolicy;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.leftover.TrackedClient;
import io.topicwire.mqtt.packet.Connack;
import io.topicwire.mqtt.packet.Connect;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.peer.LoopbackServer;
import io.topicwire.mqtt.peer.PeerConnection;
import io.topicwire.mqtt.peer.TestCertificates;
import io.topicwire.mqtt.stream.TlsOptions;
import io.topicwire.mqtt.stream.Transport;
import io.topicwire.mqtt.stream.WebSocketOptions;
import org.awaitility.Awaitility;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that whatever may expire is asked for at each attempt to connect.
 */
class ReconnectMaterialTests {

	private static final ReconnectPolicy AT_ONCE = new ReconnectPolicy(true, true, Long.MAX_VALUE, Duration.ofMillis(1),
			1, Duration.ofMillis(1), Duration.ofSeconds(30));

	private final AtomicInteger asked = new AtomicInteger();

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void expiredTokenIsReplacedByANewOneAtTheNextAttempt(boolean async) {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5, (builder) -> {
			builder.reconnect(ReconnectPolicy.DEFAULT.firstConnect(true));
			return async ? builder.credentialsAsync(() -> CompletableFuture.supplyAsync(this::token))
					: builder.credentials(this::token);
		})) {
			fixture.client.connectAsync();
			refuse(fixture.broker.awaitConnection(), 1);
			fixture.timer.advanceTo(Duration.ofMillis(500));
			FakeConnection connection = fixture.broker.awaitConnection();
			accept(connection, 2);
			Awaitility.await().until(() -> fixture.client.status().state() == ConnectionState.CONNECTED);
			// A connection that is lost is an attempt like any other
			refuse(fixture.reconnect(connection, Duration.ofMillis(1000)), 3);
			fixture.timer.advanceTo(Duration.ofMillis(2000));
			accept(fixture.broker.awaitConnection(), 4);
			assertThat(this.asked).hasValue(4);
		}
	}

	private Credentials token() {
		return Credentials.of("meter", "token-" + this.asked.incrementAndGet());
	}

	private static void refuse(FakeConnection connection, int token) {
		assertThat(connection.expect(Connect.class).password()).asString().isEqualTo("token-" + token);
		connection.send(new Connack(false, ReasonCode.BAD_USER_NAME_OR_PASSWORD, Properties.NONE));
	}

	private static void accept(FakeConnection connection, int token) {
		assertThat(connection.expect(Connect.class).password()).asString().isEqualTo("token-" + token);
		connection.send(new Connack(false, ReasonCode.SUCCESS, Properties.NONE));
	}

	@Test
	void credentialsThatHangNeverHangTheClient() {
		List<CompletableFuture<Credentials>> credentials = List.of(new CompletableFuture<>(),
				CompletableFuture.completedFuture(Credentials.of("meter", "token-1")));
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.reconnect(ReconnectPolicy.DEFAULT.firstConnect(true))
					.credentialsAsync(() -> credentials.get(this.asked.getAndIncrement())))) {
			fixture.client.connectAsync();
			Awaitility.await().untilAtomic(this.asked, Matchers.equalTo(1));
			fixture.timer.advanceTo(ClientFixture.CONNECT_TIMEOUT);
			fixture.timer.advanceTo(Duration.ofMillis(500));
			accept(fixture.broker.awaitConnection(), 1);
		}
	}

	@Test
	void expiredTlsContextIsReplacedByANewOneAtTheNextAttempt() throws IOException {
		TlsOptions tls = TlsOptions.DEFAULT.sslContext(
				// The first one trusts nobody that is here
				() -> (this.asked.incrementAndGet() == 1) ? TlsOptions.DEFAULT.sslContext().get()
						: TestCertificates.context(null));
		try (LoopbackServer server = LoopbackServer.start(Transport.TLS);
				MqttClient client = TrackedClient
					.of(MqttClient.builder(server.url()).reconnect(AT_ONCE).tls(tls).build())) {
			client.connectAsync();
			PeerConnection peer = server.accept();
			assertThat(this.asked).hasValue(2);
			connack(peer);
			Awaitility.await().until(() -> client.status().state() == ConnectionState.CONNECTED);
			peer.close();
			server.accept();
			assertThat(this.asked).hasValue(3);
		}
	}

	@Test
	void expiredHeaderOfAWebSocketIsReplacedByANewOneAtTheNextAttempt() throws IOException {
		WebSocketOptions webSocket = WebSocketOptions.DEFAULT
			.headers(() -> Map.of("Authorization", "Bearer token-" + this.asked.incrementAndGet()));
		try (LoopbackServer server = LoopbackServer.start(Transport.WEB_SOCKET);
				MqttClient client = TrackedClient
					.of(MqttClient.builder(server.url()).reconnect(AT_ONCE).webSocket(webSocket).build())) {
			server.upgrade((answer) -> (this.asked.get() == 1)
					? "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n" : answer);
			client.connectAsync();
			assertThat(server.acceptWebSocket().headers()).containsEntry("Authorization", "Bearer token-1");
			assertThat(server.acceptWebSocket().headers()).containsEntry("Authorization", "Bearer token-2");
			// The connection of the refused attempt is listed as well
			server.accept().close();
			PeerConnection peer = server.accept();
			connack(peer);
			Awaitility.await().until(() -> client.status().state() == ConnectionState.CONNECTED);
			peer.close();
			assertThat(server.acceptWebSocket().headers()).containsEntry("Authorization", "Bearer token-3");
		}
	}

	private static void connack(PeerConnection peer) throws IOException {
		assertThat(peer.input().read()).isEqualTo(0x10);
		peer.input().skipNBytes(peer.input().read());
		// The client is to have a name
		peer.output().write(new byte[] { 0x20, 0x07, 0x00, 0x00, 0x04, 0x12, 0x00, 0x01, 'x' });
		peer.output().flush();
	}

}
