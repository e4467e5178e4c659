package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.MqttConnectRefusedException;
import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttProtocolException;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.ReconnectPolicy;
import io.topicwire.mqtt.Will;
import io.topicwire.mqtt.client.ClientFixture.Recorder;
import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.packet.Connect;
import io.topicwire.mqtt.packet.Publish;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the bytes that a connection starts with.
 */
class ConnectionStartTests {

	private static final String ACCEPTED = "20 02 00 00";

	@ParameterizedTest
	@EnumSource
	@Mqtt5("MQTT-3.1.0-1")
	@Mqtt3("MQTT-3.1.0-1")
	void nothingButConnectIsSentBeforeTheBrokerHasAnswered(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version)) {
			fixture.client.publishAsync(MqttMessage.of("a", "x").qos(QoS.AT_LEAST_ONCE));
			fixture.client.subscribeAsync("a", QoS.AT_MOST_ONCE, new Recorder());
			fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection();
			connection.expect(Connect.class);
			fixture.client.publishAsync(MqttMessage.of("a", "x"));
			fixture.client.subscribeAsync("b", QoS.AT_MOST_ONCE, new Recorder());
			fixture.client.unsubscribeAsync("a");
			// The reader begins when others may write
			connection.awaitWaitingReader();
			connection.close();
			connection.expectClose();
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5("MQTT-3.1.0-2")
	@Mqtt3("MQTT-3.1.0-2")
	void secondConnectJoinsTheFirstOne(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version)) {
			CompletableFuture<ConnectResult> first = fixture.client.connectAsync();
			CompletableFuture<ConnectResult> second = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.accept();
			assertThat(ClientFixture.await(first)).isSameAs(ClientFixture.await(second));
			ClientFixture.await(fixture.client.connectAsync());
			fixture.client.publishAsync(MqttMessage.of("a", "x"));
			connection.expect(Publish.class);
			assertThat(fixture.broker.hasConnection()).isFalse();
		}
	}

	@Test
	void threadThatReadsOnBeginsWhenTheConnectionIsAccepted() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection();
			connection.expect(Connect.class);
			connection.awaitWaitingReader();
			assertThat(threads()).containsExactly("mqtt-meter-7-connect");
			connection.sendBytes("20 03 00 00 00");
			// Its stack is as deep as it ever was
			Awaitility.await().until(() -> threads().equals(List.of("mqtt-meter-7-reader")));
		}
	}

	private static List<String> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.endsWith("-connect") || name.endsWith("-reader"))
			.toList();
	}

	@Test
	@Mqtt3({ "MQTT-3.1.2-1", "MQTT-3.1.2-2", "MQTT-3.1.2-11", "MQTT-3.1.2-13", "MQTT-3.1.2-15", "MQTT-3.1.2-18",
			"MQTT-3.1.2-20", "MQTT-3.1.3-3" })
	void connectOfMqtt3WithoutOptions() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_3_1_1, (builder) -> builder.clientId(""))) {
			fixture.client.connectAsync();
			fixture.broker.awaitConnection().expectBytes("""
					10           # CONNECT
					0C           # remaining length
					00 04 'MQTT' # protocol name
					04           # protocol level
					02           # clean session
					00 3C        # keep alive
					00 00        # client identifier
					""");
		}
	}

	@Test
	@Mqtt3({ "MQTT-3.1.2-9", "MQTT-3.1.2-14", "MQTT-3.1.2-19", "MQTT-3.1.2-21", "MQTT-3.1.3-1", "MQTT-3.1.3-4",
			"MQTT-3.1.3-11" })
	void connectOfMqtt3WithAllOptions() {
		Will will = Will.of(MqttMessage.empty("gone").qos(QoS.EXACTLY_ONCE).retain(true));
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_3_1_1, (
				builder) -> builder.clientId("Z\u00E4hler").cleanStart(false).will(will).credentials("J\u00F6", "x"))) {
			fixture.client.connectAsync();
			fixture.broker.awaitConnection().expectBytes("""
					10                # CONNECT
					23                # remaining length
					00 04 'MQTT'      # protocol name
					04                # protocol level
					F4                # user name, password, will retain, will QoS 2, will
					00 3C             # keep alive
					00 07 'Z\u00E4hler' # client identifier
					00 04 'gone'      # will topic
					00 00             # will message
					00 03 'J\u00F6'   # user name
					00 01 'x'         # password
					""");
		}
	}

	@ParameterizedTest
	@CsvSource({ "01, UNSUPPORTED_PROTOCOL_VERSION", "02, CLIENT_IDENTIFIER_NOT_VALID", "03, SERVER_UNAVAILABLE",
			"04, BAD_USER_NAME_OR_PASSWORD", "05, NOT_AUTHORIZED", "06, UNSPECIFIED_ERROR", "FF, UNSPECIFIED_ERROR" })
	@Mqtt3({ "MQTT-3.1.2-2", "MQTT-3.1.3-9", "MQTT-3.2.2-5", "MQTT-3.2.2-6" })
	void refusalByAnMqtt3BrokerFailsTheConnectAndClosesTheConnection(String returnCode, ReasonCode reasonCode) {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_3_1_1)) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection();
			connection.expect(Connect.class);
			connection.sendBytes("20 02 00 " + returnCode);
			assertThat(ClientFixture.awaitFailure(connected, MqttConnectRefusedException.class).reasonCode())
				.isEqualTo(reasonCode);
			connection.expectClose();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "01", "02", "05" })
	@Mqtt3({ "MQTT-3.1.2-2", "MQTT-3.1.3-9" })
	void refusalThatWillNotChangeIsNotRetried(String returnCode) {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_3_1_1,
				(builder) -> builder.reconnect(ReconnectPolicy.DEFAULT.firstConnect(true)))) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection();
			connection.expect(Connect.class);
			connection.sendBytes("20 02 00 " + returnCode);
			ClientFixture.awaitFailure(connected, MqttConnectRefusedException.class);
			assertThat(fixture.client.status().state()).isEqualTo(ConnectionState.DISCONNECTED);
			fixture.timer.advance(Duration.ofDays(1));
			assertThat(fixture.broker.hasConnection()).isFalse();
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt5({ "MQTT-3.1.2-2", "MQTT-3.1.4-2" })
	@Mqtt3({ "MQTT-3.1.4-1", "MQTT-3.2.2-6" })
	void brokerThatClosesInsteadOfAnsweringFailsTheConnectAtOnce(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version)) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection();
			connection.expect(Connect.class);
			connection.close();
			assertThat(ClientFixture.awaitFailure(connected, MqttConnectionException.class))
				.hasMessage("The broker at broker.example.com:1883 closed the connection without an answer to CONNECT; "
						+ "does it speak MQTT " + version + ", and that without TLS?");
		}
	}

	@ParameterizedTest
	@EnumSource
	@Mqtt3("MQTT-3.1.4-2")
	void delaysGrowWhenTheBrokerClosesEveryConnectionThatItHasAccepted(ProtocolVersion version) {
		try (ClientFixture fixture = new ClientFixture(version)) {
			fixture.connect().close();
			for (int milliseconds = 500; milliseconds <= 8000; milliseconds *= 2) {
				fixture.timer.advanceTo(Duration.ofMillis(milliseconds));
				fixture.broker.accept().close();
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "D0 00", "30 03 00 01 'a'", "32 05 00 01 'a' 00 01", "90 03 00 01 00", "E0 00" })
	@Mqtt3("MQTT-3.2.0-1")
	void otherFirstPacketThanConnackOfMqtt3FailsTheConnect(String bytes) {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_3_1_1)) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection();
			connection.expect(Connect.class);
			connection.sendBytes(bytes);
			assertThat(ClientFixture.awaitFailure(connected, MqttProtocolException.class))
				.hasMessageEndingWith("before CONNACK");
			connection.expectClose();
		}
	}

	@Test
	@Mqtt3("MQTT-3.2.2-1")
	void sessionThatWasToBeCleanMustNotBePresent() {
		assertSessionIsNotPresent("20 02 01 00");
	}

	@Test
	@Mqtt3("MQTT-3.2.2-4")
	void sessionIsNotPresentAfterARefusal() {
		assertSessionIsNotPresent("20 02 01 05");
	}

	private void assertSessionIsNotPresent(String connack) {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_3_1_1)) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection();
			connection.expect(Connect.class);
			connection.sendBytes(connack);
			ClientFixture.awaitFailure(connected, MqttProtocolException.class);
			connection.expectClose();
			assertThat(fixture.client.status().connection()).isNull();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	@Mqtt3({ "MQTT-3.2.2-2", "MQTT-3.2.2-3" })
	void mqtt3BrokerSaysWhetherItContinuesTheSession(boolean sessionPresent) {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_3_1_1,
				(builder) -> builder.cleanStart(false))) {
			CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection();
			connection.expect(Connect.class);
			connection.sendBytes(sessionPresent ? "20 02 01 00" : ACCEPTED);
			assertThat(ClientFixture.await(connected).sessionPresent()).isEqualTo(sessionPresent);
		}
	}

}
