package io.topicwire.mqtt.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttMessageDroppedException;
import io.topicwire.mqtt.MqttSessionStoreException;
import io.topicwire.mqtt.OutboxOptions;
import io.topicwire.mqtt.OutboxStatus;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ServerLimits;
import io.topicwire.mqtt.SessionLossPolicy;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.session.OutgoingPublish;
import io.topicwire.mqtt.session.OutgoingPublishes;
import io.topicwire.mqtt.session.SessionChange;
import io.topicwire.mqtt.session.StoredPublish;
import org.jspecify.annotations.Nullable;

/**
 * Takes messages from the application and has them sent, one after the other. Guarded by
 * the lock of the client.
 */
final class Publisher implements PendingPublish.Owner, Admission.Owner {

	private final Operations operations;

	private final Outbox outbox;

	private final OutgoingPublishes<PendingPublish> inFlight;

	private final SessionJournal journal;

	private final Timer timer;

	private final Counters counters;

	private final PublishFailures failures;

	private final Admission admission;

	private final OutgoingPackets packets;

	private final PublishResumption resumption;

	private final UnfinishedPublishes unfinished;

	private final PublishCompletions completions;

	private @Nullable Owner owner;

	private boolean closed;

	Publisher(Operations operations, OutboxOptions options, OutgoingPublishes<PendingPublish> inFlight,
			SessionLossPolicy sessionLossPolicy, SessionJournal journal, Timer timer,
			Supplier<ConnectionState> connection, Counters counters, PublishFailures failures,
			PublishCompletions completions) {
		this.operations = operations;
		this.outbox = new Outbox(options);
		this.inFlight = inFlight;
		this.journal = journal;
		this.timer = timer;
		this.counters = counters;
		this.failures = failures;
		this.completions = completions;
		this.admission = new Admission(this.outbox, options, operations, connection, counters, this);
		this.packets = new OutgoingPackets(inFlight, operations, failures);
		this.resumption = new PublishResumption(this.outbox, inFlight, this.admission, this.packets, sessionLossPolicy);
		this.unfinished = new UnfinishedPublishes(operations, this.outbox, inFlight, timer, this);
	}

	/**
	 * Set who sends the messages.
	 */
	void owner(Owner owner) {
		this.owner = owner;
	}

	/**
	 * Publish a message.
	 * @param timeout the time limit, or {@code null} for the one that is common to most
	 * operations
	 * @param waitedFor whether nobody but a waiting caller hangs on the future
	 * @return what becomes of the message
	 */
	CompletableFuture<PublishResult> publish(MqttMessage message, @Nullable Duration timeout, boolean waitedFor) {
		CompletableFuture<PublishResult> future = new CompletableFuture<>();
		MqttException refusal = accept(pending(message, future, waitedFor), timeout, this.operations.nanoTime());
		return (refusal != null) ? CompletableFuture.failedFuture(refusal) : future;
	}

	/**
	 * Return a message that is to be published. Needs no lock.
	 * @param future completed in the end, if anybody wants to know
	 * @param waitedFor whether nobody but a waiting caller hangs on the future
	 * @return the message, which is not an operation yet and has no birth
	 */
	PendingPublish pending(MqttMessage message, @Nullable CompletableFuture<PublishResult> future, boolean waitedFor) {
		return new PendingPublish(message, this, future, waitedFor);
	}

	/**
	 * Accept a message of a caller who has gone on, and who learns from the future only
	 * if it is refused, whatever the reason.
	 * @param now the present time
	 */
	void takeOver(PendingPublish publish, long now) {
		MqttException refusal;
		try {
			refusal = accept(publish, null, now);
		}
		catch (RuntimeException | Error ex) {
			// An operation that has been started ends in any case
			if (!publish.isStarted()) {
				this.failures.refused();
				publish.refuse(new MqttException(publish.describe() + " failed unexpectedly: " + ex, ex));
			}
			throw ex;
		}
		if (refusal != null) {
			publish.refuse(refusal);
		}
	}

	/**
	 * Accept a message to publish it.
	 * @param timeout the time limit, or {@code null} for the one that is common to most
	 * operations
	 * @param now the present time
	 * @return why it is refused, or {@code null} if it is not
	 */
	private @Nullable MqttException accept(PendingPublish publish, @Nullable Duration timeout, long now) {
		MqttException refusal = refusal(publish.message());
		if (refusal != null) {
			this.failures.refused();
			return refusal;
		}
		publish.birth(now);
		publish.sequence(this.journal.nextNumber());
		this.operations.start(publish, timeout, now);
		if (this.admission.hasRoom(publish.length())) {
			put(publish);
		}
		else {
			this.admission.await(publish);
		}
		return null;
	}

	/**
	 * Publish a message without waiting for what becomes of it.
	 * @param completion where the future is completed if the message has to wait for room
	 * or be stored
	 * @return completed when the message is accepted, and stored if it is to survive, or
	 * {@code null} if that is done
	 */
	@Nullable CompletableFuture<@Nullable Void> enqueue(MqttMessage message, Executor completion) {
		MqttException refusal = refusal(message);
		if (refusal instanceof MqttMessageDroppedException) {
			this.failures.failed(message, refusal);
			return null;
		}
		if (refusal != null) {
			this.failures.refused();
			return CompletableFuture.failedFuture(refusal);
		}
		PendingPublish publish = pending(message, null, false);
		publish.birth(this.operations.nanoTime());
		publish.sequence(this.journal.nextNumber());
		this.operations.startUnlimited(publish, publish.birth());
		if (!this.admission.hasRoom(publish.length())) {
			Caller<@Nullable Void> caller = Caller.on(completion);
			publish.acceptance(caller);
			this.admission.await(publish);
			return caller.future();
		}
		put(publish);
		if (this.journal.isStored(publish.mark())) {
			return null;
		}
		Caller<@Nullable Void> caller = Caller.on(completion);
		awaitStored(message, caller);
		return caller.future();
	}

	private void awaitStored(MqttMessage message, Caller<@Nullable Void> caller) {
		FutureOperation<@Nullable Void> storing = this.operations
			.start(() -> "Storing a message to topic '" + message.topic() + "'", (operation) -> {
			}, null, caller);
		this.journal.whenStored(() -> storing.complete(null), () -> storing.fail(notStored()));
	}

	private MqttException notStored() {
		MqttSessionStoreException failure = this.journal.failure();
		return (failure != null) ? failure : new MqttSessionStoreException("The message could not be stored");
	}

	/**
	 * Return why a message is not accepted, or {@code null} if it is.
	 */
	private @Nullable MqttException refusal(MqttMessage message) {
		MqttException refusal = this.journal.failure();
		return (refusal == null || message.qos() == QoS.AT_MOST_ONCE) ? this.admission.refusal(message) : refusal;
	}

	@Override
	public Operations operations() {
		return this.operations;
	}

	@Override
	public PublishCompletions completions() {
		return this.completions;
	}

	@Override
	public void timedOut(PendingPublish publish) {
		if (this.owner != null) {
			this.owner.timedOut(publish);
		}
	}

	private void put(PendingPublish publish) {
		this.outbox.add(publish);
		if (publish.isAcknowledged() && this.journal.isDurable()) {
			long now = this.timer.currentTimeMillis();
			this.journal.record(new SessionChange.PublishAccepted(publish.sequence(), publish.message(), now));
			publish.accepted(now, this.journal.mark());
		}
	}

	@Override
	public void admitted(PendingPublish publish) {
		put(publish);
		if (this.owner != null) {
			this.owner.admitted();
		}
		Caller<@Nullable Void> acceptance = publish.takeAcceptance();
		if (acceptance == null) {
			return;
		}
		if (this.journal.isStored(publish.mark())) {
			acceptance.complete(null);
		}
		else {
			awaitStored(publish.message(), acceptance);
		}
	}

	@Override
	public void expired(PendingPublish publish) {
		publish.fail(this.failures.expired(publish));
		givenUp(publish);
	}

	@Override
	public void failed(PendingPublish publish, MqttException failure) {
		if (this.closed && isKept(publish)) {
			return;
		}
		if (publish.state() == PendingPublish.State.NOT_ADMITTED) {
			this.admission.withdraw(publish);
		}
		else if (publish.state() == PendingPublish.State.WAITING) {
			this.outbox.withdraw(publish);
			givenUp(publish);
		}
		this.failures.failed(publish, failure);
		if (!this.closed) {
			this.admission.admitWaiting();
		}
	}

	/**
	 * Return whether the next client sends a message: one that nobody waits for. Who is
	 * told that a message was not sent may send it again.
	 */
	private boolean isKept(PendingPublish publish) {
		return publish.isAcknowledged() && this.journal.isDurable() && !publish.hasCaller();
	}

	/**
	 * Keep what is stored for the next client when the messages fail from now on, because
	 * the client is closed.
	 */
	void close() {
		this.closed = true;
	}

	/**
	 * Take note that a message will not be sent.
	 */
	private void givenUp(PendingPublish publish) {
		if (publish.isAcknowledged()) {
			this.journal.record(new SessionChange.PublishFinished(publish.sequence()));
		}
	}

	/**
	 * Take the next message that may be sent. One that the broker does not allow fails,
	 * and so does one whose lifetime is over.
	 * @param batch where to put it
	 * @return whether there was one
	 */
	boolean take(Batch batch) {
		Publish again = this.inFlight.resend();
		if (again != null) {
			batch.add(this.packets.again(again), this.journal.mark());
			return true;
		}
		PendingPublish publish = takeNext();
		while (publish != null) {
			if (this.packets.isAllowed(publish, false)) {
				send(publish, batch);
				return true;
			}
			givenUp(publish);
			publish = takeNext();
		}
		return false;
	}

	private @Nullable PendingPublish takeNext() {
		PendingPublish publish = this.outbox.take(this.inFlight.canSend());
		if (publish != null) {
			this.admission.admitWaiting();
		}
		return publish;
	}

	private void send(PendingPublish publish, Batch batch) {
		int packetIdentifier = 0;
		long mark = 0;
		if (publish.isAcknowledged()) {
			packetIdentifier = this.inFlight.send(publish.sequence(), publish.message(), publish).packetIdentifier();
			// Whoever sends a message of QoS 2 again has to do it with the same packet
			// identifier, even after a restart. For QoS 1 any will do
			mark = (publish.message().qos() == QoS.EXACTLY_ONCE) ? this.journal.mark() : publish.mark();
		}
		if (publish.canExpire()) {
			Publish packet = new Publish(packetIdentifier, false, publish.message(), 0);
			batch.add(publish, this.packets.remaining(packet, publish), mark);
		}
		else {
			batch.add(publish, packetIdentifier, mark);
		}
	}

	/**
	 * Return whether a message waits that was not handed to the writer.
	 */
	boolean hasWaiting() {
		return this.outbox.messages() > 0 || this.inFlight.isHeldBack();
	}

	/**
	 * Return whether one message waits, and a small one, so that it is no matter to write
	 * it.
	 */
	boolean hasOneSmall(int bytes) {
		return this.outbox.messages() == 1 && this.outbox.bytes() <= bytes && !this.inFlight.isHeldBack();
	}

	void written(PendingPublish publish) {
		this.counters.messagesPublished.increment();
		if (!publish.isAcknowledged()) {
			publish.complete(PublishResult.SUCCESS);
		}
	}

	/**
	 * Handle that messages were not written, or only in part.
	 * @param publishes the messages in the order in which they were taken
	 * @param begun whether some bytes may have been written
	 * @param failure why the connection ended
	 */
	void notWritten(List<PendingPublish> publishes, boolean begun, Throwable failure) {
		this.resumption.notWritten(publishes, begun, failure);
	}

	/**
	 * Handle that a message cannot be written.
	 * @param publish the message, if it was to be sent for the first time
	 * @param packetIdentifier its packet identifier
	 * @param failure why
	 */
	void rejected(@Nullable PendingPublish publish, int packetIdentifier, MqttException failure) {
		OutgoingPublish<PendingPublish> acknowledged = this.inFlight.takeBack(packetIdentifier);
		PendingPublish rejected = (acknowledged != null) ? acknowledged.attachment() : publish;
		if (rejected != null) {
			rejected.fail(failure);
		}
	}

	OutboxStatus outboxStatus() {
		return this.admission.status();
	}

	/**
	 * Handle that there is no connection any more.
	 */
	void disconnected() {
		this.admission.disconnected();
	}

	/**
	 * Start anew on another connection.
	 * @param sessionPresent whether the broker continues the session
	 * @param limits what the broker allows
	 * @return the packets to send before all others
	 */
	List<Packet> restart(boolean sessionPresent, ServerLimits limits) {
		this.packets.limits(limits);
		this.failures.connected();
		if (sessionPresent) {
			return this.resumption.resume(limits.receiveMaximum());
		}
		this.resumption.startSession(limits.receiveMaximum());
		return List.of();
	}

	/**
	 * Fail the messages that were accepted but are not stored.
	 */
	void storeFailed(MqttSessionStoreException failure) {
		List<PendingPublish> notStored = new ArrayList<>();
		for (OutgoingPublish<PendingPublish> publish : this.inFlight.pending()) {
			// It was not written, because the writer waits for the store
			if (!this.journal.isStored(publish.attachment().mark())) {
				this.inFlight.takeBack(publish.packetIdentifier());
				notStored.add(publish.attachment());
			}
		}
		notStored.addAll(
				this.outbox.removeIf((publish) -> publish.isAcknowledged() && !this.journal.isStored(publish.mark())));
		this.admission.failAcknowledged(failure);
		notStored.forEach((publish) -> publish.fail(failure));
	}

	/**
	 * Return all messages of QoS 1 and 2 that are not finished, as they are to be stored.
	 */
	List<StoredPublish> unfinished() {
		return this.unfinished.toStore();
	}

	/**
	 * Take up what an earlier process has left behind. Only before anything is published.
	 * @param publishes the messages in the order of their numbers
	 */
	void restore(List<StoredPublish> publishes) {
		this.unfinished.restore(publishes);
	}

	/**
	 * Who sends the messages.
	 */
	interface Owner {

		/**
		 * Handle that messages are in the outbox that have waited for room.
		 */
		void admitted();

		/**
		 * Handle that the time of a message is over.
		 */
		void timedOut(PendingPublish publish);

	}

}
