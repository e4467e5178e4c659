package io.topicwire.mqtt.auth;

/**
 * A method of enhanced authentication (MQTT 5.0, section 4.12). Used for every connection
 * of a client, possibly by several threads at a time.
 *
 * @since 0.1.0
 */
public interface Authenticator {

	/**
	 * Return the name of the method, which the broker has to know.
	 * @return the name, such as {@code SCRAM-SHA-256}; always the same
	 */
	String method();

	/**
	 * Begin an exchange: with each attempt to connect, and each time a connected client
	 * authenticates again. Called on a thread of the client that neither reads nor writes
	 * the connection.
	 * @return an exchange that was not used yet
	 */
	AuthenticationExchange begin();

}
