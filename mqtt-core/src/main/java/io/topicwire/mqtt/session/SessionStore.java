package io.topicwire.mqtt.session;

import io.topicwire.mqtt.MqttSessionStoreException;

/**
 * Where the client's part of a session is kept (MQTT 5.0, section 4.1): messages of QoS 1
 * and 2 that were accepted for sending and are not finished, and the packet identifiers
 * of received messages of QoS 2. May be shared by clients with different client
 * identifiers. Thread-safe.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface SessionStore {

	/**
	 * Keeps nothing apart from what the client itself has in memory: a session survives
	 * the loss of its connection, but not the client.
	 */
	SessionStore MEMORY = MemorySession.INSTANCE;

	/**
	 * Open the session of a client. May take as long as a disk does.
	 * @param clientId the client identifier, never empty for a store that is durable
	 * @return the session, to be closed by the client
	 * @throws MqttSessionStoreException if it is in use or cannot be read
	 */
	StoredSession open(String clientId);

}
