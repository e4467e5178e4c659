package io.topicwire.mqtt.engine;

import java.util.stream.Stream;

import io.topicwire.mqtt.packet.Packet;
import org.jspecify.annotations.Nullable;

/**
 * A packet that is to be written.
 *
 * @param packet the packet
 * @param publish the published message if the packet is its first PUBLISH
 * @param mark mark of the changes that have to be stored before
 */
record Outbound(Packet packet, @Nullable PendingPublish publish, long mark) {

	Stream<PendingPublish> publishes() {
		return Stream.ofNullable(this.publish);
	}

}
