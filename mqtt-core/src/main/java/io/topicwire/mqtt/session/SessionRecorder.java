package io.topicwire.mqtt.session;

/**
 * Takes note of what is to survive the process, and numbers the messages of a session.
 *
 * @since 0.1.0
 */
public interface SessionRecorder {

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
