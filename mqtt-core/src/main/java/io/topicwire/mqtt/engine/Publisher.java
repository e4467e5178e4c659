package io.topicwire.mqtt.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttMessageExpiredException;
import io.topicwire.mqtt.MqttOutboxFullException;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.ServerLimits;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.session.OutgoingPublish;
import io.topicwire.mqtt.session.OutgoingPublishes;
import org.jspecify.annotations.Nullable;

/**
 * Takes messages from the application and has them sent, one after the other. Guarded by
 * the lock of the client.
 */
final class Publisher {

	private final Operations operations;

	private final Outbox outbox;

	private final OutgoingPublishes<PendingPublish> inFlight;

	private final boolean republishAfterSessionLoss;

	private final Counters counters;

	private ServerLimits limits = ServerLimits.NONE;

	private long sequence;

	Publisher(Operations operations, Outbox outbox, OutgoingPublishes<PendingPublish> inFlight,
			boolean republishAfterSessionLoss, Counters counters) {
		this.operations = operations;
		this.outbox = outbox;
		this.inFlight = inFlight;
		this.republishAfterSessionLoss = republishAfterSessionLoss;
		this.counters = counters;
	}

	CompletableFuture<PublishResult> publish(MqttMessage message, Executor completion) {
		if (!this.outbox.hasRoom(message.payload().length)) {
			this.outbox.removeExpired(this.operations.nanoTime()).forEach(this::expired);
		}
		if (!this.outbox.hasRoom(message.payload().length)) {
			return CompletableFuture.failedFuture(new MqttOutboxFullException("No room in the outbox for a message of "
					+ message.payload().length + " bytes to topic '" + message.topic() + "': " + this.outbox.messages()
					+ " messages with " + this.outbox.bytes() + " bytes are waiting to be sent"));
		}
		PendingPublish pending = new PendingPublish(message, this.sequence++, this.operations, this::timedOut,
				completion);
		this.outbox.add(pending);
		return pending.operation().future();
	}

	private void timedOut(PendingPublish publish) {
		if (publish.state() == PendingPublish.State.WAITING) {
			this.outbox.withdraw(publish);
		}
	}

	private void expired(PendingPublish publish) {
		this.counters.messagesExpired.increment();
		publish.operation()
			.fail(new MqttMessageExpiredException("The message to topic '" + publish.message().topic()
					+ "' was not sent: it waited for longer than its message expiry interval of "
					+ publish.message().properties().messageExpiryInterval() + " s"));
	}

	/**
	 * Take the next message that may be sent. One that the broker does not allow fails,
	 * and so does one whose lifetime is over.
	 */
	@Nullable Outbound take() {
		Publish again = this.inFlight.resend();
		if (again != null) {
			return new Outbound(again(again), null);
		}
		PendingPublish publish = this.outbox.take(this.inFlight.canSend());
		while (publish != null) {
			if (isAllowed(publish, false)) {
				Publish packet = publish.isAcknowledged() ? this.inFlight.send(publish.message(), publish)
						: new Publish(0, false, publish.message(), 0);
				return new Outbound(remaining(packet, publish), publish);
			}
			publish = this.outbox.take(this.inFlight.canSend());
		}
		return null;
	}

	private boolean isAllowed(PendingPublish publish, boolean sentBefore) {
		// Once it was sent, its lifetime does not stop the exchange any more
		if (!sentBefore && publish.canExpire() && publish.isExpired(this.operations.nanoTime())) {
			expired(publish);
			return false;
		}
		MqttException refusal = PublishLimits.check(publish.message(), this.limits);
		if (refusal != null) {
			publish.operation().fail(refusal);
		}
		return refusal == null;
	}

	/**
	 * Return a packet of an earlier connection as it is to be sent now.
	 */
	private Publish again(Publish packet) {
		OutgoingPublish<PendingPublish> publish = this.inFlight.find(packet.packetIdentifier());
		if (publish == null) {
			return packet;
		}
		boolean duplicate = publish.attachment().state() != PendingPublish.State.NOT_WRITTEN;
		publish.attachment().state(PendingPublish.State.SENT_AGAIN);
		return remaining(new Publish(packet.packetIdentifier(), duplicate, packet.message(), 0), publish.attachment());
	}

	private Publish remaining(Publish packet, PendingPublish publish) {
		if (!publish.canExpire()) {
			return packet;
		}
		return new Publish(packet.packetIdentifier(), packet.duplicate(), publish.remaining(this.operations.nanoTime()),
				0);
	}

	void written(PendingPublish publish) {
		this.counters.messagesPublished.increment();
		if (!publish.isAcknowledged()) {
			publish.operation().complete(PublishResult.SUCCESS);
		}
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
				publish.operation()
					.fail(new MqttConnectionException(publish.describe() + " failed: the connection was lost",
							failure));
			}
			else if (!publish.operation().isFinished()) {
				again.add(publish);
			}
		}
		this.outbox.putBack(again);
	}

	/**
	 * Handle that a message cannot be written.
	 */
	void rejected(Outbound outbound, Publish packet, MqttException failure) {
		OutgoingPublish<PendingPublish> acknowledged = this.inFlight.takeBack(packet.packetIdentifier());
		PendingPublish publish = (acknowledged != null) ? acknowledged.attachment() : outbound.publish();
		if (publish != null) {
			publish.operation().fail(failure);
		}
	}

	/**
	 * Start anew on another connection.
	 * @param sessionPresent whether the broker continues the session
	 * @param limits what the broker allows
	 * @return the packets to send before all others
	 */
	List<Packet> restart(boolean sessionPresent, ServerLimits limits) {
		this.limits = limits;
		if (!sessionPresent) {
			startSession();
			this.inFlight.restart(limits.receiveMaximum());
			return List.of();
		}
		for (OutgoingPublish<PendingPublish> publish : this.inFlight.pending()) {
			boolean sentBefore = publish.attachment().state() != PendingPublish.State.NOT_WRITTEN;
			if (!publish.released() && !isAllowed(publish.attachment(), sentBefore)) {
				this.inFlight.takeBack(publish.packetIdentifier());
			}
		}
		return this.inFlight.resume(limits.receiveMaximum())
			.stream()
			.map((packet) -> (packet instanceof Publish publish) ? again(publish) : packet)
			.toList();
	}

	private void startSession() {
		List<PendingPublish> again = new ArrayList<>();
		for (OutgoingPublish<PendingPublish> publish : this.inFlight.drain()) {
			PendingPublish pending = publish.attachment();
			if (pending.operation().isFinished()) {
				continue;
			}
			if (this.republishAfterSessionLoss || pending.state() == PendingPublish.State.NOT_WRITTEN) {
				again.add(pending);
			}
			else {
				pending.operation()
					.fail(new MqttConnectionException(pending.describe()
							+ " failed: the connection was lost and the broker has not kept the session"));
			}
		}
		this.outbox.putBack(again);
	}

}
