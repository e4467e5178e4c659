package io.topicwire.mqtt.engine;

import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import org.jspecify.annotations.Nullable;

/**
 * A message the application has published, on its way to the broker, whether somebody
 * waits for what becomes of it or not. Guarded by the lock of the client.
 */
final class PendingPublish extends Operation<PublishResult> {

	private final MqttMessage message;

	// Position among all messages, so that those that wait apart are sent in turn. Before
	// the operation is started, how many wait to be taken over, as a negative number: a
	// field for that would cost each message eight bytes
	private long sequence;

	private final Owner owner;

	private final @Nullable CompletableFuture<PublishResult> future;

	// Whether nobody but a waiting caller hangs on the future
	private final boolean waitedFor;

	// Links of the queue it waits in

	@Nullable PendingPublish before;

	@Nullable PendingPublish behind;

	private State state = State.WAITING;

	private boolean sentBefore;

	// What only some messages have
	private @Nullable Details details;

	/**
	 * Create a pending message, an operation that is still to be started.
	 * @param message the message
	 * @param owner what is told how it ends
	 * @param future completed in the end, if anybody wants to know
	 * @param waitedFor whether nobody but a waiting caller hangs on the future, so that
	 * it may be completed under the lock
	 */
	PendingPublish(MqttMessage message, Owner owner, @Nullable CompletableFuture<PublishResult> future,
			boolean waitedFor) {
		this.message = message;
		this.owner = owner;
		this.future = future;
		this.waitedFor = waitedFor;
	}

	/**
	 * Set when it was published, before anything else is done with it.
	 * @param nanoTime when, in the time of the operations
	 */
	void birth(long nanoTime) {
		this.startTime = nanoTime;
		Long lifetime = MessageExpiry.lifetime(this.message);
		if (lifetime != null) {
			Details details = details();
			details.canExpire = true;
			details.expiry = nanoTime + lifetime;
		}
	}

	private Details details() {
		Details details = this.details;
		if (details == null) {
			details = new Details();
			this.details = details;
		}
		return details;
	}

	@Override
	Operations operations() {
		return this.owner.operations();
	}

	@Override
	String describe() {
		return "Publish with QoS " + this.message.qos().level() + " to topic '" + this.message.topic() + "' ("
				+ (isUnsent() ? "never sent" : "sent, not acknowledged") + ")";
	}

	private boolean isUnsent() {
		return !this.sentBefore && switch (this.state) {
			case NOT_ADMITTED, WAITING, WITHDRAWN -> true;
			case TAKEN, NOT_WRITTEN, SENT_AGAIN -> false;
		};
	}

	@Override
	void expired() {
		this.owner.timedOut(this);
	}

	@Override
	void completed(PublishResult result) {
		if (this.future == null) {
			return;
		}
		result(result);
		finish();
	}

	@Override
	void failed(MqttException failure) {
		this.owner.failed(this, failure);
		if (this.future != null) {
			details().failure = failure;
			finish();
		}
		Caller<@Nullable Void> acceptance = takeAcceptance();
		if (acceptance != null) {
			acceptance.fail(failure);
		}
	}

	private void finish() {
		if (this.waitedFor) {
			completeFuture();
		}
		else {
			this.owner.completions().add(this);
		}
	}

	/**
	 * Complete the future of the caller, where that is done.
	 */
	void completeFuture() {
		CompletableFuture<PublishResult> future = this.future;
		if (future == null) {
			return;
		}
		MqttException failure = (this.details != null) ? this.details.failure : null;
		if (failure != null) {
			future.completeExceptionally(failure);
		}
		else {
			future.complete(result());
		}
	}

	/**
	 * Return whether somebody waits for the end, or for the message to be accepted, and
	 * is told about a failure.
	 */
	boolean hasCaller() {
		return this.future != null || (this.details != null && this.details.acceptance != null);
	}

	/**
	 * Set who waits for the message to be accepted.
	 */
	void acceptance(Caller<@Nullable Void> acceptance) {
		details().acceptance = acceptance;
	}

	/**
	 * Return who has waited for the message to be accepted, and is not told about
	 * anything any more.
	 */
	@Nullable Caller<@Nullable Void> takeAcceptance() {
		if (this.details == null) {
			return null;
		}
		Caller<@Nullable Void> acceptance = this.details.acceptance;
		this.details.acceptance = null;
		return acceptance;
	}

	MqttMessage message() {
		return this.message;
	}

	/**
	 * Return how many bytes of payload it has.
	 */
	int length() {
		return this.message.payload().length;
	}

	long sequence() {
		return this.sequence;
	}

	void sequence(long sequence) {
		this.sequence = sequence;
	}

	/**
	 * Return whether it has a position among all messages, and so was started.
	 */
	boolean isStarted() {
		return this.sequence > 0;
	}

	/**
	 * Return how many messages waited to be taken over when it began to, with itself.
	 */
	int handedIn() {
		return (int) Math.max(0, -this.sequence);
	}

	void handedIn(int count) {
		this.sequence = -count;
	}

	/**
	 * Fail although it was never started.
	 */
	void refuse(MqttException refusal) {
		details().failure = refusal;
		finish();
	}

	/**
	 * Return when the message was published, in the time of the operations.
	 */
	long birth() {
		return this.startTime;
	}

	/**
	 * Return whether it is to be sent anew although the broker may have got it.
	 */
	boolean isSentBefore() {
		return this.sentBefore;
	}

	void sentBefore() {
		this.sentBefore = true;
	}

	boolean isAcknowledged() {
		return this.message.qos() != QoS.AT_MOST_ONCE;
	}

	boolean canExpire() {
		return this.details != null && this.details.canExpire;
	}

	/**
	 * Return when the lifetime is over, if the message can expire.
	 */
	long expiry() {
		return (this.details != null) ? this.details.expiry : 0;
	}

	boolean isExpired(long now) {
		return canExpire() && now - expiry() >= 0;
	}

	/**
	 * Return the message as it is to be sent now.
	 * @param now the present time
	 */
	MqttMessage remaining(long now) {
		return MessageExpiry.remaining(this.message, now - this.startTime);
	}

	/**
	 * Take note that the message was accepted.
	 * @param acceptedAt when, in milliseconds since 1970
	 * @param mark mark of the changes that have to be stored before the message is sent
	 */
	void accepted(long acceptedAt, long mark) {
		Details details = details();
		details.acceptedAt = acceptedAt;
		details.mark = mark;
	}

	long acceptedAt() {
		return (this.details != null) ? this.details.acceptedAt : 0;
	}

	long mark() {
		return (this.details != null) ? this.details.mark : 0;
	}

	State state() {
		return this.state;
	}

	void state(State state) {
		this.state = state;
	}

	/**
	 * Return what the broker said when it took a message of QoS 2 over, or what is to be
	 * said to the caller.
	 */
	PublishResult result() {
		return (this.details != null) ? this.details.result : PublishResult.SUCCESS;
	}

	void result(PublishResult result) {
		if (result != result()) {
			details().result = result;
		}
	}

	/**
	 * What only some messages have: apart, so that the others are smaller.
	 */
	private static final class Details {

		private boolean canExpire;

		private long expiry;

		// Who waits for it to be accepted, and is told if that fails
		private @Nullable Caller<@Nullable Void> acceptance;

		// In milliseconds since 1970, and what has to be stored before the message is
		// sent
		private long acceptedAt;

		private long mark;

		private PublishResult result = PublishResult.SUCCESS;

		private @Nullable MqttException failure;

	}

	/**
	 * What owns pending messages.
	 */
	interface Owner {

		/**
		 * Return the operations that the messages are.
		 */
		Operations operations();

		/**
		 * Return what has futures completed that application code may hang on.
		 */
		PublishCompletions completions();

		/**
		 * Handle that the time of a message is over, before it fails.
		 * @param publish the message
		 */
		void timedOut(PendingPublish publish);

		/**
		 * Handle that a message failed.
		 * @param publish the message
		 * @param failure why
		 */
		void failed(PendingPublish publish, MqttException failure);

	}

	enum State {

		/**
		 * Waits for room in the outbox.
		 */
		NOT_ADMITTED,

		/**
		 * In the outbox.
		 */
		WAITING,

		/**
		 * Waits no longer because it failed before it was sent.
		 */
		WITHDRAWN,

		/**
		 * Handed to the writer, so that the broker may have it.
		 */
		TAKEN,

		/**
		 * Handed to the writer, but the connection ended before it was written.
		 */
		NOT_WRITTEN,

		/**
		 * Handed to the writer of a later connection, so that the broker may have it.
		 */
		SENT_AGAIN

	}

}
