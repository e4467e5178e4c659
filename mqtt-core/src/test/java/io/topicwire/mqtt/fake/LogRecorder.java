package io.topicwire.mqtt.fake;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what clients and their session stores log, of all levels, instead of letting it
 * go to the console.
 */
public final class LogRecorder extends Handler implements AutoCloseable {

	// Kept for ever, because the platform forgets loggers that nobody refers to, with
	// what was set on them
	private static final Logger logger = Logger.getLogger("io.topicwire.mqtt");

	private final @Nullable Level level = logger.getLevel();

	private final List<LogRecord> records = new CopyOnWriteArrayList<>();

	/**
	 * Begin.
	 */
	public LogRecorder() {
		logger.setLevel(Level.ALL);
		logger.setUseParentHandlers(false);
		logger.addHandler(this);
	}

	@Override
	public void publish(LogRecord record) {
		this.records.add(record);
	}

	@Override
	public void flush() {
	}

	/**
	 * Return what was logged.
	 * @return the messages
	 */
	public List<String> messages() {
		return messages(Level.ALL);
	}

	/**
	 * Return what was logged at a level or a higher one.
	 * @param level the level
	 * @return the messages
	 */
	public List<String> messages(Level level) {
		return this.records.stream()
			.filter((record) -> record.getLevel().intValue() >= level.intValue())
			.map(LogRecord::getMessage)
			.toList();
	}

	/**
	 * Return the warnings of one client.
	 * @param clientId its client identifier
	 * @return the messages without the identifier
	 */
	public List<String> warnings(String clientId) {
		String prefix = "[" + clientId + "] ";
		return this.records.stream()
			.filter((record) -> record.getLevel() == Level.WARNING)
			.map(LogRecord::getMessage)
			.filter((message) -> message.startsWith(prefix))
			.map((message) -> message.substring(prefix.length()))
			.toList();
	}

	/**
	 * Wait for a message.
	 * @param level its level, or a lower one
	 * @param part what it contains
	 * @return the first such message
	 */
	public String await(Level level, String part) {
		return Awaitility.await()
			.until(() -> messages(level).stream().filter((message) -> message.contains(part)).findFirst(),
					(message) -> message.isPresent())
			.orElseThrow();
	}

	/**
	 * Forget what was logged.
	 */
	public void clear() {
		this.records.clear();
	}

	@Override
	public void close() {
		logger.removeHandler(this);
		logger.setUseParentHandlers(true);
		logger.setLevel(this.level);
	}

}
