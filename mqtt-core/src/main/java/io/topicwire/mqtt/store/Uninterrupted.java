package io.topicwire.mqtt.store;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Does with channels what cannot be done without them, although these are closed when
 * their thread is interrupted.
 */
final class Uninterrupted {

	private Uninterrupted() {
	}

	/**
	 * Call something again until it was not interrupted. The thread is interrupted
	 * afterwards as it was before.
	 */
	static <T> T call(Call<T> call) throws IOException {
		boolean interrupted = Thread.interrupted();
		try {
			while (true) {
				try {
					return call.call();
				}
				catch (ClosedByInterruptException | FileLockInterruptionException ex) {
					interrupted |= Thread.interrupted();
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Make durable which files a directory has.
	 */
	static void syncDirectory(Path directory) throws IOException {
		call(() -> {
			try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
				channel.force(true);
			}
			catch (AccessDeniedException ex) {
				// Windows has no such thing, and does it by itself
			}
			return true;
		});
	}

	/**
	 * Something to be called.
	 *
	 * @param <T> the type of the result
	 */
	@FunctionalInterface
	interface Call<T> {

		T call() throws IOException;

	}

}
