package io.topicwire.mqtt.boot.autoconfigure;

/**
 * What becomes of a message that a listener could not handle, after all attempts.
 *
 * @since 0.1.0
 */
public enum MqttListenerRecovererType {

	/**
	 * What {@code mqtt.listener.on-failure} says.
	 */
	NONE,

	/**
	 * It is published to a dead-letter topic and acknowledged.
	 */
	DEAD_LETTER,

	/**
	 * It is logged and acknowledged.
	 */
	DROP,

	/**
	 * It is left unacknowledged, and the listener handles no more messages until its
	 * container is started again.
	 */
	STOP

}
