package io.topicwire.mqtt.soak;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.Pingreq;
import io.topicwire.mqtt.packet.Pingresp;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Property;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.Suback;
import io.topicwire.mqtt.packet.Subscribe;

/**
 * Sends messages of QoS 0, and of QoS 1 as many as the client allows, for a while and
 * much faster than they are handled.
 */
final class Firehose implements Callable<Firehose.Sent> {

	private static final int BURST = 20;

	private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(1);

	private final ServerSocket server;

	private final Duration duration;

	Firehose(ServerSocket server, Duration duration) {
		this.server = server;
		this.duration = duration;
	}

	@Override
	public Sent call() throws Exception {
		try (BrokerConnection connection = BrokerConnection.accept(this.server)) {
			int receiveMaximum = connection.connect().properties().get(Property.RECEIVE_MAXIMUM, 65_535);
			Semaphore window = new Semaphore(receiveMaximum);
			Subscribe subscribe = (Subscribe) Objects.requireNonNull(connection.read());
			connection
				.write(new Suback(subscribe.packetIdentifier(), List.of(ReasonCode.GRANTED_QOS_1), Properties.NONE));
			Thread reader = new Thread(() -> read(connection, window), "firehose-reader");
			reader.start();
			Sent sent = send(connection, window);
			// All of QoS 1 are handled when all are acknowledged
			if (!window.tryAcquire(receiveMaximum, 1, TimeUnit.MINUTES)) {
				throw new IllegalStateException(
						receiveMaximum - window.availablePermits() + " messages are not acknowledged");
			}
			MqttMessage last = MqttMessage.empty(MemorySubscriber.LAST).qos(QoS.AT_LEAST_ONCE);
			connection.write(new Publish(identifier(sent.atLeastOnce()), false, last, 0));
			reader.join();
			return sent;
		}
	}

	private Sent send(BrokerConnection connection, Semaphore window) throws IOException {
		SplittableRandom random = new SplittableRandom();
		long end = System.nanoTime() + this.duration.toNanos();
		long atMostOnce = 0;
		long atLeastOnce = 0;
		while (System.nanoTime() < end) {
			for (int i = 0; i < BURST; i++) {
				MqttMessage message = MqttMessage.of("memory", new byte[random.nextInt(1024, 4096)]);
				connection.write(new Publish(0, false, message, 0));
				atMostOnce++;
				if (window.tryAcquire()) {
					int identifier = identifier(atLeastOnce++);
					connection.write(new Publish(identifier, false, message.qos(QoS.AT_LEAST_ONCE), 0));
				}
			}
			LockSupport.parkNanos(PAUSE);
		}
		return new Sent(atMostOnce, atLeastOnce);
	}

	// Acknowledged in order, so that one is free when it comes round again
	private static int identifier(long number) {
		return 1 + (int) (number % 65_535);
	}

	private static void read(BrokerConnection connection, Semaphore window) {
		try {
			for (Packet packet = connection.read(); packet != null; packet = connection.read()) {
				if (packet instanceof Puback) {
					window.release();
				}
				else if (packet instanceof Pingreq) {
					connection.write(Pingresp.INSTANCE);
				}
			}
		}
		catch (IOException ex) {
			// What is missing is found by those who count
		}
	}

	/**
	 * How many messages were sent.
	 */
	record Sent(long atMostOnce, long atLeastOnce) {

	}

}
