package io.topicwire.mqtt.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Pubcomp;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.Pubrec;
import io.topicwire.mqtt.packet.Pubrel;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link IncomingPublishes} with random schedules: a model of a broker sends
 * messages over connections that are cut at any moment, and they are handled in any order
 * and with any outcome.
 */
class IncomingPublishesRandomTests {

	private static final int RECEIVE_MAXIMUM = 4;

	private final Deque<Packet> toBroker = new ArrayDeque<>();

	private final Deque<Packet> toClient = new ArrayDeque<>();

	private final IncomingPublishes publishes = new IncomingPublishes(RECEIVE_MAXIMUM, this::answered);

	// What is being handled, also from connections that were lost
	private final List<Handling> handlings = new ArrayList<>();

	private final Set<Integer> handled = new HashSet<>();

	// Identifiers of the messages of this connection whose answers may still come
	private final Deque<Integer> arrived = new ArrayDeque<>();

	@RepeatedTest(300)
	@Mqtt5({ "MQTT-3.3.4-9", "MQTT-4.3.3-10", "MQTT-4.3.3-12", "MQTT-4.6.0-2", "MQTT-4.6.0-3" })
	@Mqtt3({ "MQTT-4.3.2-2", "MQTT-4.3.3-2", "MQTT-4.6.0-2", "MQTT-4.6.0-3" })
	void nothingIsLostAndNothingOfQos2IsHandledTwice(RepetitionInfo repetition) {
		Random random = new Random(repetition.getCurrentRepetition());
		Broker broker = new Broker();
		for (int step = 0; step < 400; step++) {
			step(random, broker);
		}
		reconnect(true, broker);
		while (!broker.unfinished.isEmpty()) {
			broker.sendAgain();
			read();
			if (!this.handlings.isEmpty()) {
				handle(0, ReasonCode.SUCCESS);
			}
			broker.read();
		}
		assertThat(broker.finished).isNotEmpty().allMatch(this.handled::contains);
	}

	private void step(Random random, Broker broker) {
		switch (random.nextInt(12)) {
			case 0, 1, 2 -> broker.send(random.nextBoolean() ? QoS.AT_LEAST_ONCE : QoS.EXACTLY_ONCE);
			case 3, 4 -> read();
			case 5, 6 -> broker.read();
			case 7, 8 -> handle(random);
			case 9 -> broker.sendAgain();
			default -> {
				if (random.nextInt(6) == 0) {
					reconnect(random.nextInt(5) > 0, broker);
				}
			}
		}
	}

	private void read() {
		Packet packet = this.toClient.poll();
		if (packet instanceof Publish publish) {
			this.arrived.add(publish.packetIdentifier());
			IncomingPublish incoming = this.publishes.receive(publish);
			if (incoming != null) {
				int number = Integer.parseInt(publish.message().payloadAsString());
				boolean exactlyOnce = publish.message().qos() == QoS.EXACTLY_ONCE;
				assertThat(exactlyOnce && this.handled.contains(number)).as("handled before").isFalse();
				assertThat(exactlyOnce && this.handlings.stream().anyMatch((other) -> other.number() == number))
					.as("being handled")
					.isFalse();
				this.handlings.add(new Handling(number, incoming));
			}
		}
		else if (packet instanceof Pubrel pubrel) {
			this.publishes.release(pubrel.packetIdentifier());
		}
	}

	private void handle(Random random) {
		if (!this.handlings.isEmpty()) {
			int index = random.nextInt(this.handlings.size());
			switch (random.nextInt(8)) {
				case 0 -> handle(index, ReasonCode.UNSPECIFIED_ERROR);
				case 1 -> this.publishes.abandon(this.handlings.remove(index).incoming());
				default -> handle(index, ReasonCode.SUCCESS);
			}
		}
	}

	private void handle(int index, ReasonCode reasonCode) {
		Handling handling = this.handlings.remove(index);
		if (!reasonCode.isError()) {
			this.handled.add(handling.number());
		}
		this.publishes.acknowledge(handling.incoming(), reasonCode);
	}

	private void answered(Packet packet) {
		if (packet instanceof Puback puback) {
			assertInOrder(puback.packetIdentifier());
		}
		else if (packet instanceof Pubrec pubrec) {
			assertInOrder(pubrec.packetIdentifier());
		}
		this.toBroker.add(packet);
	}

	private void assertInOrder(int identifier) {
		// Answers of abandoned messages are left out
		while (!this.arrived.isEmpty() && this.arrived.peek() != identifier) {
			this.arrived.remove();
		}
		assertThat(this.arrived.poll()).as("order of answers").isEqualTo(identifier);
	}

	private void reconnect(boolean sessionPresent, Broker broker) {
		this.toBroker.clear();
		this.toClient.clear();
		this.arrived.clear();
		this.publishes.restart(sessionPresent);
		broker.reconnect(sessionPresent);
	}

	/**
	 * A message that is being handled.
	 *
	 * @param number the number of the message
	 * @param incoming the message
	 */
	private record Handling(int number, IncomingPublish incoming) {

	}

	/**
	 * Sends as the specification says.
	 */
	private final class Broker {

		private final Map<Integer, Publish> unfinished = new LinkedHashMap<>();

		private final Map<Integer, Integer> numbers = new HashMap<>();

		private final Set<Integer> released = new HashSet<>();

		private final Set<Integer> finished = new HashSet<>();

		private final Deque<Publish> again = new ArrayDeque<>();

		private int sent;

		private void send(QoS qos) {
			if (this.again.isEmpty() && this.unfinished.size() < RECEIVE_MAXIMUM) {
				int identifier = 1;
				while (this.unfinished.containsKey(identifier)) {
					identifier++;
				}
				this.sent++;
				MqttMessage message = MqttMessage.of("a", String.valueOf(this.sent)).qos(qos);
				this.unfinished.put(identifier, new Publish(identifier, true, message, 0));
				this.numbers.put(identifier, this.sent);
				IncomingPublishesRandomTests.this.toClient.add(new Publish(identifier, false, message, 0));
			}
		}

		private void sendAgain() {
			Publish publish = this.again.poll();
			if (publish != null) {
				IncomingPublishesRandomTests.this.toClient.add(publish);
			}
		}

		private void read() {
			Packet packet = IncomingPublishesRandomTests.this.toBroker.poll();
			if (packet instanceof Puback puback) {
				finish(puback.packetIdentifier(), puback.reasonCode());
			}
			else if (packet instanceof Pubrec pubrec && pubrec.reasonCode().isError()) {
				finish(pubrec.packetIdentifier(), pubrec.reasonCode());
			}
			else if (packet instanceof Pubrec pubrec) {
				this.released.add(pubrec.packetIdentifier());
				IncomingPublishesRandomTests.this.toClient.add(new Pubrel(pubrec.packetIdentifier()));
			}
			else if (packet instanceof Pubcomp pubcomp) {
				finish(pubcomp.packetIdentifier(), ReasonCode.SUCCESS);
			}
		}

		private void finish(int identifier, ReasonCode reasonCode) {
			assertThat(this.unfinished.remove(identifier)).as("answer is expected").isNotNull();
			this.released.remove(identifier);
			if (!reasonCode.isError()) {
				this.finished.add(this.numbers.getOrDefault(identifier, 0));
			}
		}

		private void reconnect(boolean sessionPresent) {
			this.again.clear();
			if (!sessionPresent) {
				this.unfinished.clear();
				this.released.clear();
			}
			this.released
				.forEach((identifier) -> IncomingPublishesRandomTests.this.toClient.add(new Pubrel(identifier)));
			this.unfinished.values()
				.stream()
				.filter((publish) -> !this.released.contains(publish.packetIdentifier()))
				.forEach(this.again::add);
		}

	}

}
