package io.topicwire.mqtt.engine;

import java.time.Duration;
import java.util.List;

import io.topicwire.mqtt.BrokerRemarks;
import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.Credentials;
import io.topicwire.mqtt.HandlerFailurePolicy;
import io.topicwire.mqtt.InboxOverflowPolicy;
import io.topicwire.mqtt.MqttConnectRefusedException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttProtocolException;
import io.topicwire.mqtt.MqttUnsupportedVersionException;
import io.topicwire.mqtt.OutboxOptions;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.ReconnectPolicy;
import io.topicwire.mqtt.ResubscribePolicy;
import io.topicwire.mqtt.ServerLimits;
import io.topicwire.mqtt.SessionLossPolicy;
import io.topicwire.mqtt.UnmatchedMessagePolicy;
import io.topicwire.mqtt.UserProperty;
import io.topicwire.mqtt.Will;
import io.topicwire.mqtt.conformance.Mqtt5;
import io.topicwire.mqtt.packet.Connack;
import io.topicwire.mqtt.packet.Connect;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Property;
import io.topicwire.mqtt.session.SessionStore;
import io.topicwire.mqtt.stream.ServerAddress;
import io.topicwire.mqtt.stream.StreamOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Handshake}.
 */
class HandshakeTests {

	private static final Will WILL = Will.of(MqttMessage.of("will", "gone"));

	private ProtocolVersion version = ProtocolVersion.MQTT_5;

	private Duration sessionExpiry = Duration.ofSeconds(100);

	private ConnectOptions options = ConnectOptions.DEFAULT;

	private String clientId = "meter";

	@ParameterizedTest
	@EnumSource
	void connectSaysWhatIsSet(ProtocolVersion version) {
		this.version = version;
		Connect connect = handshake(true).connect(Credentials.of("user", "secret"), null);
		assertThat(connect.protocolVersion()).isEqualTo(version);
		assertThat(connect.clientId()).isEqualTo("meter");
		assertThat(connect.cleanStart()).isTrue();
		assertThat(connect.keepAlive()).isEqualTo(60);
		assertThat(connect.will()).isSameAs(WILL);
		assertThat(connect.username()).isEqualTo("user");
		assertThat(connect.password()).asString().isEqualTo("secret");
	}

	@Test
	void connectNeedsNoCredentials() {
		Connect connect = handshake(false).connect(null, null);
		assertThat(connect.cleanStart()).isFalse();
		assertThat(connect.username()).isNull();
		assertThat(connect.password()).isNull();
	}

	@Test
	void connectOfMqtt5HoldsLimitsAndSessionExpiry() {
		assertThat(handshake(true).connect(null, null).properties()).isEqualTo(Properties.builder()
			.add(Property.SESSION_EXPIRY_INTERVAL, 100L)
			.add(Property.RECEIVE_MAXIMUM, 7)
			.add(Property.MAXIMUM_PACKET_SIZE, 1000L)
			.add(Property.TOPIC_ALIAS_MAXIMUM, 3)
			.build());
	}

	@Test
	void sessionThatEndsWithTheConnectionNeedsNoExpiry() {
		this.sessionExpiry = Duration.ZERO;
		assertThat(handshake(true).connect(null, null).properties().get(Property.SESSION_EXPIRY_INTERVAL)).isNull();
	}

	@Test
	void connectOfMqtt3HasNoProperties() {
		this.version = ProtocolVersion.MQTT_3_1_1;
		assertThat(handshake(true).connect(null, null).properties()).isEqualTo(Properties.NONE);
	}

	@Test
	void withoutWordsOfTheBrokerTheSettingsAndNoLimitsAreInForce() {
		ConnectResult result = handshake(false).accept(connack(Properties.NONE));
		assertThat(result.server()).isEqualTo("broker:1883");
		assertThat(result.protocolVersion()).isEqualTo(ProtocolVersion.MQTT_5);
		assertThat(result.clientId()).isEqualTo("meter");
		assertThat(result.sessionPresent()).isFalse();
		assertThat(result.keepAlive()).isEqualTo(Duration.ofSeconds(60));
		assertThat(result.sessionExpiry()).isEqualTo(Duration.ofSeconds(100));
		assertThat(result.limits()).isEqualTo(ServerLimits.NONE);
		assertThat(result.responseInformation()).isNull();
		assertThat(result.remarks().userProperties()).isEmpty();
	}

	@Test
	void limitsOfTheBrokerAreInForce() {
		this.options = new ConnectOptions(true, true, List.of(), null);
		ConnectResult result = handshake(false).accept(connack(Properties.builder()
			.add(Property.RECEIVE_MAXIMUM, 3)
			.add(Property.MAXIMUM_QOS, 1)
			.add(Property.RETAIN_AVAILABLE, 0)
			.add(Property.MAXIMUM_PACKET_SIZE, 500L)
			.add(Property.TOPIC_ALIAS_MAXIMUM, 2)
			.add(Property.WILDCARD_SUBSCRIPTION_AVAILABLE, 0)
			.add(Property.SUBSCRIPTION_IDENTIFIER_AVAILABLE, 0)
			.add(Property.SHARED_SUBSCRIPTION_AVAILABLE, 0)
			.add(Property.RESPONSE_INFORMATION, "replies/")
			.add(Property.USER_PROPERTY, new UserProperty("name", "value"))
			.build()));
		assertThat(result.limits())
			.isEqualTo(new ServerLimits(3, QoS.AT_LEAST_ONCE, false, 500, 2, false, false, false));
		assertThat(result.responseInformation()).isEqualTo("replies/");
		assertThat(result.remarks().userProperties()).containsExactly(new UserProperty("name", "value"));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 65_535 })
	void keepAliveOfTheBrokerIsInForce(int seconds) {
		ConnectResult result = handshake(false)
			.accept(connack(Properties.builder().add(Property.SERVER_KEEP_ALIVE, seconds).build()));
		assertThat(result.keepAlive()).isEqualTo(Duration.ofSeconds(seconds));
	}

	@Test
	void clientIdentifierAndSessionExpiryOfTheBrokerAreInForce() {
		this.clientId = "";
		ConnectResult result = handshake(false).accept(connack(Properties.builder()
			.add(Property.ASSIGNED_CLIENT_IDENTIFIER, "auto-1")
			.add(Property.SESSION_EXPIRY_INTERVAL, 4_294_967_295L)
			.build()));
		assertThat(result.clientId()).isEqualTo("auto-1");
		assertThat(result.sessionExpiry()).isEqualTo(Duration.ofSeconds(4_294_967_295L));
	}

	@Test
	void sessionOfMqtt3LastsForEverUnlessItIsClean() {
		this.version = ProtocolVersion.MQTT_3_1_1;
		this.sessionExpiry = Duration.ZERO;
		assertThat(handshake(false).accept(connack(Properties.NONE)).sessionExpiry())
			.isEqualTo(Duration.ofSeconds(4_294_967_295L));
		assertThat(handshake(true).accept(connack(Properties.NONE)).sessionExpiry()).isEqualTo(Duration.ZERO);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	@Mqtt5("MQTT-3.2.2-3")
	void sessionPresentIsReported(boolean sessionPresent) {
		Connack connack = new Connack(sessionPresent, ReasonCode.SUCCESS, Properties.NONE);
		assertThat(handshake(false).accept(connack).sessionPresent()).isEqualTo(sessionPresent);
	}

	@Test
	void cleanStartMustNotContinueASession() {
		Connack connack = new Connack(true, ReasonCode.SUCCESS, Properties.NONE);
		assertThatExceptionOfType(MqttProtocolException.class).isThrownBy(() -> handshake(true).accept(connack))
			.withMessage("The broker continues a session although a new one was asked for")
			.satisfies((ex) -> assertThat(ex.reasonCode()).isEqualTo(ReasonCode.PROTOCOL_ERROR));
	}

	@ParameterizedTest
	@EnumSource(names = { "SUCCESS", "UNSUPPORTED_PROTOCOL_VERSION" }, mode = EnumSource.Mode.EXCLUDE)
	void refusalIsReportedWithItsReason(ReasonCode reasonCode) {
		Connack silent = new Connack(false, reasonCode, Properties.NONE);
		assertThatExceptionOfType(MqttConnectRefusedException.class).isThrownBy(() -> handshake(true).accept(silent))
			.withMessage("The broker at broker:1883 refused the connection: " + reasonCode)
			.satisfies((ex) -> assertThat(ex.reasonCode()).isEqualTo(reasonCode));
		Connack talkative = new Connack(false, reasonCode,
				Properties.builder().add(Property.REASON_STRING, "go away").build());
		assertThatExceptionOfType(MqttConnectRefusedException.class).isThrownBy(() -> handshake(true).accept(talkative))
			.withMessage("The broker at broker:1883 refused the connection: " + reasonCode + ", go away");
	}

	@Test
	void remarksOfARefusalAreKept() {
		Connack connack = new Connack(false, ReasonCode.USE_ANOTHER_SERVER,
				Properties.builder()
					.add(Property.SERVER_REFERENCE, "b.example.com c.example.com:8883")
					.add(Property.REASON_STRING, "moving house")
					.add(Property.USER_PROPERTY, new UserProperty("until", "noon"))
					.build());
		assertThatExceptionOfType(MqttConnectRefusedException.class).isThrownBy(() -> handshake(true).accept(connack))
			.withMessageEndingWith(
					"use another server (0x9C), moving house, " + "server reference 'b.example.com c.example.com:8883'")
			.satisfies((ex) -> assertThat(ex.remarks()).isEqualTo(new BrokerRemarks("moving house",
					"b.example.com c.example.com:8883", List.of(new UserProperty("until", "noon")))));
	}

	@ParameterizedTest
	@EnumSource
	void refusedVersionIsAFailureOfItsOwn(ProtocolVersion version) {
		this.version = version;
		Connack connack = new Connack(false, ReasonCode.UNSUPPORTED_PROTOCOL_VERSION, Properties.NONE);
		assertThatExceptionOfType(MqttUnsupportedVersionException.class)
			.isThrownBy(() -> handshake(true).accept(connack))
			.withMessageEndingWith("asked for was MQTT " + version + ", protocolVersion(AUTO) would try another one")
			.satisfies((ex) -> assertThat(ex.version()).isEqualTo(version));
	}

	private Connack connack(Properties properties) {
		return new Connack(false, ReasonCode.SUCCESS, properties);
	}

	private Handshake handshake(boolean cleanStart) {
		ClientSettings settings = new ClientSettings(new ServerSettings(List.of(new ServerAddress("broker", 1883)),
				StreamOptions.DEFAULT, false), "configured", null, List.of(this.version), cleanStart,
				this.sessionExpiry, SessionLossPolicy.FAIL, ResubscribePolicy.IF_SESSION_LOST, Duration.ofSeconds(60),
				Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), () -> null, false, WILL,
				this.options, 7, 1000, 3, 4, OutboxOptions.DEFAULT, SessionStore.MEMORY, ReconnectPolicy.DEFAULT,
				new InboxSettings(1, 1, InboxOverflowPolicy.DROP_NEWEST), new HandlerSettings(1, Duration.ZERO,
						HandlerFailurePolicy.LEAVE_UNACKNOWLEDGED, UnmatchedMessagePolicy.REJECT, null),
				List.of(), null);
		return new Handshake(settings,
				new Attempt(new ServerAddress("broker", 1883), this.version, this.clientId, cleanStart));
	}

}
