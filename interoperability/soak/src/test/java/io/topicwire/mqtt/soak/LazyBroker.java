package io.topicwire.mqtt.soak;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.Pingreq;
import io.topicwire.mqtt.packet.Pingresp;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Publish;

/**
 * Takes messages, no more than about two thousand in a second, until the client leaves.
 */
final class LazyBroker implements Callable<LazyBroker.Received> {

	private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(5);

	private final ServerSocket server;

	LazyBroker(ServerSocket server) {
		this.server = server;
	}

	@Override
	public Received call() throws IOException {
		long atMostOnce = 0;
		long atLeastOnce = 0;
		try (BrokerConnection connection = BrokerConnection.accept(this.server)) {
			for (Packet packet = connection.read(); packet != null; packet = connection.read()) {
				if (packet instanceof Pingreq) {
					connection.write(Pingresp.INSTANCE);
				}
				else if (packet instanceof Publish publish) {
					if (publish.message().qos() == QoS.AT_MOST_ONCE) {
						atMostOnce++;
					}
					else {
						atLeastOnce++;
						connection.write(new Puback(publish.packetIdentifier()));
					}
					if ((atMostOnce + atLeastOnce) % 10 == 0) {
						LockSupport.parkNanos(PAUSE);
					}
				}
			}
		}
		return new Received(atMostOnce, atLeastOnce);
	}

	/**
	 * How many messages came.
	 */
	record Received(long atMostOnce, long atLeastOnce) {

	}

}
