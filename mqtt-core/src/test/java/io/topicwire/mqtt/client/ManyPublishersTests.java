package io.topicwire.mqtt.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Pubcomp;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.Pubrec;
import io.topicwire.mqtt.packet.Pubrel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for many threads that publish with the same client.
 */
class ManyPublishersTests {

	private static final int THREADS = 8;

	private static final int MESSAGES = 200;

	@ParameterizedTest
	@EnumSource(names = { "AT_LEAST_ONCE", "EXACTLY_ONCE" })
	void everyMessageOfManyThreadsArrivesOnceAndInTheOrderOfItsThread(QoS qos) {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5)) {
			FakeConnection connection = fixture.connect();
			List<CompletableFuture<Void>> threads = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				String topic = "thread/" + i;
				threads.add(CompletableFuture.runAsync(() -> publish(fixture.client, topic, qos),
						(task) -> new Thread(task, topic).start()));
			}
			Map<String, List<String>> received = new HashMap<>();
			for (int finished = 0; finished < THREADS * MESSAGES;) {
				Packet packet = connection.expect(Packet.class);
				finished += answer(connection, packet, received) ? 1 : 0;
			}
			threads.forEach(ClientFixture::await);
			List<String> expected = IntStream.range(0, MESSAGES).mapToObj(String::valueOf).toList();
			assertThat(received).hasSize(THREADS)
				.allSatisfy((topic, payloads) -> assertThat(payloads).isEqualTo(expected));
		}
	}

	private static void publish(MqttClient client, String topic, QoS qos) {
		List<CompletableFuture<?>> published = new ArrayList<>();
		for (int i = 0; i < MESSAGES; i++) {
			published.add(client.publishAsync(MqttMessage.of(topic, String.valueOf(i)).qos(qos)));
		}
		published.forEach(ClientFixture::await);
	}

	/**
	 * Answer as a broker does.
	 * @return whether that finishes a message
	 */
	private static boolean answer(FakeConnection connection, Packet packet, Map<String, List<String>> received) {
		if (packet instanceof Publish publish) {
			received.computeIfAbsent(publish.message().topic(), (topic) -> new ArrayList<>())
				.add(publish.message().payloadAsString());
			boolean once = publish.message().qos() == QoS.AT_LEAST_ONCE;
			connection.send(once ? new Puback(publish.packetIdentifier()) : new Pubrec(publish.packetIdentifier()));
			return once;
		}
		connection.send(new Pubcomp(((Pubrel) packet).packetIdentifier()));
		return true;
	}

}
