package io.topicwire.mqtt.session;

import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Property;
import org.jspecify.annotations.Nullable;

/**
 * A received message of QoS 1 or 2 that is to be acknowledged.
 *
 * @since 0.1.0
 */
public final class IncomingPublish {

	private final int packetIdentifier;

	private final QoS qos;

	private @Nullable ReasonCode answer;

	private Properties explanation = Properties.NONE;

	// Whether the answer has its place in the order of arrival of this connection
	private boolean queued;

	// Whether PUBREC was sent on this connection
	private boolean received;

	// Whether it occupies a place of the Receive Maximum of this connection
	private boolean counted;

	IncomingPublish(int packetIdentifier, QoS qos) {
		this.packetIdentifier = packetIdentifier;
		this.qos = qos;
	}

	/**
	 * Return the packet identifier.
	 * @return from 1 to 65,535
	 */
	public int packetIdentifier() {
		return this.packetIdentifier;
	}

	/**
	 * Return the quality of service.
	 * @return either QoS 1 or QoS 2
	 */
	public QoS qos() {
		return this.qos;
	}

	@Nullable ReasonCode answer() {
		return this.answer;
	}

	Properties explanation() {
		return this.explanation;
	}

	void answer(ReasonCode answer, @Nullable String reason) {
		this.answer = answer;
		this.explanation = Properties.builder().addIfPresent(Property.REASON_STRING, reason).build();
	}

	boolean queued() {
		return this.queued;
	}

	void queued(boolean queued) {
		this.queued = queued;
	}

	boolean received() {
		return this.received;
	}

	void received(boolean received) {
		this.received = received;
	}

	boolean counted() {
		return this.counted;
	}

	void counted(boolean counted) {
		this.counted = counted;
	}

}
