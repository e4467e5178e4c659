package io.topicwire.mqtt.engine;

import io.topicwire.mqtt.session.SessionStore;

/**
 * Journals for the parts of an engine.
 */
final class Journals {

	private Journals() {
	}

	/**
	 * Create the journal of a session that is not stored.
	 */
	static SessionJournal inMemory() {
		ClientLock lock = new ClientLock();
		ClientLog log = new ClientLog(lock, null, "meter-7");
		return new SessionJournal(SessionStore.MEMORY, "meter-7", lock,
				new SerialExecutor(new ClientThreads(lock, null), "store", lock, log), log);
	}

}
