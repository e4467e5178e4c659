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

	private final long number;

	private @Nullable ReasonCode answer;

	private Properties explanation = Properties.NONE;

	// Whether the answer has its place in the order of arrival of this connection
	private boolean queued;

	// Whether PUBREC was sent on this connection
	private boolean received;

	// Whether it occupies a place of the Receive Maximum of this connection
	private boolean counted;

	// Whether nobody handles it any more, so that it is handed out again when it comes
	// again
	private boolean abandoned;

	// Whether it does not hold back the answers of those behind it
	private boolean withheld;

	IncomingPublish(int packetIdentifier, QoS qos, long number) {
		this.packetIdentifier = packetIdentifier;
		this.qos = qos;
		this.number = number;
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

	/**
	 * Return what identifies a message of QoS 2 within the session, even if it is
	 * received again because it was not handled.
	 * @return the number, or 0 for a message of QoS 1
	 */
	public long number() {
		return this.number;
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

	boolean abandoned() {
		return this.abandoned;
	}

	void abandoned(boolean abandoned) {
		this.abandoned = abandoned;
	}

	boolean counted() {
		return this.counted;
	}

	void counted(boolean counted) {
		this.counted = counted;
	}

	boolean withheld() {
		return this.withheld;
	}

	void withheld(boolean withheld) {
		this.withheld = withheld;
	}

}
