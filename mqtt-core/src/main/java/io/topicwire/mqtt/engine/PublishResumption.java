package io.topicwire.mqtt.engine;

import java.util.ArrayList;
import java.util.List;

import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.SessionLossPolicy;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.session.OutgoingPublish;
import io.topicwire.mqtt.session.OutgoingPublishes;

/**
 * What becomes of messages that were taken to be sent when their connection has ended,
 * and when there is another one. Guarded by the lock of the client.
 */
final class PublishResumption {

	private final Outbox outbox;

	private final OutgoingPublishes<PendingPublish> inFlight;

	private final Admission admission;

	private final OutgoingPackets packets;

	private final SessionLossPolicy sessionLossPolicy;

	PublishResumption(Outbox outbox, OutgoingPublishes<PendingPublish> inFlight, Admission admission,
			OutgoingPackets packets, SessionLossPolicy sessionLossPolicy) {
		this.outbox = outbox;
		this.inFlight = inFlight;
		this.admission = admission;
		this.packets = packets;
		this.sessionLossPolicy = sessionLossPolicy;
	}

	/**
	 * Handle that messages were not written, or only in part.
	 * @param publishes the messages in the order in which they were taken
	 * @param begun whether some bytes may have been written
	 * @param failure why the connection ended
	 */
	void notWritten(List<PendingPublish> publishes, boolean begun, Throwable failure) {
		List<PendingPublish> again = new ArrayList<>();
		for (PendingPublish publish : publishes) {
			if (publish.state() != PendingPublish.State.TAKEN) {
				// Put back or sent again already, because there is another connection by
				// now
				continue;
			}
			if (publish.isAcknowledged()) {
				publish.state(begun ? PendingPublish.State.TAKEN : PendingPublish.State.NOT_WRITTEN);
			}
			else if (begun) {
				publish.fail(
						new MqttConnectionException(publish.describe() + " failed: the connection was lost", failure));
			}
			else if (!this.admission.isKeptOffline(publish)) {
				this.admission.failUnkept(publish);
			}
			else if (!publish.isFinished()) {
				again.add(publish);
			}
		}
		this.outbox.putBack(again);
	}

	/**
	 * Go on with the session on another connection. What the broker does not allow any
	 * more fails.
	 * @param receiveMaximum how many messages may be unacknowledged
	 * @return the packets to send before all others
	 */
	List<Packet> resume(int receiveMaximum) {
		for (OutgoingPublish<PendingPublish> publish : this.inFlight.pending()) {
			boolean sentBefore = publish.attachment().state() != PendingPublish.State.NOT_WRITTEN;
			if (!publish.released() && !this.packets.isAllowed(publish.attachment(), sentBefore)) {
				this.inFlight.takeBack(publish.packetIdentifier());
			}
		}
		return this.inFlight.resume(receiveMaximum)
			.stream()
			.map((packet) -> (packet instanceof Publish publish) ? this.packets.again(publish) : packet)
			.toList();
	}

	/**
	 * Begin anew, because the broker has not kept the session.
	 * @param receiveMaximum how many messages may be unacknowledged
	 */
	void startSession(int receiveMaximum) {
		List<PendingPublish> again = new ArrayList<>();
		for (OutgoingPublish<PendingPublish> publish : this.inFlight.restart(receiveMaximum, this::isSentAnew)) {
			PendingPublish pending = publish.attachment();
			if (isSentAnew(pending)) {
				if (pending.state() != PendingPublish.State.NOT_WRITTEN) {
					pending.sentBefore();
				}
				again.add(pending);
			}
			else {
				pending.fail(new MqttConnectionException(pending.describe()
						+ " failed: the connection was lost and the broker has not kept the session"));
			}
		}
		this.outbox.putBack(again);
	}

	private boolean isSentAnew(PendingPublish publish) {
		return !publish.isFinished() && (this.sessionLossPolicy.republishes(publish.message().qos())
				|| publish.state() == PendingPublish.State.NOT_WRITTEN);
	}

}
