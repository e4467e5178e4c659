package io.topicwire.mqtt.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.MqttConnectRefusedException;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttProtocolException;
import io.topicwire.mqtt.MqttPublishException;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.auth.MqttAuthenticationException;
import io.topicwire.mqtt.auth.ScramSha256;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.fake.LogRecorder;
import io.topicwire.mqtt.packet.Auth;
import io.topicwire.mqtt.packet.Connack;
import io.topicwire.mqtt.packet.Connect;
import io.topicwire.mqtt.packet.Disconnect;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Property;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Publish;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that what a broker says neither forges lines of a log nor fills it.
 */
class BrokerTextTests {

	private static final String FORGED = "bye\r\n2026-01-01 ERROR forged\u2028\u001B[2K\u202Eesrever";

	private static final String VISIBLE = "bye\\r\\n2026-01-01 ERROR forged\\u2028\\u001B[2K\\u202Eesrever";

	private final LogRecorder log = new LogRecorder();

	@AfterEach
	void noLineIsBroken() {
		this.log.close();
		assertThat(this.log.messages()).isNotEmpty()
			.allSatisfy((message) -> assertThat(message).hasSizeLessThan(5_000)
				.doesNotContainPattern("[\\p{Cntrl}\\u2028\\u202E]"));
	}

	@Test
	void explanationOfARefusalIsMadeVisible() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection();
			connection.expect(Connect.class);
			connection.send(new Connack(false, ReasonCode.SERVER_BUSY,
					Properties.builder()
						.add(Property.REASON_STRING, FORGED)
						.add(Property.SERVER_REFERENCE, "a\nb")
						.build()));
			MqttConnectRefusedException failure = ClientFixture.awaitFailure(connected,
					MqttConnectRefusedException.class);
			assertThat(failure).hasMessage("The broker at broker.example.com:1883 refused the connection: "
					+ "the broker is busy (0x89), " + VISIBLE + ", server reference 'a\\nb'");
			// As it was said, for those who want to know
			assertThat(failure.remarks().reasonString()).isEqualTo(FORGED);
		}
	}

	@Test
	void longExplanationIsCut() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			connection.send(new Disconnect(ReasonCode.SERVER_BUSY,
					Properties.builder().add(Property.REASON_STRING, "x".repeat(60_000)).build()));
			connection.expectClose();
			fixture.timer.awaitTask(Duration.ofMillis(500));
			MqttException failure = fixture.client.status().lastFailure();
			assertThat(failure)
				.hasMessage("The broker ended the connection: the broker is busy (0x89), " + "x".repeat(256) + "…");
		}
	}

	@Test
	void explanationOfARefusedMessageIsMadeVisible() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<?> published = fixture.client
				.publishAsync(ClientFixture.publish(1, "a", "x", QoS.AT_LEAST_ONCE).message());
			connection.send(new Puback(connection.expect(Publish.class).packetIdentifier(), ReasonCode.NOT_AUTHORIZED,
					Properties.builder().add(Property.REASON_STRING, FORGED).build()));
			assertThat(ClientFixture.awaitFailure(published, MqttPublishException.class)).hasMessageContaining(VISIBLE);
		}
	}

	@Test
	void nameThatTheBrokerHasAssignedIsMadeVisible() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5, (builder) -> builder.clientId(""))) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			fixture.broker.awaitConnection()
				.accept(false, Properties.builder().add(Property.ASSIGNED_CLIENT_IDENTIFIER, FORGED).build());
			assertThat(ClientFixture.await(connected).clientId()).isEqualTo(FORGED);
			Awaitility.await()
				.untilAsserted(() -> assertThat(this.log.messages())
					.anySatisfy((message) -> assertThat(message).startsWith("[" + VISIBLE + "] Connected to ")));
		}
	}

	@Test
	void nameThatTheBrokerMustNotAssignIsMadeVisible() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			fixture.broker.awaitConnection()
				.accept(false, Properties.builder().add(Property.ASSIGNED_CLIENT_IDENTIFIER, FORGED).build());
			assertThat(ClientFixture.awaitFailure(connected, MqttProtocolException.class))
				.hasMessage("The broker assigned the client identifier '" + VISIBLE
						+ "' to a client with the identifier 'meter-7'");
		}
	}

	@Test
	void methodOfAuthenticationIsMadeVisible() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.authenticator(ScramSha256.of("alice", "secret")))) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection();
			connection.expect(Connect.class);
			connection.send(new Auth(ReasonCode.CONTINUE_AUTHENTICATION,
					Properties.builder().add(Property.AUTHENTICATION_METHOD, FORGED).build()));
			assertThat(ClientFixture.awaitFailure(connected, MqttProtocolException.class))
				.hasMessage("The broker sent AUTH with the Authentication Method '" + VISIBLE
						+ "' although CONNECT had 'SCRAM-SHA-256'");
		}
	}

	@Test
	void failureOfScramIsMadeVisible() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.authenticator(ScramSha256.of("alice", "secret")))) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection();
			connection.expect(Connect.class);
			connection.send(new Connack(false, ReasonCode.SUCCESS,
					Properties.builder()
						.add(Property.AUTHENTICATION_METHOD, "SCRAM-SHA-256")
						.add(Property.AUTHENTICATION_DATA, ("e=" + FORGED).getBytes(StandardCharsets.UTF_8))
						.build()));
			assertThat(ClientFixture.awaitFailure(connected, MqttAuthenticationException.class))
				.hasMessage("The broker failed SCRAM-SHA-256: " + VISIBLE);
		}
	}

	@Test
	void topicOfAMessageThatNobodyHandlesIsMadeVisible() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			connection.send(ClientFixture.publish(1, FORGED, "x", QoS.AT_LEAST_ONCE));
			connection.expect(Puback.class);
			Awaitility.await()
				.untilAsserted(() -> assertThat(this.log.warnings("meter-7"))
					.anySatisfy((message) -> assertThat(message).contains(VISIBLE)));
			assertThat(fixture.client.status().state()).isEqualTo(ConnectionState.CONNECTED);
		}
	}

}
