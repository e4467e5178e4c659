package io.topicwire.mqtt.packet;

import io.topicwire.mqtt.MqttProtocolException;
import io.topicwire.mqtt.ReasonCode;
import org.jspecify.annotations.Nullable;

/**
 * Received bytes that are no packet which MQTT allows (MQTT 5.0, section 4.13.1). Nothing
 * more can be read from that connection.
 *
 * @since 0.1.0
 */
public class MalformedPacketException extends MqttProtocolException {

	private final @Nullable PacketType packetType;

	private final String field;

	MalformedPacketException(ReasonCode reasonCode, @Nullable PacketType packetType, String field, String problem) {
		super(reasonCode, "Received a bad %s packet: %s %s".formatted((packetType != null) ? packetType : "control",
				field, problem));
		this.packetType = packetType;
		this.field = field;
	}

	/**
	 * Return the type of the packet.
	 * @return the packet type, or {@code null} if there is no such type
	 */
	public @Nullable PacketType packetType() {
		return this.packetType;
	}

	/**
	 * Return which part of the packet is wrong.
	 * @return the name of the field as in the specification, in lower case unless it is a
	 * property
	 */
	public String field() {
		return this.field;
	}

}
