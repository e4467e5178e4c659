package io.topicwire.mqtt.engine;

import java.time.Duration;

import io.topicwire.mqtt.DisconnectOptions;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.packet.Disconnect;
import io.topicwire.mqtt.packet.PacketType;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Property;
import io.topicwire.mqtt.packet.SenderRules;
import org.jspecify.annotations.Nullable;

/**
 * The last packet of a connection (MQTT 5.0 and 3.1.1, section 3.14). Pure.
 */
final class Farewell {

	private Farewell() {
	}

	/**
	 * Return the DISCONNECT of a client that leaves because it wants to.
	 * @return the packet, or {@code null} if the connection is to be closed without one
	 */
	static @Nullable Disconnect leave(ProtocolVersion version, DisconnectOptions options) {
		if (version != ProtocolVersion.MQTT_5) {
			return options.publishWill() ? null : new Disconnect(ReasonCode.SUCCESS, Properties.NONE);
		}
		Duration sessionExpiry = options.sessionExpiry();
		Properties.Builder properties = Properties.builder();
		properties.addIfPresent(Property.SESSION_EXPIRY_INTERVAL,
				(sessionExpiry != null) ? sessionExpiry.getSeconds() : null);
		properties.addIfPresent(Property.REASON_STRING, options.reasonString());
		options.userProperties().forEach((userProperty) -> properties.add(Property.USER_PROPERTY, userProperty));
		return new Disconnect(options.publishWill() ? ReasonCode.DISCONNECT_WITH_WILL_MESSAGE : ReasonCode.SUCCESS,
				properties.build());
	}

	/**
	 * Return the DISCONNECT of a client that cannot go on, such as with a broker that
	 * broke the rules.
	 * @return the packet, or {@code null} if the connection is to be closed without one,
	 * so that the will is published
	 */
	static @Nullable Disconnect failed(ProtocolVersion version, ReasonCode reasonCode) {
		if (version != ProtocolVersion.MQTT_5) {
			return null;
		}
		return new Disconnect(
				SenderRules.isForClients(PacketType.DISCONNECT, reasonCode) ? reasonCode : ReasonCode.PROTOCOL_ERROR,
				Properties.NONE);
	}

}
