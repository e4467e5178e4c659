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

	private final long number;

	private final int packetIdentifier;

	private final MqttMessage message;

	private final A attachment;

	private boolean released;

	// In the order in which PUBLISH, and after it PUBREL, were sent first
	private long position;

	OutgoingPublish(long number, int packetIdentifier, MqttMessage message, A attachment, long position) {
		this.number = number;
		this.packetIdentifier = packetIdentifier;
		this.message = message;
		this.attachment = attachment;
		this.position = position;
	}

	/**
	 * Return what identifies the message within the session.
	 * @return the number
	 */
	public long number() {
		return this.number;
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

	/**
	 * Return its position in the order in which PUBLISH, and after it PUBREL, were sent
	 * first.
	 * @return the position
	 */
	public long position() {
		return this.position;
	}

	void release(long position) {
		this.released = true;
		this.position = position;
	}

	Publish toPublish(boolean duplicate) {
		return new Publish(this.packetIdentifier, duplicate, this.message, 0);
	}

}
