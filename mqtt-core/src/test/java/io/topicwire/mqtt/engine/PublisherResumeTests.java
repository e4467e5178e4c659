package io.topicwire.mqtt.engine;

import java.util.List;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ServerLimits;
import io.topicwire.mqtt.conformance.Mqtt5;
import io.topicwire.mqtt.fake.VirtualTimer;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.session.OutgoingPublishes;
import io.topicwire.mqtt.session.PacketIdentifiers;
import io.topicwire.mqtt.session.RecordedChanges;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for how {@link Publisher} goes on with a session that is resumed.
 */
class PublisherResumeTests {

	private final OutgoingPublishes<PendingPublish> inFlight = new OutgoingPublishes<>(new PacketIdentifiers<>(),
			new RecordedChanges());

	private final Publisher publisher = Publishers.create(new VirtualTimer(), this.inFlight);

	private final PublishAnswers answers = new PublishAnswers(this.inFlight);

	@Test
	@Mqtt5({ "MQTT-3.3.4-7", "MQTT-4.9.0-1" })
	void messagesThatExceedASmallerReceiveMaximumAreSentAgainBeforeNewOnes() {
		for (int i = 0; i < 2; i++) {
			publish();
			assertThat(this.publisher.take(new Batch())).isTrue();
		}
		publish();
		List<Packet> packets = this.publisher.restart(true, receiveMaximum(1));
		assertThat(packets).hasSize(1);
		assertPublish(packets.get(0), 1, true);
		assertThat(this.publisher.take(new Batch())).isFalse();
		this.answers.acknowledged(new Puback(1));
		assertPublish(take(), 2, true);
		assertThat(this.publisher.take(new Batch())).isFalse();
		this.answers.acknowledged(new Puback(2));
		assertPublish(take(), 3, false);
	}

	private ServerLimits receiveMaximum(int receiveMaximum) {
		return new ServerLimits(receiveMaximum, QoS.EXACTLY_ONCE, true, 1000, 0, true, true, true);
	}

	private void publish() {
		this.publisher.publish(MqttMessage.of("a", "payload").qos(QoS.AT_LEAST_ONCE), null, true);
	}

	private @Nullable Packet take() {
		Batch batch = new Batch();
		if (!this.publisher.take(batch)) {
			return null;
		}
		PendingPublish publish = batch.publish(0);
		return (publish != null) ? new Publish(batch.packetIdentifier(0), false, publish.message(), 0)
				: batch.packet(0);
	}

	private void assertPublish(@Nullable Packet packet, int packetIdentifier, boolean duplicate) {
		assertThat(packet).isInstanceOfSatisfying(Publish.class, (publish) -> {
			assertThat(publish.packetIdentifier()).isEqualTo(packetIdentifier);
			assertThat(publish.duplicate()).isEqualTo(duplicate);
		});
	}

}
