package io.topicwire.mqtt.store;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Objects;

import io.topicwire.mqtt.MqttSessionStoreException;
import io.topicwire.mqtt.session.SessionStore;
import io.topicwire.mqtt.session.StoredSession;

/**
 * Keeps sessions in a directory, so that they survive the process: one file for each
 * client identifier. Messages that were accepted for sending and received packet
 * identifiers of QoS 2 are on the disk before the client goes on.
 * <p>
 * Needs {@code com.h2database:h2-mvstore}, which is an optional dependency. Has no
 * threads of its own. Nothing is written outside of the directory. Immutable and
 * thread-safe.
 *
 * @since 0.1.0
 */
public final class DiskSessionStore implements SessionStore {

	private final Path directory;

	private final boolean sync;

	private DiskSessionStore(Path directory, boolean sync) {
		this.directory = directory;
		this.sync = sync;
	}

	/**
	 * Return a store in a directory. Directory and files are created when they are
	 * needed, for their owner only.
	 * @param directory the directory, to be used for nothing else; not on a network file
	 * system that cannot lock files
	 * @return the store
	 * @throws MqttSessionStoreException if {@code com.h2database:h2-mvstore} is missing
	 * @throws IllegalArgumentException if the directory is not one of the default file
	 * system
	 */
	public static DiskSessionStore at(Path directory) {
		Objects.requireNonNull(directory, "directory must not be null");
		if (directory.getFileSystem() != FileSystems.getDefault()) {
			throw new IllegalArgumentException("Sessions can be stored on disk only, and '" + directory
					+ "' is not: choose a directory of the default file system");
		}
		requireLibrary();
		return new DiskSessionStore(directory.toAbsolutePath().normalize(), true);
	}

	/**
	 * Return a copy that waits for the disk, or does not. By default it does: what was
	 * stored survives that the power fails. Otherwise it survives that the process is
	 * killed, and the system writes it to the disk when it sees fit: much faster for
	 * clients that publish one message at a time.
	 * @param sync whether to wait for the disk
	 * @return the changed store
	 */
	public DiskSessionStore sync(boolean sync) {
		return new DiskSessionStore(this.directory, sync);
	}

	/**
	 * Open the session of a client. A file that is damaged is kept under another name
	 * that ends with {@code .corrupt-} and the time, what can be read of it is kept, and
	 * the log tells what was lost. Threads may be interrupted while they use the session.
	 * @param clientId the client identifier, not empty
	 * @return the session
	 * @throws MqttSessionStoreException if another client or process has it open, or the
	 * directory or file cannot be read or written
	 * @throws IllegalArgumentException if the client identifier is empty
	 */
	@Override
	public StoredSession open(String clientId) {
		if (clientId.isEmpty()) {
			throw new IllegalArgumentException("A client without client identifier has no session to store: "
					+ "give it one that stays the same when it is started again");
		}
		return new SessionOpener(new SessionFiles(this.directory, clientId), this.sync).open();
	}

	private static void requireLibrary() {
		try {
			Class.forName("org.h2.mvstore.RandomAccessStore", false, DiskSessionStore.class.getClassLoader());
		}
		catch (ClassNotFoundException | LinkageError ex) {
			throw new MqttSessionStoreException("Sessions on disk need com.h2database:h2-mvstore 2.4 or newer: "
					+ "add that dependency, and 'requires com.h2database.mvstore' if the application is a module", ex);
		}
	}

	@Override
	public String toString() {
		return "DiskSessionStore[directory=" + this.directory + ", sync=" + this.sync + "]";
	}

}
