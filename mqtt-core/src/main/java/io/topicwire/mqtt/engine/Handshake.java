package io.topicwire.mqtt.engine;

import java.time.Duration;

import io.topicwire.mqtt.BrokerRemarks;
import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.Credentials;
import io.topicwire.mqtt.MqttConnectRefusedException;
import io.topicwire.mqtt.MqttProtocolException;
import io.topicwire.mqtt.MqttUnsupportedVersionException;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.ServerLimits;
import io.topicwire.mqtt.auth.Authenticator;
import io.topicwire.mqtt.packet.Connack;
import io.topicwire.mqtt.packet.Connect;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Property;
import io.topicwire.mqtt.text.SafeText;
import org.jspecify.annotations.Nullable;

/**
 * What is said when a connection begins: CONNECT from the settings, and what CONNACK
 * means for the connection (MQTT 5.0, sections 3.1 and 3.2). Pure.
 */
final class Handshake {

	private static final int KEEP_ALIVE_MAXIMUM = 65_535;

	private static final long NEVER_EXPIRES = 0xFFFFFFFFL;

	private final ClientSettings settings;

	private final Attempt attempt;

	/**
	 * Create a handshake.
	 * @param settings the settings
	 * @param attempt what the connection is made with
	 */
	Handshake(ClientSettings settings, Attempt attempt) {
		this.settings = settings;
		this.attempt = attempt;
	}

	/**
	 * Return the packet to begin with.
	 * @param credentials the credentials, if there are any
	 * @param authenticationData what enhanced authentication begins with, if it begins
	 * with anything
	 */
	Connect connect(@Nullable Credentials credentials, byte @Nullable [] authenticationData) {
		return new Connect(this.attempt.version(), this.attempt.clientId(), this.attempt.cleanStart(),
				(int) this.settings.keepAlive().getSeconds(), this.settings.will(),
				(credentials != null) ? credentials.username() : null,
				(credentials != null) ? credentials.password() : null, properties(authenticationData));
	}

	private Properties properties(byte @Nullable [] authenticationData) {
		if (this.attempt.version() != ProtocolVersion.MQTT_5) {
			return Properties.NONE;
		}
		Properties.Builder properties = Properties.builder();
		if (!this.settings.sessionExpiry().isZero()) {
			properties.add(Property.SESSION_EXPIRY_INTERVAL, this.settings.sessionExpiry().getSeconds());
		}
		properties.add(Property.RECEIVE_MAXIMUM, this.settings.receiveMaximum());
		properties.add(Property.MAXIMUM_PACKET_SIZE, (long) this.settings.maximumPacketSize());
		if (this.settings.topicAliasMaximum() != 0) {
			properties.add(Property.TOPIC_ALIAS_MAXIMUM, this.settings.topicAliasMaximum());
		}
		ConnectOptions options = this.settings.connectOptions();
		if (options.requestResponseInformation()) {
			properties.add(Property.REQUEST_RESPONSE_INFORMATION, 1);
		}
		if (!options.requestProblemInformation()) {
			properties.add(Property.REQUEST_PROBLEM_INFORMATION, 0);
		}
		options.userProperties().forEach((userProperty) -> properties.add(Property.USER_PROPERTY, userProperty));
		Authenticator authenticator = options.authenticator();
		if (authenticator != null) {
			properties.add(Property.AUTHENTICATION_METHOD, authenticator.method());
			properties.addIfPresent(Property.AUTHENTICATION_DATA, authenticationData);
		}
		return properties.build();
	}

	/**
	 * Return what was agreed on.
	 * @throws MqttConnectRefusedException if the broker refused
	 * @throws MqttProtocolException if the broker said what it must not say
	 */
	ConnectResult accept(Connack connack) {
		Properties properties = connack.properties();
		if (connack.reasonCode() != ReasonCode.SUCCESS) {
			throw refusal(connack.reasonCode(), Remarks.of(properties));
		}
		if (connack.sessionPresent() && this.attempt.cleanStart()) {
			throw new MqttProtocolException(ReasonCode.PROTOCOL_ERROR,
					"The broker continues a session although a new one was asked for");
		}
		int keepAlive = (int) Math.min(KEEP_ALIVE_MAXIMUM, this.settings.keepAlive().getSeconds());
		if (properties.isEmpty()) {
			// As always with MQTT 3.1.1: the classes of properties need not be loaded
			return result(clientId(null), connack, keepAlive, requestedSessionExpiry(), ServerLimits.NONE, null);
		}
		return result(clientId(properties.get(Property.ASSIGNED_CLIENT_IDENTIFIER)), connack,
				properties.get(Property.SERVER_KEEP_ALIVE, keepAlive),
				properties.get(Property.SESSION_EXPIRY_INTERVAL, requestedSessionExpiry()), limits(properties),
				responseInformation(properties));
	}

	private ConnectResult result(String clientId, Connack connack, int keepAlive, long sessionExpiry,
			ServerLimits limits, @Nullable String responseInformation) {
		return new ConnectResult(this.attempt.server().toString(), this.attempt.version(), clientId,
				connack.sessionPresent(), Duration.ofSeconds(keepAlive), Duration.ofSeconds(sessionExpiry), limits,
				responseInformation, Remarks.of(connack.properties()));
	}

	private String clientId(@Nullable String assigned) {
		String clientId = this.attempt.clientId();
		if (assigned == null && clientId.isEmpty() && this.attempt.version() == ProtocolVersion.MQTT_5) {
			throw new MqttProtocolException(ReasonCode.PROTOCOL_ERROR,
					"The broker was to assign a client identifier and did not; set one with clientId");
		}
		if (assigned != null && !clientId.isEmpty() && !assigned.equals(clientId)) {
			// Whatever session that one has, it is not ours
			throw new MqttProtocolException(ReasonCode.PROTOCOL_ERROR, "The broker assigned the client identifier '"
					+ SafeText.remark(assigned) + "' to a client with the identifier '" + clientId + "'");
		}
		return (assigned != null) ? assigned : clientId;
	}

	// A broker that sends it unasked does no harm
	private @Nullable String responseInformation(Properties properties) {
		return this.settings.connectOptions().requestResponseInformation()
				? properties.get(Property.RESPONSE_INFORMATION) : null;
	}

	private MqttConnectRefusedException refusal(ReasonCode reasonCode, BrokerRemarks remarks) {
		String message = "The broker at " + this.attempt.server() + " refused the connection: "
				+ Remarks.describe(reasonCode, remarks);
		if (reasonCode == ReasonCode.UNSUPPORTED_PROTOCOL_VERSION) {
			boolean fixed = this.settings.protocolVersions().size() == 1;
			return new MqttUnsupportedVersionException(this.attempt.version(), message + "; asked for was MQTT "
					+ this.attempt.version() + (fixed ? ", protocolVersion(AUTO) would try another one" : ""), remarks);
		}
		return new MqttConnectRefusedException(reasonCode, message, remarks);
	}

	private long requestedSessionExpiry() {
		if (this.attempt.version() == ProtocolVersion.MQTT_5) {
			return this.settings.sessionExpiry().getSeconds();
		}
		// MQTT 3.1.1 knows for ever and not at all
		return this.attempt.cleanStart() ? 0 : NEVER_EXPIRES;
	}

	private static ServerLimits limits(Properties properties) {
		ServerLimits none = ServerLimits.NONE;
		return new ServerLimits(properties.get(Property.RECEIVE_MAXIMUM, none.receiveMaximum()),
				QoS.of(properties.get(Property.MAXIMUM_QOS, none.maximumQos().level())),
				properties.get(Property.RETAIN_AVAILABLE, 1) == 1,
				properties.get(Property.MAXIMUM_PACKET_SIZE, none.maximumPacketSize()),
				properties.get(Property.TOPIC_ALIAS_MAXIMUM, none.topicAliasMaximum()),
				properties.get(Property.WILDCARD_SUBSCRIPTION_AVAILABLE, 1) == 1,
				properties.get(Property.SUBSCRIPTION_IDENTIFIER_AVAILABLE, 1) == 1,
				properties.get(Property.SHARED_SUBSCRIPTION_AVAILABLE, 1) == 1);
	}

}
