package io.topicwire.mqtt.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

import io.topicwire.mqtt.MqttSessionStoreException;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/**
 * Says what has gone wrong with a file, and what to do about it.
 */
final class StoreFailure {

	// With less than this it is hardly anything else that is wrong
	private static final long LITTLE_SPACE = 1024 * 1024;

	private StoreFailure() {
	}

	/**
	 * Return the exception for a failure.
	 * @param action what could not be done, as in "Cannot write"
	 * @param file the file that it could not be done with
	 * @param failure why
	 */
	static MqttSessionStoreException of(String action, Path file, Throwable failure) {
		if (failure instanceof MqttSessionStoreException exception) {
			return exception;
		}
		Throwable cause = (failure instanceof MVStoreException && failure.getCause() instanceof IOException disk) ? disk
				: failure;
		return new MqttSessionStoreException(
				"Cannot " + action + " session store '" + file + "': " + reason(cause) + ". " + remedy(file, cause),
				failure);
	}

	private static String reason(Throwable cause) {
		if (cause instanceof ForeignFileException) {
			return "it belongs to another client identifier";
		}
		if (cause instanceof FileAlreadyExistsException || cause instanceof NotDirectoryException) {
			return "'" + cause.getMessage() + "' is not a directory";
		}
		if (cause instanceof AccessDeniedException denied) {
			return "access to '" + denied.getFile() + "' is denied";
		}
		if (cause instanceof NoSuchFileException missing) {
			return "'" + missing.getFile() + "' does not exist";
		}
		if (cause instanceof FileSystemException other && other.getReason() != null) {
			return other.getFile() + ": " + other.getReason();
		}
		return (cause instanceof IOException && cause.getMessage() != null) ? cause.getMessage() : cause.toString();
	}

	private static String remedy(Path file, Throwable cause) {
		if (cause instanceof ForeignFileException) {
			return "Give it its name back, or delete it if nobody needs it";
		}
		Path directory = existing(file);
		if (directory == null || !Files.isDirectory(directory)) {
			return "Choose a directory";
		}
		if (!Files.isWritable(directory)) {
			return "Make '" + directory + "' writable for user '" + System.getProperty("user.name")
					+ "', or choose another directory";
		}
		long space = usableSpace(directory);
		return (space >= 0 && space < LITTLE_SPACE)
				? "Make room on the disk of '" + directory + "': it has " + space + " bytes left"
				: "Check the disk of '" + directory + "', and whether user '" + System.getProperty("user.name")
						+ "' may write there";
	}

	private static @Nullable Path existing(Path file) {
		Path directory = file.getParent();
		while (directory != null && !Files.exists(directory)) {
			directory = directory.getParent();
		}
		return directory;
	}

	private static long usableSpace(Path directory) {
		try {
			return Files.getFileStore(directory).getUsableSpace();
		}
		catch (IOException ex) {
			return -1;
		}
	}

}
