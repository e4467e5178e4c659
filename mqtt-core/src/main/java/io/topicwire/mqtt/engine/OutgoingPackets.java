package io.topicwire.mqtt.engine;

import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.ServerLimits;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.session.OutgoingPublish;
import io.topicwire.mqtt.session.OutgoingPublishes;

/**
 * The packets of messages as they are to be sent now, over the present connection: some
 * have grown older while they waited, and some may not be sent any more. Guarded by the
 * lock of the client.
 */
final class OutgoingPackets {

	private final OutgoingPublishes<PendingPublish> inFlight;

	private final Operations operations;

	private final PublishFailures failures;

	private ServerLimits limits = ServerLimits.NONE;

	OutgoingPackets(OutgoingPublishes<PendingPublish> inFlight, Operations operations, PublishFailures failures) {
		this.inFlight = inFlight;
		this.operations = operations;
		this.failures = failures;
	}

	/**
	 * Set what the broker allows from now on.
	 */
	void limits(ServerLimits limits) {
		this.limits = limits;
	}

	/**
	 * Return whether a message may be sent. One that the broker does not allow fails, and
	 * so does one whose lifetime is over.
	 * @param sentBefore whether it was sent over an earlier connection
	 */
	boolean isAllowed(PendingPublish publish, boolean sentBefore) {
		// Once it was sent, its lifetime does not stop the exchange any more
		if (!sentBefore && publish.canExpire() && publish.isExpired(this.operations.nanoTime())) {
			publish.fail(this.failures.expired(publish));
			return false;
		}
		MqttException refusal = PublishLimits.check(publish.message(), this.limits);
		if (refusal != null) {
			publish.fail(refusal);
		}
		return refusal == null;
	}

	/**
	 * Return a packet with what is left of the lifetime of its message.
	 */
	Publish remaining(Publish packet, PendingPublish publish) {
		if (!publish.canExpire()) {
			return packet;
		}
		return new Publish(packet.packetIdentifier(), packet.duplicate(), publish.remaining(this.operations.nanoTime()),
				0);
	}

	/**
	 * Return a packet of an earlier connection as it is to be sent now.
	 */
	Publish again(Publish packet) {
		OutgoingPublish<PendingPublish> publish = this.inFlight.find(packet.packetIdentifier());
		if (publish == null) {
			return packet;
		}
		boolean duplicate = publish.attachment().state() != PendingPublish.State.NOT_WRITTEN;
		publish.attachment().state(PendingPublish.State.SENT_AGAIN);
		return remaining(new Publish(packet.packetIdentifier(), duplicate, packet.message(), 0), publish.attachment());
	}

}
