package io.topicwire.mqtt.engine;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

import io.topicwire.mqtt.ClientStatistics;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.PendingStatistics;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReceivedStatistics;
import io.topicwire.mqtt.TrafficStatistics;
import io.topicwire.mqtt.packet.PacketType;

/**
 * What a client counts.
 */
final class Counters {

	private static final Set<PacketType> ONLY_FROM_SERVER = EnumSet.of(PacketType.CONNACK, PacketType.SUBACK,
			PacketType.UNSUBACK, PacketType.PINGRESP);

	private static final Set<PacketType> ONLY_FROM_CLIENT = EnumSet.of(PacketType.CONNECT, PacketType.SUBSCRIBE,
			PacketType.UNSUBSCRIBE, PacketType.PINGREQ);

	final LongAdder messagesPublished = new LongAdder();

	final LongAdder publishFailures = new LongAdder();

	final LongAdder messagesDroppedFromOutbox = new LongAdder();

	final LongAdder messagesExpired = new LongAdder();

	final LongAdder messagesDropped = new LongAdder();

	final LongAdder messagesUnmatched = new LongAdder();

	final LongAdder handlerFailures = new LongAdder();

	final LongAdder handlersStuck = new LongAdder();

	final LongAdder receiveStalls = new LongAdder();

	final LongAdder pingTimeouts = new LongAdder();

	final LongAdder duplicates = new LongAdder();

	final LongAdder bytesSent = new LongAdder();

	final LongAdder bytesReceived = new LongAdder();

	final AtomicLongArray packetsSent = PacketTally.newTotals();

	final AtomicLongArray packetsReceived = PacketTally.newTotals();

	// By QoS; counted under the lock of the client, so that nothing better is needed
	private final long[] fresh = new long[QoS.values().length];

	private final long[] retained = new long[QoS.values().length];

	/**
	 * Count a message that arrived. Guarded by the lock of the client.
	 */
	void received(MqttMessage message) {
		(message.retain() ? this.retained : this.fresh)[message.qos().ordinal()]++;
	}

	/**
	 * Return what was counted. Guarded by the lock of the client.
	 * @param pending what is under way
	 */
	ClientStatistics snapshot(PendingStatistics pending) {
		ReceivedStatistics received = new ReceivedStatistics(byQos(this.fresh), byQos(this.retained),
				this.duplicates.sum());
		TrafficStatistics traffic = new TrafficStatistics(byType(this.packetsSent, ONLY_FROM_SERVER),
				byType(this.packetsReceived, ONLY_FROM_CLIENT), this.bytesSent.sum(), this.bytesReceived.sum());
		return new ClientStatistics(this.messagesPublished.sum(), this.publishFailures.sum(),
				this.messagesDroppedFromOutbox.sum(), this.messagesExpired.sum(), messagesReceived(),
				this.messagesDropped.sum(), this.messagesUnmatched.sum(), this.handlerFailures.sum(),
				this.handlersStuck.sum(), this.receiveStalls.sum(), this.pingTimeouts.sum(), received, traffic,
				pending);
	}

	private long messagesReceived() {
		long sum = 0;
		for (QoS qos : QoS.values()) {
			sum += this.fresh[qos.ordinal()] + this.retained[qos.ordinal()];
		}
		return sum;
	}

	private static Map<QoS, Long> byQos(long[] counts) {
		Map<QoS, Long> result = new EnumMap<>(QoS.class);
		for (QoS qos : QoS.values()) {
			result.put(qos, counts[qos.ordinal()]);
		}
		return result;
	}

	private static Map<String, Long> byType(AtomicLongArray counts, Set<PacketType> others) {
		Map<String, Long> result = new LinkedHashMap<>();
		for (PacketType type : PacketType.values()) {
			if (!others.contains(type)) {
				result.put(type.name(), counts.get(type.ordinal()));
			}
		}
		return result;
	}

}
