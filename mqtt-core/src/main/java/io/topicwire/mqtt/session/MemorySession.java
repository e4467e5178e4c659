package io.topicwire.mqtt.session;

import java.util.List;

/**
 * Leaves everything to the memory of the client.
 */
final class MemorySession implements StoredSession {

	static final MemorySession INSTANCE = new MemorySession();

	private MemorySession() {
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
