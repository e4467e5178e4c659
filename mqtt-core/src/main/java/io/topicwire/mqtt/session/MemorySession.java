package io.topicwire.mqtt.session;

import java.util.List;

/**
 * Leaves everything to the memory of the client. One for all clients, and so its own
 * store.
 */
final class MemorySession implements SessionStore, StoredSession {

	static final MemorySession INSTANCE = new MemorySession();

	private MemorySession() {
	}

	@Override
	public StoredSession open(String clientId) {
		return this;
	}

	@Override
	public boolean isDurable() {
		return false;
	}

	@Override
	public SessionState load() {
		return SessionState.EMPTY;
	}

	@Override
	public void write(List<SessionChange> changes) {
	}

	@Override
	public void close() {
	}

}
