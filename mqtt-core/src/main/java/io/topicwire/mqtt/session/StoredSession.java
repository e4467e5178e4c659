package io.topicwire.mqtt.session;

import java.util.List;

import io.topicwire.mqtt.MqttSessionStoreException;

/**
 * The stored session of one client. Used by one thread at a time, never by one that reads
 * or writes the connection, and never under a lock of the client.
 *
 * @since 0.1.0
 */
public interface StoredSession extends AutoCloseable {

	/**
	 * Return whether the session survives the process. The client does not bother one
	 * that does not, and does not wait for it.
	 * @return {@code true} unless an implementation says otherwise
	 */
	default boolean isDurable() {
		return true;
	}

	/**
	 * Read what is stored. Called once, before anything is written.
	 * @return what an earlier process has left behind
	 * @throws MqttSessionStoreException if it cannot be read
	 */
	SessionState load();

	/**
	 * Apply changes in their order, all of them or none. They are durable when this
	 * returns; the client sends nothing that relies on them before.
	 * @param changes the changes since the last call, at least one
	 * @throws MqttSessionStoreException if they cannot be stored. The client closes this
	 * session then, opens another one before it connects again, and begins it with
	 * {@link SessionChange.Cleared} and all that it holds
	 */
	void write(List<SessionChange> changes);

	/**
	 * Give the session free for others. Does nothing the second time.
	 * @throws MqttSessionStoreException if that fails
	 */
	@Override
	void close();

}
