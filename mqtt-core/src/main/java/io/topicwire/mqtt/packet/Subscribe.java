package io.topicwire.mqtt.packet;

import java.util.List;

import io.topicwire.mqtt.SubscribeOptions;

/**
 * The SUBSCRIBE packet: the client asks for subscriptions (MQTT 5.0 and 3.1.1, section
 * 3.8).
 *
 * @param packetIdentifier from 1 to 65,535
 * @param requests the subscriptions asked for, at least one
 * @param properties the properties, MQTT 5.0 only
 * @since 0.1.0
 */
public record Subscribe(int packetIdentifier, List<Request> requests, Properties properties) implements Packet {

	/**
	 * Create a SUBSCRIBE packet.
	 */
	public Subscribe {
		requests = List.copyOf(requests);
	}

	@Override
	public PacketType type() {
		return PacketType.SUBSCRIBE;
	}

	/**
	 * One subscription asked for.
	 *
	 * @param filter the topic filter
	 * @param options how the subscription is to be served; MQTT 3.1.1 writes the QoS only
	 */
	public record Request(String filter, SubscribeOptions options) {

	}

}
