package io.topicwire.mqtt;

/**
 * How a client finds out which version of MQTT to speak, other than by being told.
 *
 * @since 0.1.0
 */
public enum VersionNegotiation {

	/**
	 * Try MQTT 5.0 first, and MQTT 3.1.1 at once if the broker does not speak it: refuses
	 * the version in its CONNACK, in the form of either version, answers with one that
	 * cannot be read, or closes the connection without any answer to CONNECT. The last
	 * two count only as long as the broker has never accepted MQTT 5.0. What works is
	 * kept for later connections to that broker, until an attempt fails with it.
	 */
	AUTO

}
