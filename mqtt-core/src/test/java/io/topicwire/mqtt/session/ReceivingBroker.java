package io.topicwire.mqtt.session;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;

import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Pubcomp;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.Pubrec;
import io.topicwire.mqtt.packet.Pubrel;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Model of a broker that receives numbered messages as the specification says.
 */
public final class ReceivingBroker {

	private final Queue<Packet> toBroker;

	private final List<Packet> toClient;

	// Identifiers of messages of QoS 2 from PUBLISH to PUBREL
	private final Set<Integer> received = new HashSet<>();

	private final Set<Integer> accepted = new HashSet<>();

	private final List<Integer> handedOn = new ArrayList<>();

	private final List<Integer> seen = new ArrayList<>();

	private final Set<Integer> repeated = new HashSet<>();

	/**
	 * Create a broker that has received nothing.
	 * @param toBroker where it takes packets from
	 * @param toClient where it puts its answers
	 */
	public ReceivingBroker(Queue<Packet> toBroker, List<Packet> toClient) {
		this.toBroker = toBroker;
		this.toClient = toClient;
	}

	/**
	 * Return the numbers of the messages that were not refused.
	 * @return the numbers
	 */
	public Set<Integer> accepted() {
		return this.accepted;
	}

	/**
	 * Return the numbers of the messages that were not refused, as often as each would be
	 * handed on to subscribers.
	 * @return the numbers in the order in which the messages came
	 */
	public List<Integer> handedOn() {
		return this.handedOn;
	}

	/**
	 * Return whether no message of QoS 2 waits for its PUBREL.
	 * @return whether all exchanges are over
	 */
	public boolean isFinished() {
		return this.received.isEmpty();
	}

	/**
	 * Return the packet identifiers of which a PUBREC was sent more than once.
	 */
	Set<Integer> repeated() {
		return this.repeated;
	}

	/**
	 * Read a packet.
	 * @param reasonCode what to answer to a message that is new
	 */
	public void read(ReasonCode reasonCode) {
		Packet packet = this.toBroker.poll();
		if (packet instanceof Publish publish) {
			receive(publish, reasonCode);
		}
		else if (packet instanceof Pubrel pubrel) {
			this.received.remove(pubrel.packetIdentifier());
			this.toClient.add(new Pubcomp(pubrel.packetIdentifier()));
		}
	}

	private void receive(Publish publish, ReasonCode reasonCode) {
		int number = Integer.parseInt(publish.message().payloadAsString());
		int identifier = publish.packetIdentifier();
		if (!this.seen.contains(number)) {
			assertThat(this.seen).as("order").allMatch((earlier) -> earlier < number);
			this.seen.add(number);
		}
		if (this.received.contains(identifier)) {
			this.toClient.add(new Pubrec(identifier));
			return;
		}
		boolean exactlyOnce = publish.message().qos() == QoS.EXACTLY_ONCE;
		if (!reasonCode.isError()) {
			this.handedOn.add(number);
			boolean first = this.accepted.add(number);
			assertThat(first || !exactlyOnce).as("accepted once").isTrue();
		}
		if (exactlyOnce && !reasonCode.isError()) {
			this.received.add(identifier);
		}
		this.toClient.add(exactlyOnce ? new Pubrec(identifier, reasonCode, Properties.NONE)
				: new Puback(identifier, reasonCode, Properties.NONE));
	}

	/**
	 * Send the PUBREC of a message again that was not released.
	 */
	void repeat() {
		this.received.stream().findFirst().ifPresent((identifier) -> {
			this.repeated.add(identifier);
			this.toClient.add(new Pubrec(identifier));
		});
	}

	/**
	 * Lose the session.
	 */
	void forget() {
		this.received.clear();
	}

}
