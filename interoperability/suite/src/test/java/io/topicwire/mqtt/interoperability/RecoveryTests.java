package io.topicwire.mqtt.interoperability;

import java.util.stream.IntStream;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.trace.PacketHistory;
import org.junit.jupiter.api.Test;

/**
 * Tests for a broker that is killed and started again.
 */
interface RecoveryTests {

	Peer peer();

	@Test
	default void killedBrokerIsFoundAgainAndNothingIsLost() throws Exception {
		int count = 200;
		ReceivedMessages received = new ReceivedMessages();
		PacketHistory packets = new PacketHistory();
		MqttClient subscriber = peer().connect((builder) -> peer().keepSession(builder).trace(packets));
		subscriber.subscribe(peer().topic("stream"), QoS.AT_LEAST_ONCE, received);
		MqttClient publisher = peer().connect(
				(builder) -> peer().keepSession(builder).operationTimeout(RunningBroker.STARTING_TIME).trace(packets));
		MessageStream stream = peer().stream(publisher, QoS.AT_LEAST_ONCE);
		for (int i = 0; i < count; i++) {
			stream.publish(MqttMessage.of(peer().topic("stream"), "m" + i).qos(QoS.AT_LEAST_ONCE));
			if (i == count / 2) {
				stream.await(count / 4);
				peer().running().kill();
			}
		}
		peer().running().start();
		Peer.await("reconnect")
			.until(() -> subscriber.status().state() == ConnectionState.CONNECTED
					&& publisher.status().state() == ConnectionState.CONNECTED);
		stream.await();
		if (!isSessionPresent(subscriber)) {
			Peer.await("message after the restart").until(() -> {
				publisher.publish(MqttMessage.of(peer().topic("stream"), "last").qos(QoS.AT_LEAST_ONCE));
				return received.contains("last");
			});
		}
		peer().assume(Feature.DURABLE_SESSION);
		received.awaitAll(IntStream.range(0, count).mapToObj((i) -> "m" + i).toList(), packets);
	}

	private static boolean isSessionPresent(MqttClient client) {
		ConnectResult connection = client.status().connection();
		return connection != null && connection.sessionPresent();
	}

}
