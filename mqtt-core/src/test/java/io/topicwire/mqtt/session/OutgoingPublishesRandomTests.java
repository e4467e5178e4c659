package io.topicwire.mqtt.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Pubcomp;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.Pubrec;
import io.topicwire.mqtt.packet.Pubrel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OutgoingPublishes} with random schedules: messages are sent to a model
 * of a broker over connections that are cut at any moment.
 */
class OutgoingPublishesRandomTests {

	private final PacketIdentifiers<Object> identifiers = new PacketIdentifiers<>();

	private final OutgoingPublishes<Integer> publishes = new OutgoingPublishes<>(this.identifiers);

	private final Deque<Packet> toBroker = new ArrayDeque<>();

	private final Deque<Packet> toClient = new ArrayDeque<>();

	// Identifiers that are in use, as the client's packets show it
	private final Set<Integer> inUse = new HashSet<>();

	// Identifiers of messages that occupy the send quota of this connection
	private final Set<Integer> window = new HashSet<>();

	// Identifiers of requests that are no messages
	private final Deque<Integer> subscribes = new ArrayDeque<>();

	private final Set<Integer> finished = new HashSet<>();

	private final Set<Integer> failed = new HashSet<>();

	private int sent;

	private int receiveMaximum = 3;

	@RepeatedTest(300)
	@Mqtt5({ "MQTT-2.2.1-3", "MQTT-3.3.4-7", "MQTT-4.3.2-1", "MQTT-4.3.3-1", "MQTT-4.4.0-1", "MQTT-4.6.0-1",
			"MQTT-4.9.0-1", "MQTT-4.9.0-2" })
	@Mqtt3({ "MQTT-2.3.1-2", "MQTT-2.3.1-3", "MQTT-4.3.2-1", "MQTT-4.3.3-1", "MQTT-4.4.0-1", "MQTT-4.6.0-1" })
	void nothingIsLostAndNothingOfQos2ArrivesTwice(RepetitionInfo repetition) {
		Random random = new Random(repetition.getCurrentRepetition());
		Broker broker = new Broker(random);
		this.publishes.restart(this.receiveMaximum);
		for (int step = 0; step < 400; step++) {
			step(random, broker);
		}
		reconnect(2, true, broker);
		broker.refuses = false;
		while (this.publishes.inFlight() > 0) {
			write(this.publishes.resend());
			broker.read();
			read();
		}
		assertThat(this.finished).hasSize(this.sent);
		for (int number = 1; number <= this.sent; number++) {
			if (!this.failed.contains(number)) {
				assertThat(broker.accepted).contains(number);
			}
		}
		assertThat(this.inUse).containsExactlyInAnyOrderElementsOf(this.subscribes);
		assertThat(this.identifiers.values()).hasSameSizeAs(this.subscribes);
	}

	private void step(Random random, Broker broker) {
		switch (random.nextInt(10)) {
			case 0, 1, 2 -> send(random.nextBoolean() ? QoS.AT_LEAST_ONCE : QoS.EXACTLY_ONCE);
			case 3, 4 -> broker.read();
			case 5, 6 -> read();
			case 7 -> write(this.publishes.resend());
			case 8 -> subscribe(random);
			default -> {
				if (random.nextInt(4) == 0) {
					reconnect(1 + random.nextInt(4), random.nextInt(5) > 0, broker);
				}
			}
		}
	}

	private void send(QoS qos) {
		if (this.publishes.canSend()) {
			int number = ++this.sent;
			Publish publish = this.publishes.send(MqttMessage.of("a", String.valueOf(number)).qos(qos), number);
			assertThat(publish.duplicate()).isFalse();
			assertThat(this.inUse.add(publish.packetIdentifier())).as("identifier is free").isTrue();
			write(publish);
		}
	}

	private void subscribe(Random random) {
		if (random.nextBoolean()) {
			int identifier = this.identifiers.acquire((packetIdentifier) -> packetIdentifier);
			assertThat(this.inUse.add(identifier)).as("identifier is free").isTrue();
			this.subscribes.add(identifier);
		}
		else if (!this.subscribes.isEmpty()) {
			int identifier = this.subscribes.remove();
			this.identifiers.release(identifier);
			this.inUse.remove(identifier);
		}
	}

	private void write(@Nullable Publish publish) {
		if (publish != null) {
			assertThat(this.window.add(publish.packetIdentifier())).as("sent once per connection").isTrue();
			assertThat(this.window).hasSizeLessThanOrEqualTo(this.receiveMaximum);
			this.toBroker.add(publish);
		}
	}

	private void read() {
		Packet packet = this.toClient.poll();
		if (packet instanceof Puback puback) {
			finish(this.publishes.acknowledge(puback.packetIdentifier()), puback.reasonCode());
		}
		else if (packet instanceof Pubrec pubrec) {
			OutgoingPublish<Integer> publish = this.publishes.receive(pubrec.packetIdentifier(), pubrec.reasonCode());
			if (pubrec.reasonCode().isError()) {
				finish(publish, pubrec.reasonCode());
			}
			else {
				this.toBroker.add(new Pubrel(pubrec.packetIdentifier()));
			}
		}
		else if (packet instanceof Pubcomp pubcomp) {
			finish(this.publishes.complete(pubcomp.packetIdentifier()), ReasonCode.SUCCESS);
		}
	}

	private void finish(@Nullable OutgoingPublish<Integer> publish, ReasonCode reasonCode) {
		assertThat(publish).isNotNull();
		assertThat(this.finished.add(publish.attachment())).as("finished once").isTrue();
		if (reasonCode.isError()) {
			this.failed.add(publish.attachment());
		}
		this.inUse.remove(publish.packetIdentifier());
		this.window.remove(publish.packetIdentifier());
	}

	private void reconnect(int receiveMaximum, boolean sessionPresent, Broker broker) {
		this.toBroker.clear();
		this.toClient.clear();
		this.window.clear();
		this.receiveMaximum = receiveMaximum;
		if (!sessionPresent) {
			broker.received.clear();
			for (OutgoingPublish<Integer> publish : this.publishes.drain()) {
				finish(publish, ReasonCode.UNSPECIFIED_ERROR);
			}
			this.publishes.restart(receiveMaximum);
			return;
		}
		for (Packet packet : this.publishes.resume(receiveMaximum)) {
			if (packet instanceof Publish publish) {
				assertThat(publish.duplicate()).isTrue();
				write(publish);
			}
			else {
				this.toBroker.add(packet);
			}
		}
	}

	/**
	 * Receives as the specification says.
	 */
	private final class Broker {

		private final Random random;

		private final Set<Integer> received = new HashSet<>();

		private final Set<Integer> accepted = new HashSet<>();

		private final List<Integer> seen = new ArrayList<>();

		private boolean refuses = true;

		Broker(Random random) {
			this.random = random;
		}

		private void read() {
			Packet packet = OutgoingPublishesRandomTests.this.toBroker.poll();
			if (packet instanceof Publish publish) {
				receive(publish);
			}
			else if (packet instanceof Pubrel pubrel) {
				this.received.remove(pubrel.packetIdentifier());
				answer(new Pubcomp(pubrel.packetIdentifier()));
			}
		}

		private void receive(Publish publish) {
			int number = Integer.parseInt(publish.message().payloadAsString());
			int identifier = publish.packetIdentifier();
			if (!this.seen.contains(number)) {
				assertThat(this.seen).as("order").allMatch((earlier) -> earlier < number);
				this.seen.add(number);
			}
			if (this.received.contains(identifier)) {
				answer(new Pubrec(identifier));
				return;
			}
			boolean exactlyOnce = publish.message().qos() == QoS.EXACTLY_ONCE;
			ReasonCode reasonCode = (this.refuses && this.random.nextInt(10) == 0) ? ReasonCode.QUOTA_EXCEEDED
					: ReasonCode.SUCCESS;
			if (!reasonCode.isError()) {
				boolean first = this.accepted.add(number);
				assertThat(first || !exactlyOnce).as("accepted once").isTrue();
			}
			if (exactlyOnce && !reasonCode.isError()) {
				this.received.add(identifier);
			}
			answer(exactlyOnce ? new Pubrec(identifier, reasonCode, Properties.NONE)
					: new Puback(identifier, reasonCode, Properties.NONE));
		}

		private void answer(Packet packet) {
			OutgoingPublishesRandomTests.this.toClient.add(packet);
		}

	}

}
