package io.topicwire.mqtt.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
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
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client that sends numbered messages to a model of a broker, and checks at each step
 * what it sends.
 */
final class OutgoingExchange {

	private final PacketIdentifiers<Object> identifiers = new PacketIdentifiers<>();

	private final OutgoingPublishes<Integer> publishes = new OutgoingPublishes<>(this.identifiers,
			new RecordedChanges());

	private final Deque<Packet> toBroker = new ArrayDeque<>();

	private final List<Packet> toClient = new ArrayList<>();

	private final ReceivingBroker broker = new ReceivingBroker(this.toBroker, this.toClient);

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

	OutgoingExchange() {
		// After the last identifier comes the first one
		for (int i = 0; i < 65_500; i++) {
			this.identifiers.release(this.identifiers.acquire((packetIdentifier) -> packetIdentifier));
		}
		this.publishes.restart(this.receiveMaximum, (attachment) -> false);
	}

	ReceivingBroker broker() {
		return this.broker;
	}

	PacketIdentifiers<Object> identifiers() {
		return this.identifiers;
	}

	Set<Integer> identifiersInUse() {
		return this.inUse;
	}

	Collection<Integer> subscribes() {
		return this.subscribes;
	}

	int sent() {
		return this.sent;
	}

	Set<Integer> finished() {
		return this.finished;
	}

	Set<Integer> succeeded() {
		Set<Integer> succeeded = new HashSet<>(this.finished);
		succeeded.removeAll(this.failed);
		return succeeded;
	}

	void send(QoS qos) {
		if (this.publishes.canSend()) {
			int number = ++this.sent;
			Publish publish = this.publishes.send(1, MqttMessage.of("a", String.valueOf(number)).qos(qos), number)
				.toPublish(false);
			assertThat(publish.duplicate()).isFalse();
			assertThat(this.inUse.add(publish.packetIdentifier())).as("identifier is free").isTrue();
			write(publish);
		}
	}

	void resend() {
		write(this.publishes.resend());
	}

	void subscribe() {
		int identifier = this.identifiers.acquire((packetIdentifier) -> packetIdentifier);
		assertThat(this.inUse.add(identifier)).as("identifier is free").isTrue();
		this.subscribes.add(identifier);
	}

	void subscribed() {
		if (!this.subscribes.isEmpty()) {
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

	/**
	 * Read an answer, which may have overtaken others.
	 */
	void read(int position) {
		if (this.toClient.isEmpty()) {
			return;
		}
		Packet packet = this.toClient.remove(Math.min(position, this.toClient.size() - 1));
		if (packet instanceof Puback puback) {
			OutgoingPublish<Integer> publish = this.publishes.acknowledge(puback.packetIdentifier());
			assertThat(publish).isNotNull();
			finish(publish, puback.reasonCode());
		}
		else if (packet instanceof Pubrec pubrec) {
			received(pubrec);
		}
		else if (packet instanceof Pubcomp pubcomp) {
			OutgoingPublish<Integer> publish = this.publishes.complete(pubcomp.packetIdentifier());
			if (isExpected(publish, pubcomp.packetIdentifier())) {
				finish(publish, ReasonCode.SUCCESS);
			}
		}
	}

	private void received(Pubrec pubrec) {
		OutgoingPublish<Integer> publish = this.publishes.receive(pubrec.packetIdentifier(), pubrec.reasonCode());
		if (isExpected(publish, pubrec.packetIdentifier())) {
			if (pubrec.reasonCode().isError()) {
				finish(publish, pubrec.reasonCode());
			}
			else {
				this.toBroker.add(new Pubrel(pubrec.packetIdentifier()));
			}
		}
	}

	private boolean isExpected(@Nullable OutgoingPublish<Integer> publish, int packetIdentifier) {
		if (publish == null) {
			assertThat(this.broker.repeated()).as("identifiers that were answered twice").contains(packetIdentifier);
		}
		return publish != null;
	}

	private void finish(OutgoingPublish<Integer> publish, ReasonCode reasonCode) {
		assertThat(this.finished.add(publish.attachment())).as("finished once").isTrue();
		if (reasonCode.isError()) {
			this.failed.add(publish.attachment());
		}
		this.inUse.remove(publish.packetIdentifier());
		this.window.remove(publish.packetIdentifier());
	}

	void resume(int receiveMaximum) {
		cut(receiveMaximum);
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

	void restart(int receiveMaximum) {
		cut(receiveMaximum);
		this.broker.forget();
		for (OutgoingPublish<Integer> publish : this.publishes.restart(65_535, (attachment) -> false)) {
			finish(publish, ReasonCode.UNSPECIFIED_ERROR);
		}
		this.publishes.restart(receiveMaximum, (attachment) -> false);
	}

	private void cut(int receiveMaximum) {
		this.toBroker.clear();
		this.toClient.clear();
		this.window.clear();
		this.receiveMaximum = receiveMaximum;
	}

	/**
	 * Let everything arrive and be accepted over one more connection.
	 */
	void finish() {
		resume(2);
		for (int round = 0; this.publishes.inFlight() > 0; round++) {
			assertThat(round).as("rounds").isLessThan(100);
			resend();
			this.broker.read(ReasonCode.SUCCESS);
			read(0);
		}
	}

}
