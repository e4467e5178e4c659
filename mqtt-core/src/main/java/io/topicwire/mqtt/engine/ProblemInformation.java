package io.topicwire.mqtt.engine;

import io.topicwire.mqtt.MqttProtocolException;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.packet.Auth;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Property;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Pubcomp;
import io.topicwire.mqtt.packet.Pubrec;
import io.topicwire.mqtt.packet.Pubrel;
import io.topicwire.mqtt.packet.Suback;
import io.topicwire.mqtt.packet.Unsuback;

/**
 * Explanations of failures, which a broker must not send if it was told so in CONNECT
 * (MQTT 5.0, section 3.1.2.11.7).
 */
final class ProblemInformation {

	private ProblemInformation() {
	}

	/**
	 * Check a packet of a broker that shall explain nothing.
	 * @throws MqttProtocolException if it does
	 */
	static void requireNone(Packet packet) {
		Properties properties = properties(packet);
		if (properties.get(Property.REASON_STRING) != null || properties.get(Property.USER_PROPERTY) != null) {
			throw new MqttProtocolException(ReasonCode.PROTOCOL_ERROR,
					"The broker explains itself in " + packet.type() + " although it was asked not to");
		}
	}

	private static Properties properties(Packet packet) {
		return switch (packet.type()) {
			case PUBACK -> ((Puback) packet).properties();
			case PUBREC -> ((Pubrec) packet).properties();
			case PUBREL -> ((Pubrel) packet).properties();
			case PUBCOMP -> ((Pubcomp) packet).properties();
			case SUBACK -> ((Suback) packet).properties();
			case UNSUBACK -> ((Unsuback) packet).properties();
			case AUTH -> ((Auth) packet).properties();
			// Allowed in CONNACK and DISCONNECT, and in PUBLISH it explains nothing
			default -> Properties.NONE;
		};
	}

}
