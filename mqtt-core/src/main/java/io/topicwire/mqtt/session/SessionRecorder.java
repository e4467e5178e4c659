package io.topicwire.mqtt.session;

/**
 * Takes note of what is to survive the process, and numbers the messages of a session.
 *
 * @since 0.1.0
 */
public interface SessionRecorder {

	/**
	 * Return whether it is of any use to record changes, so that none need be made for
	 * each message if not.
	 * @return whether changes are kept
	 */
	default boolean isRecording() {
		return true;
	}

	/**
	 * Take note of a change. Does not wait until it is stored.
	 * @param change the change
	 */
	void record(SessionChange change);

	/**
	 * Return the number of the next message.
	 * @return a number above all those before, at least 1
	 */
	long nextNumber();

}
