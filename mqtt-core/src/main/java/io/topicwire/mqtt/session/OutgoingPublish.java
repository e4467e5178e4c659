package io.topicwire.mqtt.session;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.packet.Publish;

/**
 * A message of QoS 1 or 2 on its way to the broker.
 *
 * @param <A> what the caller has attached to it
 * @since 0.1.0
 */
public final class OutgoingPublish<A> {

	private final int packetIdentifier;

	private final MqttMessage message;

	private final A attachment;

	private boolean released;

	// Position in the order in which PUBLISH, and after it PUBREL, were sent first
	private long sequence;

	OutgoingPublish(int packetIdentifier, MqttMessage message, A attachment, long sequence) {
		this.packetIdentifier = packetIdentifier;
		this.message = message;
		this.attachment = attachment;
		this.sequence = sequence;
	}

	/**
	 * Return the message.
	 * @return the message
	 */
	public MqttMessage message() {
		return this.message;
	}

	/**
	 * Return what the caller has attached.
	 * @return the attachment
	 */
	public A attachment() {
		return this.attachment;
	}

	/**
	 * Return the packet identifier.
	 * @return from 1 to 65,535
	 */
	public int packetIdentifier() {
		return this.packetIdentifier;
	}

	/**
	 * Return whether the broker has answered a message of QoS 2 with PUBREC, so that only
	 * PUBREL may be sent any more.
	 * @return whether the message was released
	 */
	public boolean released() {
		return this.released;
	}

	long sequence() {
		return this.sequence;
	}

	void release(long sequence) {
		this.released = true;
		this.sequence = sequence;
	}

	Publish toPublish(boolean duplicate) {
		return new Publish(this.packetIdentifier, duplicate, this.message, 0);
	}

}
