package io.topicwire.mqtt.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Reads a journal that is still being written.
 */
final class JournalReader {

	private final Path path;

	private long position;

	JournalReader(Path path) {
		this.path = path;
	}

	/**
	 * Pass the complete lines that were added since the last call.
	 */
	void read(Consumer<String> lines) {
		if (!Files.exists(this.path)) {
			return;
		}
		try (FileChannel file = FileChannel.open(this.path)) {
			ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(file.size() - this.position, 1 << 26));
			while (bytes.hasRemaining() && file.read(bytes, this.position + bytes.position()) >= 0) {
				// Until the size that the file had
			}
			String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
			int end = text.lastIndexOf('\n') + 1;
			this.position += text.substring(0, end).getBytes(StandardCharsets.UTF_8).length;
			text.substring(0, end).lines().forEach(lines);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
