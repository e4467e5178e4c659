package io.topicwire.mqtt.store;

import io.topicwire.mqtt.session.SessionChange.PublishAccepted;
import io.topicwire.mqtt.session.StoredPublish;

/**
 * How far the exchange of a message has come.
 *
 * @param stage what has happened last
 * @param packetIdentifier its packet identifier, 0 if it is not under way
 * @param position position in the order in which PUBLISH and PUBREL were sent first
 */
record PublishProgress(Stage stage, int packetIdentifier, long position) {

	static final PublishProgress WAITING = new PublishProgress(Stage.WAITING, 0, 0);

	static final PublishProgress FINISHED = new PublishProgress(Stage.FINISHED, 0, 0);

	static PublishProgress sent(int packetIdentifier, long position) {
		return new PublishProgress(Stage.SENT, packetIdentifier, position);
	}

	PublishProgress release(long position) {
		return new PublishProgress(Stage.RELEASED, this.packetIdentifier, position);
	}

	boolean isUnderWay() {
		return this.stage == Stage.SENT || this.stage == Stage.RELEASED;
	}

	StoredPublish of(PublishAccepted accepted) {
		return new StoredPublish(accepted.number(), accepted.message(), accepted.acceptedAt(), this.packetIdentifier,
				this.stage == Stage.RELEASED, this.position);
	}

	/**
	 * What has happened last, in the order of the numbers that are stored for it.
	 */
	enum Stage {

		/**
		 * The message was accepted.
		 */
		WAITING,

		/**
		 * PUBLISH was sent.
		 */
		SENT,

		/**
		 * PUBREC was received.
		 */
		RELEASED,

		/**
		 * Nothing is to be done any more.
		 */
		FINISHED

	}

}
