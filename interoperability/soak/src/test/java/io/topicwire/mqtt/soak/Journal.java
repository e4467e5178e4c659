package io.topicwire.mqtt.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Lines in a file, each of which has reached the operating system when {@link #append}
 * returns: it survives that the process is killed.
 */
final class Journal implements AutoCloseable {

	private final FileChannel file;

	Journal(Path path) {
		try {
			this.file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	synchronized void append(String line) {
		ByteBuffer bytes = ByteBuffer.wrap((line + '\n').getBytes(StandardCharsets.UTF_8));
		try {
			while (bytes.hasRemaining()) {
				this.file.write(bytes);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		try {
			this.file.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static List<String> read(Path path) {
		List<String> lines = new ArrayList<>();
		read(path, lines::add);
		return lines;
	}

	/**
	 * Read lines without keeping them: there are many after a while.
	 */
	static void read(Path path, Consumer<String> consumer) {
		try (Stream<String> lines = Files.exists(path) ? Files.lines(path) : Stream.empty()) {
			lines.forEach(consumer);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
