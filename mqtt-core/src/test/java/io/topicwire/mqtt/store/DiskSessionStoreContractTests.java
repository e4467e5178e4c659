package io.topicwire.mqtt.store;

import java.nio.file.Path;

import io.topicwire.mqtt.session.SessionStore;
import io.topicwire.mqtt.session.SessionStoreContract;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that {@link DiskSessionStore} is a session store.
 */
class DiskSessionStoreContractTests implements SessionStoreContract {

	@TempDir
	private Path directory;

	@Override
	public SessionStore store() {
		return DiskSessionStore.at(this.directory);
	}

}
