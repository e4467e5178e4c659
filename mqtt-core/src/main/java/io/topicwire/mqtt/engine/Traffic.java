package io.topicwire.mqtt.engine;

import java.util.List;

import io.topicwire.mqtt.BrokerRemarks;
import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.MqttDisconnectedException;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttProtocolException;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.packet.Disconnect;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.Property;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Pubcomp;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.Pubrec;
import io.topicwire.mqtt.packet.Pubrel;
import io.topicwire.mqtt.packet.Suback;
import io.topicwire.mqtt.packet.Unsuback;

/**
 * What goes over an accepted connection: hands each packet to the one that is responsible
 * for it. Guarded by the lock of the client.
 */
final class Traffic {

	private final Publisher publisher;

	private final PublishAnswers publishAnswers;

	private final Subscriptions subscriptions;

	private final Reception reception;

	private final Sender sender;

	private ProtocolVersion version = ProtocolVersion.MQTT_5;

	Traffic(Publisher publisher, PublishAnswers publishAnswers, Subscriptions subscriptions, Reception reception,
			Sender sender) {
		this.publisher = publisher;
		this.publishAnswers = publishAnswers;
		this.subscriptions = subscriptions;
		this.reception = reception;
		this.sender = sender;
	}

	/**
	 * Start on a connection: exchanges that were cut off come first, then subscriptions,
	 * then new messages.
	 */
	void connected(ConnectResult connection) {
		boolean sessionPresent = connection.sessionPresent();
		this.version = connection.protocolVersion();
		this.reception.connected(connection);
		this.sender.open(this.publisher.restart(sessionPresent, connection.limits()));
		this.subscriptions.connected(connection);
	}

	void disconnected() {
		this.subscriptions.disconnected();
		this.sender.close();
		this.reception.disconnected();
		this.publisher.disconnected();
	}

	/**
	 * Note when the packets that follow arrived.
	 */
	void arriving(long nanoTime) {
		this.reception.arriving(nanoTime);
	}

	/**
	 * Handle a packet that can come at any time.
	 * @throws MqttProtocolException if it must not come at all
	 * @throws MqttDisconnectedException if it ends the connection
	 */
	void received(Packet packet) {
		if (packet instanceof Publish publish) {
			this.reception.receiver().received(publish);
		}
		else if (packet instanceof Puback puback) {
			this.publishAnswers.acknowledged(puback);
			this.sender.wakeUp();
		}
		else if (packet instanceof Pubrec pubrec) {
			Packet answer = this.publishAnswers.received(pubrec);
			if (answer != null) {
				this.sender.sendWhenStored(answer);
			}
			this.sender.wakeUp();
		}
		else if (packet instanceof Pubrel pubrel) {
			this.reception.receiver().released(pubrel.packetIdentifier());
		}
		else if (packet instanceof Pubcomp pubcomp) {
			this.publishAnswers.completed(pubcomp);
			this.sender.wakeUp();
		}
		else if (packet instanceof Suback suback) {
			this.subscriptions.answered(suback);
		}
		else if (packet instanceof Unsuback unsuback) {
			this.subscriptions.answered(unsuback);
		}
		else if (packet instanceof Disconnect disconnect && this.version == ProtocolVersion.MQTT_5) {
			throw disconnected(disconnect);
		}
		else {
			throw new MqttProtocolException(ReasonCode.PROTOCOL_ERROR,
					"The broker sent " + packet.type() + ", which it must not send at this point");
		}
	}

	private MqttDisconnectedException disconnected(Disconnect disconnect) {
		if (disconnect.properties().get(Property.SESSION_EXPIRY_INTERVAL) != null) {
			throw new MqttProtocolException(ReasonCode.PROTOCOL_ERROR,
					"The broker sent DISCONNECT with a Session Expiry Interval, which only a client may do");
		}
		BrokerRemarks remarks = Remarks.of(disconnect.properties());
		return new MqttDisconnectedException(disconnect.reasonCode(),
				"The broker ended the connection: " + Remarks.describe(disconnect.reasonCode(), remarks), remarks);
	}

	List<Packet> takeControl() {
		return this.sender.takeControl();
	}

	/**
	 * Send a packet although the broker may not have accepted the connection yet.
	 */
	void sendEarly(Packet packet) {
		this.sender.sendEarly(packet);
	}

	void send(Packet packet) {
		this.sender.send(packet);
	}

	/**
	 * Handle that packets may be written.
	 */
	void writable(ConnectionWriter writer) {
		this.sender.writable(writer);
	}

	/**
	 * Take what is to be written, waiting for it.
	 * @return what to do
	 */
	WriterTurn take(ConnectionWriter writer) {
		return this.sender.take(writer);
	}

	/**
	 * Handle that nobody writes any more.
	 */
	void released(ConnectionWriter writer) {
		this.sender.released(writer);
	}

	/**
	 * Return whether the reader has to wait. Needs no lock.
	 */
	boolean isFull() {
		return this.reception.isFull();
	}

	void awaitRoom(Connection connection) {
		this.reception.receiver().awaitRoom(connection);
	}

	void written(Batch batch) {
		for (int i = 0; i < batch.size(); i++) {
			PendingPublish publish = batch.publish(i);
			if (publish != null) {
				this.publisher.written(publish);
			}
		}
	}

	void notWritten(Batch batch, boolean begun, Throwable failure) {
		this.publisher.notWritten(batch.publishes(), begun, failure);
	}

	void rejected(Batch batch, int index, MqttException failure) {
		PendingPublish publish = batch.publish(index);
		Packet packet = batch.packet(index);
		if (publish != null) {
			this.publisher.rejected(publish, batch.packetIdentifier(index), failure);
		}
		else if (packet instanceof Publish again) {
			this.publisher.rejected(null, again.packetIdentifier(), failure);
		}
		else if (packet != null) {
			this.subscriptions.rejected(packet, failure);
		}
	}

}
