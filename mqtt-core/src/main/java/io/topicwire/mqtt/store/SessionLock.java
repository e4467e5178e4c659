package io.topicwire.mqtt.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.topicwire.mqtt.MqttSessionStoreException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps everybody else from a file: other processes, and other clients in this one. A
 * file of its own is locked, because a process loses its lock when it closes the locked
 * file a second time, and because the other file is replaced when it was damaged. It
 * names the process that has it, and is empty otherwise.
 */
final class SessionLock implements AutoCloseable {

	private static final Set<Path> held = ConcurrentHashMap.newKeySet();

	private static final int LONGEST_NAME = 20;

	// Behind the name of the process, so that this can be read on Windows
	private static final long POSITION = Long.MAX_VALUE - 1;

	private final Path path;

	private final RandomAccessFile file;

	private SessionLock(Path path, RandomAccessFile file) {
		this.path = path;
		this.file = file;
	}

	/**
	 * Acquire the lock.
	 * @param path the file to lock, which exists
	 * @param locked the file to keep others from
	 * @throws MqttSessionStoreException if somebody else has it
	 */
	static SessionLock acquire(Path path, Path locked) throws IOException {
		Path realPath = path.toRealPath();
		if (!held.add(realPath)) {
			throw inUse(locked, "another client of this process");
		}
		boolean acquired = false;
		try {
			SessionLock lock = new SessionLock(realPath, Uninterrupted.call(() -> lock(realPath, locked)));
			acquired = true;
			return lock;
		}
		finally {
			if (!acquired) {
				held.remove(realPath);
			}
		}
	}

	private static RandomAccessFile lock(Path path, Path locked) throws IOException {
		RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
		boolean acquired = false;
		try {
			FileLock lock = tryLock(file);
			if (lock == null) {
				throw inUse(locked, readOwner(file));
			}
			file.setLength(0);
			file.write(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII));
			acquired = true;
			return file;
		}
		finally {
			if (!acquired) {
				file.close();
			}
		}
	}

	private static @Nullable FileLock tryLock(RandomAccessFile file) throws IOException {
		try {
			return file.getChannel().tryLock(POSITION, 1, false);
		}
		catch (OverlappingFileLockException ex) {
			// Another class loader of this process
			return null;
		}
	}

	private static String readOwner(RandomAccessFile file) throws IOException {
		byte[] name = new byte[LONGEST_NAME];
		int length = file.read(name);
		return (length > 0) ? "process " + new String(name, 0, length, StandardCharsets.US_ASCII) : "another process";
	}

	private static MqttSessionStoreException inUse(Path locked, String owner) {
		return new MqttSessionStoreException("Session store '" + locked + "' is in use by " + owner
				+ ": close that client first, or give this one another client identifier or directory");
	}

	@Override
	public void close() throws IOException {
		try {
			this.file.setLength(0);
		}
		finally {
			try {
				this.file.close();
			}
			finally {
				held.remove(this.path);
			}
		}
	}

}
