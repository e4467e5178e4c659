package io.topicwire.mqtt.engine;

import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import org.jspecify.annotations.Nullable;

/**
 * A message the application has published, on its way to the broker, whether somebody
 * waits for what becomes of it or not. Guarded by the lock of the client.
 */
final class PendingPublish extends Operation<PublishResult> implements Runnable {

	private final MqttMessage message;

	// Position among all messages, so that those that wait apart are sent in turn
	private final long sequence;

	// When its lifetime began
	private final long birth;

	private final Owner owner;

	private final @Nullable Caller<PublishResult> caller;

	private final boolean canExpire;

	private final long expiry;

	// Links of the queue it waits in

	@Nullable PendingPublish before;

	@Nullable PendingPublish behind;

	private State state = State.WAITING;

	// Who waits for it to be accepted, and is told if that fails
	private @Nullable Caller<@Nullable Void> acceptance;

	private boolean sentBefore;

	// In milliseconds since 1970, and what has to be stored before the message is sent
	private long acceptedAt;

	private long mark;

	private PublishResult result = PublishResult.SUCCESS;

	/**
	 * Create a pending message, an operation that is still to be started.
	 * @param operations where the operation is kept until it is finished
	 * @param message the message
	 * @param sequence position among all messages
	 * @param birth when it was accepted, in the time of the operations
	 * @param owner what is told how it ends
	 * @param caller who waits for the end, if anybody does
	 */
	PendingPublish(Operations operations, MqttMessage message, long sequence, long birth, Owner owner,
			@Nullable Caller<PublishResult> caller) {
		super(operations);
		this.message = message;
		this.sequence = sequence;
		this.birth = birth;
		this.owner = owner;
		this.caller = caller;
		Long lifetime = MessageExpiry.lifetime(message);
		this.canExpire = lifetime != null;
		this.expiry = (lifetime != null) ? birth + lifetime : 0;
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
	void completed(PublishResult result) {
		if (this.caller != null) {
			this.result = result;
			this.caller.completion().execute(this);
		}
	}

	/**
	 * Complete the future of the caller, where that is done.
	 */
	@Override
	public void run() {
		if (this.caller != null) {
			this.caller.future().complete(this.result);
		}
	}

	@Override
	void failed(MqttException failure) {
		this.owner.failed(this, failure);
		if (this.caller != null) {
			this.caller.fail(failure);
		}
		if (this.acceptance != null) {
			this.acceptance.fail(failure);
		}
	}

	/**
	 * Return whether somebody waits for the end, or for the message to be accepted, and
	 * is told about a failure.
	 */
	boolean hasCaller() {
		return this.caller != null || this.acceptance != null;
	}

	/**
	 * Set who waits for the message to be accepted.
	 */
	void acceptance(Caller<@Nullable Void> acceptance) {
		this.acceptance = acceptance;
	}

	/**
	 * Return who has waited for the message to be accepted, and is not told about
	 * anything any more.
	 */
	@Nullable Caller<@Nullable Void> takeAcceptance() {
		Caller<@Nullable Void> acceptance = this.acceptance;
		this.acceptance = null;
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

	/**
	 * Return when the message was published, in the time of the operations.
	 */
	long birth() {
		return this.birth;
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
		return this.canExpire;
	}

	/**
	 * Return when the lifetime is over, if the message can expire.
	 */
	long expiry() {
		return this.expiry;
	}

	boolean isExpired(long now) {
		return this.canExpire && now - this.expiry >= 0;
	}

	/**
	 * Return the message as it is to be sent now.
	 * @param now the present time
	 */
	MqttMessage remaining(long now) {
		return MessageExpiry.remaining(this.message, now - this.birth);
	}

	/**
	 * Take note that the message was accepted.
	 * @param acceptedAt when, in milliseconds since 1970
	 * @param mark mark of the changes that have to be stored before the message is sent
	 */
	void accepted(long acceptedAt, long mark) {
		this.acceptedAt = acceptedAt;
		this.mark = mark;
	}

	long acceptedAt() {
		return this.acceptedAt;
	}

	long mark() {
		return this.mark;
	}

	State state() {
		return this.state;
	}

	void state(State state) {
		this.state = state;
	}

	/**
	 * Return what the broker said when it took a message of QoS 2 over.
	 */
	PublishResult result() {
		return this.result;
	}

	void result(PublishResult result) {
		this.result = result;
	}

	/**
	 * What owns pending messages.
	 */
	@FunctionalInterface
	interface Owner {

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
