package io.topicwire.mqtt.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.Pubrec;
import io.topicwire.mqtt.packet.Pubrel;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client that receives numbered messages from a model of a broker, and checks at each
 * step what it hands over and answers.
 */
final class IncomingExchange {

	static final int RECEIVE_MAXIMUM = 4;

	private final Deque<Packet> toBroker = new ArrayDeque<>();

	private final Deque<Packet> toClient = new ArrayDeque<>();

	private final SendingBroker broker = new SendingBroker(RECEIVE_MAXIMUM, this.toBroker, this.toClient);

	private final IncomingPublishes publishes = new IncomingPublishes(RECEIVE_MAXIMUM, this::answered,
			new RecordedChanges());

	// What is being handled, also from connections that were lost
	private final List<Handling> handlings = new ArrayList<>();

	private final Set<Integer> handled = new HashSet<>();

	// Identifiers of the messages of this connection whose answers may still come
	private final Deque<Integer> arrived = new ArrayDeque<>();

	SendingBroker broker() {
		return this.broker;
	}

	/**
	 * Return the numbers of the messages that were handled successfully.
	 */
	Set<Integer> handled() {
		return this.handled;
	}

	void read() {
		Packet packet = this.toClient.poll();
		if (packet instanceof Publish publish) {
			receive(publish);
		}
		else if (packet instanceof Pubrel pubrel) {
			this.publishes.release(pubrel.packetIdentifier());
		}
	}

	private void receive(Publish publish) {
		this.arrived.add(publish.packetIdentifier());
		IncomingPublish incoming = this.publishes.receive(publish);
		if (incoming != null) {
			int number = Integer.parseInt(publish.message().payloadAsString());
			if (publish.message().qos() == QoS.EXACTLY_ONCE) {
				assertThat(this.handled).as("handled before").doesNotContain(number);
				assertThat(this.handlings).as("being handled").noneMatch((other) -> other.number() == number);
			}
			this.handlings.add(new Handling(number, incoming));
		}
	}

	void handle(int position, ReasonCode reasonCode) {
		if (position < this.handlings.size()) {
			Handling handling = this.handlings.remove(position);
			if (!reasonCode.isError()) {
				this.handled.add(handling.number());
			}
			this.publishes.acknowledge(handling.incoming(), reasonCode);
		}
	}

	void abandon(int position) {
		if (position < this.handlings.size()) {
			this.publishes.abandon(this.handlings.remove(position).incoming());
		}
	}

	void withhold(int position) {
		if (position < this.handlings.size()) {
			this.publishes.withhold(this.handlings.get(position).incoming());
		}
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
		// Answers of abandoned messages and of duplicates are left out
		while (!this.arrived.isEmpty() && this.arrived.peek() != identifier) {
			this.arrived.remove();
		}
		assertThat(this.arrived.poll()).as("order of answers").isEqualTo(identifier);
	}

	void resume() {
		cut();
		this.publishes.restart(true);
		this.broker.resume();
	}

	void restart() {
		cut();
		this.publishes.restart(false);
		this.broker.restart();
	}

	private void cut() {
		this.toBroker.clear();
		this.toClient.clear();
		this.arrived.clear();
	}

	/**
	 * Let everything arrive and be handled over one more connection.
	 */
	void finish() {
		resume();
		for (int round = 0; !this.broker.isFinished(); round++) {
			assertThat(round).as("rounds").isLessThan(1_000);
			this.broker.sendAgain();
			read();
			handle(0, ReasonCode.SUCCESS);
			this.broker.read();
			if (round % 100 == 99) {
				// For those that were overtaken
				resume();
			}
		}
	}

	/**
	 * A message that is being handled.
	 *
	 * @param number the number of the message
	 * @param incoming the message
	 */
	private record Handling(int number, IncomingPublish incoming) {

	}

}
