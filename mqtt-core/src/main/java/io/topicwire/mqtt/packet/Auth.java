package io.topicwire.mqtt.packet;

import io.topicwire.mqtt.ReasonCode;

/**
 * The AUTH packet: a step of enhanced authentication (MQTT 5.0, section 3.15). MQTT 3.1.1
 * does not know it.
 *
 * @param reasonCode {@link ReasonCode#CONTINUE_AUTHENTICATION},
 * {@link ReasonCode#RE_AUTHENTICATE} or {@link ReasonCode#SUCCESS}
 * @param properties the properties
 * @since 0.1.0
 */
public record Auth(ReasonCode reasonCode, Properties properties) implements Packet {

	@Override
	public PacketType type() {
		return PacketType.AUTH;
	}

}
