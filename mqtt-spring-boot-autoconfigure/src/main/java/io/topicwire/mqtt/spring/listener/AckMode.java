package io.topicwire.mqtt.spring.listener;

/**
 * When a message of QoS 1 or 2 is acknowledged.
 *
 * @since 0.1.0
 */
public enum AckMode {

	/**
	 * After the listener has succeeded, which means that it has returned, or that the
	 * future which it has returned is completed. A listener may acknowledge or refuse
	 * earlier.
	 */
	AUTO,

	/**
	 * When the listener says so by its
	 * {@link io.topicwire.mqtt.spring.support.Acknowledgment} parameter. Messages that
	 * wait for that count against the Receive Maximum of the client, and hold back the
	 * acknowledgements of all that came later. One for which the listener has thrown an
	 * exception is acknowledged when it is recovered.
	 */
	MANUAL,

	/**
	 * Before the listener is called. A message whose listener fails, or that is under way
	 * when the application ends, is lost.
	 */
	NONE

}
