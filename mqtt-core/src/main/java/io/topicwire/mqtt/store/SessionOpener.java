package io.topicwire.mqtt.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.topicwire.mqtt.MqttSessionStoreException;
import io.topicwire.mqtt.session.SessionState;
import io.topicwire.mqtt.session.StoredSession;
import org.jspecify.annotations.Nullable;

/**
 * Opens the file of a session: creates it if there is none, and replaces it if it is
 * damaged.
 */
final class SessionOpener {

	private final SessionFiles files;

	private final boolean sync;

	SessionOpener(SessionFiles files, boolean sync) {
		this.files = files;
		this.sync = sync;
	}

	StoredSession open() {
		try {
			this.files.createDirectory();
			this.files.create(this.files.lock());
			SessionLock lock = SessionLock.acquire(this.files.lock(), this.files.data());
			boolean opened = false;
			try {
				DiskSession session = open(lock);
				opened = true;
				return session;
			}
			finally {
				if (!opened) {
					lock.close();
				}
			}
		}
		catch (IOException | RuntimeException ex) {
			throw StoreFailure.of("open", this.files.data(), ex);
		}
	}

	private DiskSession open(SessionLock lock) throws IOException {
		Path data = this.files.data();
		if (Files.notExists(data)) {
			new FreshFile(this.files).write(SessionState.EMPTY);
			this.files.replace();
		}
		DiskSession session = openIntact(lock);
		if (session == null) {
			recover();
			session = openIntact(lock);
		}
		if (session == null) {
			throw new IOException("it was damaged again right after it was written");
		}
		return session;
	}

	private void recover() throws IOException {
		Path data = this.files.data();
		Salvage salvage = Salvage.of(data, this.files.owner());
		new FreshFile(this.files).write(salvage.state());
		if (salvage.harmless()) {
			this.files.replace();
			DamageReport.unfinished(data);
		}
		else {
			Path quarantine = this.files.quarantine();
			this.files.replace();
			DamageReport.damaged(data, quarantine, salvage);
		}
	}

	private @Nullable DiskSession openIntact(SessionLock lock) throws IOException {
		BlockFile file = new BlockFile(this.files.data());
		boolean opened = false;
		try {
			Integer format = file.format(this.files.owner());
			if (format != null && format != FileHeader.FORMAT) {
				throw new MqttSessionStoreException("Session store '" + this.files.data() + "' has format " + format
						+ ", and this version of the client knows " + FileHeader.FORMAT
						+ " only: use the version that has written it, or another directory");
			}
			CommitMark mark = file.mark();
			FileView view = FileView.of(new CheckedFileStore(file, false, this.sync));
			if (view == null) {
				return null;
			}
			FileTail tail = view.file().tail();
			boolean intact = format != null && mark != null && view.contents().isUnharmed(mark) && view.file().isSound()
					&& tail != FileTail.FOREIGN;
			if (!intact) {
				view.close();
				return null;
			}
			if (tail == FileTail.UNFINISHED) {
				view.file().cutTail();
				DamageReport.unfinished(this.files.data());
			}
			DiskSession session = new DiskSession(this.files, lock, this.sync, file, view.tables(),
					view.contents().state());
			opened = true;
			return session;
		}
		finally {
			if (!opened) {
				file.close();
			}
		}
	}

}
