package io.topicwire.mqtt.store;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

import io.topicwire.mqtt.MqttSessionStoreException;
import io.topicwire.mqtt.session.SessionChange;
import io.topicwire.mqtt.session.SessionState;
import io.topicwire.mqtt.session.StoredSession;
import org.jspecify.annotations.Nullable;

/**
 * A session in a file. What is written is appended; when most of the file is of no use
 * any more, another one takes its place.
 */
final class DiskSession implements StoredSession {

	private static final Logger logger = System.getLogger(DiskSessionStore.class.getName());

	private static final long SMALL_FILE = 32 * 1024 * 1024;

	private static final int LARGEST_RATIO = 3;

	private final SessionFiles files;

	private final SessionLock lock;

	private final boolean sync;

	private BlockFile file;

	private SessionTables tables;

	private @Nullable SessionState loaded;

	private long tolerableSize;

	private boolean failed;

	private boolean closed;

	DiskSession(SessionFiles files, SessionLock lock, boolean sync, BlockFile file, SessionTables tables,
			SessionState loaded) {
		this.files = files;
		this.lock = lock;
		this.sync = sync;
		this.file = file;
		this.tables = tables;
		this.loaded = loaded;
	}

	@Override
	public SessionState load() {
		SessionState state = this.loaded;
		if (state == null) {
			throw new IllegalStateException(
					"Session store '" + this.files.data() + "' was loaded before: load it once only");
		}
		this.loaded = null;
		return state;
	}

	@Override
	public void write(List<SessionChange> changes) {
		if (this.failed || this.closed) {
			throw new MqttSessionStoreException("Session store '" + this.files.data() + "' "
					+ (this.closed ? "is closed" : "has failed before") + ": open it again");
		}
		this.failed = true;
		try {
			this.tables.apply(changes);
			this.file.writeMark(this.tables.commit());
			if (this.sync) {
				this.file.sync();
			}
			if (isWasteful()) {
				shrink();
			}
			this.failed = false;
		}
		catch (IOException | RuntimeException ex) {
			throw StoreFailure.of("write", this.files.data(), ex);
		}
		finally {
			if (this.failed) {
				this.tables.close();
			}
		}
	}

	private boolean isWasteful() {
		return this.tables.fileSize() > Math.max(this.tolerableSize,
				SMALL_FILE + LARGEST_RATIO * this.tables.usedBytes());
	}

	// What was to be written is on the disk already, so that this may fail
	private void shrink() throws IOException {
		try {
			new FreshFile(this.files).write(this.tables.index(), (fresh) -> fresh.copy(this.tables));
		}
		catch (IOException | RuntimeException ex) {
			this.tolerableSize = 2 * this.tables.fileSize();
			logger.log(Level.WARNING, StoreFailure.of("shrink", this.files.data(), ex).getMessage());
			return;
		}
		this.tables.close();
		this.files.replace();
		this.file = new BlockFile(this.files.data());
		this.tables = this.tables.reopen(new CheckedFileStore(this.file, false, this.sync));
	}

	@Override
	public void close() {
		if (this.closed) {
			return;
		}
		this.closed = true;
		try (this.lock) {
			try {
				if (!this.failed) {
					this.file.sync();
				}
			}
			finally {
				this.tables.close();
			}
		}
		catch (IOException ex) {
			throw StoreFailure.of("close", this.files.data(), ex);
		}
	}

}
