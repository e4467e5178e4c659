package io.topicwire.mqtt;

import java.util.Map;

/**
 * What has gone over a client's connections since it was built, with all packets of MQTT,
 * repetitions included, and without what TLS, WebSocket and proxies add.
 *
 * @param packetsSent how many packets were sent by their types, such as {@code PUBLISH};
 * every type that a client may send is there
 * @param packetsReceived how many packets were received by their types; every type that a
 * broker may send is there
 * @param bytesSent how many bytes were sent
 * @param bytesReceived how many bytes were received
 * @since 0.1.0
 */
public record TrafficStatistics(Map<String, Long> packetsSent, Map<String, Long> packetsReceived, long bytesSent,
		long bytesReceived) {

	/**
	 * Create statistics.
	 */
	public TrafficStatistics {
		packetsSent = Map.copyOf(packetsSent);
		packetsReceived = Map.copyOf(packetsReceived);
	}

}
