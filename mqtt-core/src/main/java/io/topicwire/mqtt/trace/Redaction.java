package io.topicwire.mqtt.trace;

/**
 * What a tap leaves out of the packets that it shows.
 *
 * @since 0.1.0
 */
public enum Redaction {

	/**
	 * Hides passwords, user names and authentication data, and what applications tell
	 * each other: the payloads of messages and wills, correlation data, and the values of
	 * user properties. The default everywhere.
	 */
	PAYLOADS_AND_SECRETS,

	/**
	 * Hides passwords, user names and authentication data only. User names are among them
	 * because many services put an access token there.
	 */
	SECRETS

}
