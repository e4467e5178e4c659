package io.topicwire.mqtt.client;

import java.time.Duration;

import io.topicwire.mqtt.Credentials;
import io.topicwire.mqtt.OfflinePolicy;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.UserProperty;
import io.topicwire.mqtt.Utf8String;
import io.topicwire.mqtt.Will;
import io.topicwire.mqtt.auth.Authenticator;
import io.topicwire.mqtt.engine.ClientSettings;
import io.topicwire.mqtt.session.SessionStore;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the settings of a client are in range and do not contradict each other.
 */
final class SettingsCheck {

	// A timer cannot count longer, and nobody waits longer
	private static final Duration LONGEST = Duration.ofDays(365);

	private final ClientSettings settings;

	// Whether that is the only version that may be spoken
	private final boolean mqtt5;

	SettingsCheck(ClientSettings settings) {
		this.settings = settings;
		this.mqtt5 = !settings.protocolVersions().contains(ProtocolVersion.MQTT_3_1_1);
	}

	/**
	 * Check the settings.
	 * @throws IllegalArgumentException if one is not valid; the message says how to mend
	 * it
	 */
	void requireValid() {
		requireValidSession();
		requireValidTimes();
		requireValidLimits();
		requireValidAuthentication();
		for (UserProperty userProperty : this.settings.connectOptions().userProperties()) {
			userProperty.requireValid();
		}
		requireValidWill(this.settings.will());
	}

	private void requireValidSession() {
		Utf8String.length(this.settings.clientId(), "Client identifier");
		Duration sessionExpiry = this.settings.sessionExpiry();
		boolean cleanStart = this.settings.cleanStart();
		boolean negotiated = this.settings.protocolVersions().size() > 1;
		require(this.mqtt5 || cleanStart || !this.settings.clientId().isEmpty(),
				"MQTT 3.1.1 keeps a session only for a client with a client identifier; set clientId or cleanStart(true)");
		require(this.mqtt5 || negotiated || sessionExpiry.isZero(),
				"MQTT 3.1.1 has no session expiry; leave it out, cleanStart(false) alone keeps the session");
		require(!negotiated || cleanStart == sessionExpiry.isZero(),
				"MQTT 3.1.1 either continues a session and keeps it or does neither; "
						+ "for both versions set cleanStart(false) and a session expiry, or none of them");
		requireSeconds("Session expiry", sessionExpiry, 0xFFFFFFFFL);
		if (this.settings.sessionStore() != SessionStore.MEMORY) {
			require(!this.settings.clientId().isEmpty(),
					"A session store needs a client identifier that stays the same; set clientId");
			require(!cleanStart && (!this.mqtt5 || !sessionExpiry.isZero()),
					"A session store needs a session that the broker keeps as well; set cleanStart(false)"
							+ (this.mqtt5 ? " and a session expiry" : ""));
			require(this.settings.outbox().whileOffline() != OfflinePolicy.KEEP_NONE,
					"A session store keeps messages of QoS 1 and 2 while there is no connection; "
							+ "choose another OfflinePolicy than KEEP_NONE");
		}
	}

	private void requireValidTimes() {
		requireSeconds("Keep alive", this.settings.keepAlive(), 65_535);
		requirePositive("Ping timeout", this.settings.pingTimeout());
		requirePositive("Connect timeout", this.settings.connectTimeout());
		requirePositive("Operation timeout", this.settings.operationTimeout());
		Duration stuckAfter = this.settings.handlers().stuckAfter();
		if (stuckAfter.isNegative() || stuckAfter.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException(
					"Time after which a handler is stuck must be zero, for any time, or at most " + LONGEST.toDays()
							+ " days but was " + stuckAfter);
		}
	}

	private void requireValidLimits() {
		requireRange("Receive maximum", this.settings.receiveMaximum(), 1, 65_535, "");
		requireRange("Maximum packet size", this.settings.maximumPacketSize(), 20, 268_435_460, " bytes");
		requireRange("Topic alias maximum", this.settings.topicAliasMaximum(), 0, 65_535, "");
		requireRange("Outgoing topic alias maximum", this.settings.outgoingTopicAliasMaximum(), 0, 65_535, "");
		requirePositive("Handler concurrency must be at least 1", this.settings.handlers().concurrency());
		requirePositive("Inbox must hold at least 1 message", this.settings.inbox().messages());
		requirePositive("Inbox must hold at least 1 byte", this.settings.inbox().bytes());
	}

	private void requireValidAuthentication() {
		require(this.mqtt5 || this.settings.credentialsMayChange()
				|| !hasPasswordAlone(this.settings.credentials().get()),
				"MQTT 3.1.1 knows no password without a user name; set both or use MQTT 5.0");
		Authenticator authenticator = this.settings.connectOptions().authenticator();
		if (authenticator != null) {
			require(this.mqtt5, "Enhanced authentication needs MQTT 5.0; set protocolVersion(MQTT_5)");
			Utf8String.length(authenticator.method(), "Authentication method");
		}
	}

	private static boolean hasPasswordAlone(@Nullable Credentials credentials) {
		return credentials != null && credentials.password() != null && credentials.username() == null;
	}

	private static void requireValidWill(@Nullable Will will) {
		if (will != null) {
			PublishCheck.requireValid(will.message());
			int length = will.message().payload().length;
			if (length > 65_535) {
				throw new IllegalArgumentException(
						"Payload of the will must not be longer than 65535 bytes but has " + length);
			}
		}
	}

	private static void requireRange(String name, int value, int minimum, int maximum, String unit) {
		if (value < minimum || value > maximum) {
			throw new IllegalArgumentException(
					name + " must be from " + minimum + " to " + maximum + unit + " but was " + value);
		}
	}

	private static void requireSeconds(String name, Duration value, long maximum) {
		if (value.isNegative() || value.getSeconds() > maximum || value.getNano() != 0) {
			throw new IllegalArgumentException(
					name + " must be from 0 to " + maximum + " whole seconds but was " + value);
		}
	}

	private static void requirePositive(String rule, long value) {
		if (value < 1) {
			throw new IllegalArgumentException(rule + " but was " + value);
		}
	}

	static void requirePositive(String name, Duration value) {
		if (value.isNegative() || value.isZero() || value.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException(
					name + " must be more than zero and at most " + LONGEST.toDays() + " days but was " + value);
		}
	}

	// Only for messages that are constants: others would be made for each client, and in
	// vain
	private static void require(boolean condition, String message) {
		if (!condition) {
			throw new IllegalArgumentException(message);
		}
	}

}
