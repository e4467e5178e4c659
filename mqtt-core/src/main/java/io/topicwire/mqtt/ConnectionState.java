package io.topicwire.mqtt;

/**
 * Where a client stands between being built and being closed.
 *
 * @since 0.1.0
 */
public enum ConnectionState {

	/**
	 * Not connected and not trying to be: before the first connect, after a disconnect,
	 * or after a failure that no further attempt can mend.
	 */
	DISCONNECTED,

	/**
	 * Trying to connect for the first time, or waiting for the next attempt to do so.
	 */
	CONNECTING,

	/**
	 * The broker accepted the connection.
	 */
	CONNECTED,

	/**
	 * The connection was lost; trying to connect again, or waiting for the next attempt.
	 */
	RECONNECTING,

	/**
	 * Closed for good.
	 */
	CLOSED

}
