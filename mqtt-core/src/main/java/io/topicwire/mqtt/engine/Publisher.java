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
import io.topicwire.mqtt.MqttPublishException;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.ServerLimits;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Property;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Pubcomp;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.Pubrec;
import io.topicwire.mqtt.packet.Pubrel;
import io.topicwire.mqtt.session.OutgoingPublish;
import io.topicwire.mqtt.session.OutgoingPublishes;
import org.jspecify.annotations.Nullable;

/**
 * Takes messages from the application and brings each one to its end. Guarded by the lock
 * of the client.
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
		// From now on the broker may have it
		publish.attachment().state(PendingPublish.State.TAKEN);
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
				// Put back already, because there is another connection by now
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

	void acknowledged(Puback puback) {
		OutgoingPublish<PendingPublish> publish = this.inFlight.acknowledge(puback.packetIdentifier());
		if (publish != null) {
			finish(publish, puback.reasonCode(), puback.properties());
		}
	}

	/**
	 * Handle a PUBREC.
	 * @return the answer, or {@code null} if the exchange is over
	 */
	@Nullable Packet received(Pubrec pubrec) {
		OutgoingPublish<PendingPublish> publish = this.inFlight.receive(pubrec.packetIdentifier(), pubrec.reasonCode());
		if (publish == null) {
			// An exchange that is not known here shall come to an end at the broker as
			// well
			return pubrec.reasonCode().isError() ? null
					: new Pubrel(pubrec.packetIdentifier(), ReasonCode.PACKET_IDENTIFIER_NOT_FOUND, Properties.NONE);
		}
		if (pubrec.reasonCode().isError()) {
			finish(publish, pubrec.reasonCode(), pubrec.properties());
			return null;
		}
		publish.attachment().result(result(pubrec.reasonCode(), pubrec.properties()));
		return new Pubrel(pubrec.packetIdentifier());
	}

	void completed(Pubcomp pubcomp) {
		OutgoingPublish<PendingPublish> publish = this.inFlight.complete(pubcomp.packetIdentifier());
		if (publish != null) {
			// The broker took the message over with PUBREC: nothing it says now undoes
			// that
			PublishResult result = publish.attachment().result();
			publish.attachment()
				.operation()
				.complete((result.reasonString() != null || !result.userProperties().isEmpty()) ? result
						: result(result.reasonCode(), pubcomp.properties()));
		}
	}

	private void finish(OutgoingPublish<PendingPublish> publish, ReasonCode reasonCode, Properties properties) {
		Operation<PublishResult> operation = publish.attachment().operation();
		if (reasonCode.isError()) {
			String reason = properties.get(Property.REASON_STRING);
			operation.fail(new MqttPublishException(reasonCode, "The broker refused a message to topic '"
					+ publish.message().topic() + "': " + reasonCode + ((reason != null) ? ", " + reason : "")));
		}
		else {
			operation.complete(result(reasonCode, properties));
		}
	}

	private static PublishResult result(ReasonCode reasonCode, Properties properties) {
		return (reasonCode == ReasonCode.SUCCESS && properties.isEmpty()) ? PublishResult.SUCCESS : new PublishResult(
				reasonCode, properties.get(Property.REASON_STRING), properties.getAll(Property.USER_PROPERTY));
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
