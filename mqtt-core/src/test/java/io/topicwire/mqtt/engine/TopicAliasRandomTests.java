package io.topicwire.mqtt.engine;

import java.util.List;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ServerLimits;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.PacketReader;
import io.topicwire.mqtt.packet.PacketTooLargeException;
import io.topicwire.mqtt.packet.Publish;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that {@link Encoder} and {@link IncomingTopicAliases} agree on every topic,
 * whatever is sent and whatever does not fit.
 */
class TopicAliasRandomTests {

	private static final List<String> TOPICS = List.of("a", "abcde", "topic/1", "topic/2", "topic/3", "topic/4",
			"plants/7/machines/1/temperature", "plants/7/machines/2/temperature");

	private static final int MAXIMUM_PACKET_SIZE = 60;

	@Property(tries = 500)
	void everyMessageArrivesWithItsTopic(@ForAll @Size(max = 60) List<@IntRange(max = 7) Integer> topics,
			@ForAll @IntRange(max = 60) int payloadStep, @ForAll @IntRange(max = 5) int ownMaximum,
			@ForAll @IntRange(max = 5) int maximumOfTheBroker) {
		int maximum = Math.min(ownMaximum, maximumOfTheBroker);
		Encoder encoder = encoder(ownMaximum, maximumOfTheBroker);
		Encoder withoutAliases = encoder(0, 0);
		PacketReader reader = new PacketReader(ProtocolVersion.MQTT_5, MAXIMUM_PACKET_SIZE);
		IncomingTopicAliases aliases = new IncomingTopicAliases(maximum);
		for (int i = 0; i < topics.size(); i++) {
			MqttMessage message = MqttMessage.of(TOPICS.get(topics.get(i)), new byte[i * payloadStep % 61]);
			Publish publish = new Publish(0, false, message, 0);
			if (encode(encoder, publish)) {
				Publish received = aliases.resolve((Publish) transfer(encoder, reader));
				assertThat(received.message().topic()).isEqualTo(message.topic());
				assertThat(received.message().payload()).isEqualTo(message.payload());
				assertThat(received.topicAlias()).isBetween(0, maximum);
			}
			else {
				assertThat(encode(withoutAliases, publish)).as("fits without alias").isFalse();
			}
		}
	}

	private static Encoder encoder(int ownMaximum, int maximumOfTheBroker) {
		Encoder encoder = new Encoder(ProtocolVersion.MQTT_5, ownMaximum, new PacketTally(PacketTally.newTotals()));
		encoder.limits(new ServerLimits(10, QoS.EXACTLY_ONCE, true, MAXIMUM_PACKET_SIZE, maximumOfTheBroker, true, true,
				true));
		return encoder;
	}

	private static boolean encode(Encoder encoder, Publish publish) {
		try {
			encoder.encode(publish);
			return true;
		}
		catch (PacketTooLargeException ex) {
			assertThat(encoder.size()).isZero();
			return false;
		}
	}

	private static Packet transfer(Encoder encoder, PacketReader reader) {
		reader.prepare();
		System.arraycopy(encoder.array(), 0, reader.array(), reader.position(), encoder.size());
		reader.received(encoder.size());
		encoder.clear();
		Packet packet = reader.next();
		assertThat(packet).isNotNull();
		return packet;
	}

}
