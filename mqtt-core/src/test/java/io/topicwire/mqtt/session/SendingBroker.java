package io.topicwire.mqtt.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Pubcomp;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.Pubrec;
import io.topicwire.mqtt.packet.Pubrel;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Model of a broker that sends numbered messages as the specification says, some of QoS 2
 * more than once.
 */
public final class SendingBroker {

	private final int receiveMaximum;

	private final Queue<Packet> toBroker;

	private final Queue<Packet> toClient;

	private final Map<Integer, Publish> unfinished = new LinkedHashMap<>();

	private final Map<Integer, Integer> numbers = new HashMap<>();

	private final Set<Integer> released = new HashSet<>();

	private final Set<Integer> finished = new HashSet<>();

	private final Deque<Publish> again = new ArrayDeque<>();

	// Identifiers of this connection that more than one answer may come for
	private final Set<Integer> duplicated = new HashSet<>();

	private int sent;

	/**
	 * Create a broker that has sent nothing.
	 * @param receiveMaximum how many messages it sends without an answer
	 * @param toBroker where it takes packets from
	 * @param toClient where it puts packets
	 */
	public SendingBroker(int receiveMaximum, Queue<Packet> toBroker, Queue<Packet> toClient) {
		this.receiveMaximum = receiveMaximum;
		this.toBroker = toBroker;
		this.toClient = toClient;
	}

	/**
	 * Return the numbers of the messages that were acknowledged with success.
	 */
	Set<Integer> finished() {
		return this.finished;
	}

	/**
	 * Return whether all exchanges are over.
	 * @return whether no answer is missing
	 */
	public boolean isFinished() {
		return this.unfinished.isEmpty();
	}

	/**
	 * Send a new message to topic "a" whose payload is its number, from 1, unless that
	 * has to wait.
	 * @param qos its quality of service
	 */
	public void send(QoS qos) {
		if (this.again.isEmpty() && hasQuota()) {
			int identifier = 1;
			while (this.unfinished.containsKey(identifier) || this.duplicated.contains(identifier)) {
				identifier++;
			}
			this.sent++;
			MqttMessage message = MqttMessage.of("a", String.valueOf(this.sent)).qos(qos);
			this.unfinished.put(identifier, new Publish(identifier, true, message, 0));
			this.numbers.put(identifier, this.sent);
			this.toClient.add(new Publish(identifier, false, message, 0));
		}
	}

	// A client may take what it has abandoned and comes again for another message
	private boolean hasQuota() {
		return this.unfinished.size() + this.duplicated.size() < this.receiveMaximum;
	}

	/**
	 * Send a message of QoS 2 again although the connection was not lost, as a broker may
	 * do with MQTT 3.1.1. Not for a client that refuses messages.
	 */
	void sendDuplicate(int position) {
		List<Publish> candidates = this.unfinished.values()
			.stream()
			.filter((publish) -> publish.message().qos() == QoS.EXACTLY_ONCE)
			.filter((publish) -> !this.released.contains(publish.packetIdentifier()) && !this.again.contains(publish))
			.toList();
		if (position < candidates.size() && hasQuota()) {
			Publish publish = candidates.get(position);
			this.duplicated.add(publish.packetIdentifier());
			this.toClient.add(publish);
		}
	}

	/**
	 * Send the next message again that was sent on an earlier connection.
	 * @return whether there was one
	 */
	public boolean sendAgain() {
		Publish publish = this.again.poll();
		if (publish != null) {
			this.toClient.add(publish);
		}
		return publish != null;
	}

	/**
	 * Read a packet.
	 */
	public void read() {
		Packet packet = this.toBroker.poll();
		if (packet instanceof Puback puback) {
			finish(puback.packetIdentifier(), puback.reasonCode());
		}
		else if (packet instanceof Pubrec pubrec && pubrec.reasonCode().isError()) {
			finish(pubrec.packetIdentifier(), pubrec.reasonCode());
		}
		else if (packet instanceof Pubrec pubrec) {
			if (this.unfinished.containsKey(pubrec.packetIdentifier())) {
				this.released.add(pubrec.packetIdentifier());
			}
			this.toClient.add(new Pubrel(pubrec.packetIdentifier()));
		}
		else if (packet instanceof Pubcomp pubcomp) {
			finish(pubcomp.packetIdentifier(), ReasonCode.SUCCESS);
		}
	}

	private void finish(int identifier, ReasonCode reasonCode) {
		Publish publish = this.unfinished.remove(identifier);
		assertThat(publish != null || this.duplicated.contains(identifier)).as("answer is expected").isTrue();
		this.released.remove(identifier);
		if (publish != null && !reasonCode.isError()) {
			this.finished.add(this.numbers.getOrDefault(identifier, 0));
		}
	}

	/**
	 * Begin a new connection in the same session.
	 */
	public void resume() {
		this.again.clear();
		this.duplicated.clear();
		this.released.forEach((identifier) -> this.toClient.add(new Pubrel(identifier)));
		this.unfinished.values()
			.stream()
			.filter((publish) -> !this.released.contains(publish.packetIdentifier()))
			.forEach(this.again::add);
	}

	void restart() {
		this.unfinished.clear();
		this.released.clear();
		resume();
	}

}
