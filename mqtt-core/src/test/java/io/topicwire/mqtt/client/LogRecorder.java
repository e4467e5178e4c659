package io.topicwire.mqtt.client;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.awaitility.Awaitility;

/**
 * Keeps what clients log.
 */
final class LogRecorder implements AutoCloseable {

	// Kept, because the platform forgets loggers that nobody refers to
	private final Logger logger = Logger.getLogger("io.topicwire.mqtt.client.MqttClient");

	private final List<LogRecord> records = new CopyOnWriteArrayList<>();

	private final Handler handler = new Handler() {

		@Override
		public void publish(LogRecord record) {
			LogRecorder.this.records.add(record);
		}

		@Override
		public void flush() {
		}

		@Override
		public void close() {
		}

	};

	LogRecorder() {
		this.logger.addHandler(this.handler);
	}

	/**
	 * Return what was logged with a level or a higher one.
	 */
	List<String> messages(Level level) {
		return this.records.stream()
			.filter((record) -> record.getLevel().intValue() >= level.intValue())
			.map(LogRecord::getMessage)
			.toList();
	}

	/**
	 * Wait for a line.
	 * @param part what it contains
	 * @return the line
	 */
	String await(Level level, String part) {
		Awaitility.await().until(() -> messages(level).stream().anyMatch((message) -> message.contains(part)));
		return messages(level).stream().filter((message) -> message.contains(part)).findFirst().orElseThrow();
	}

	@Override
	public void close() {
		this.logger.removeHandler(this.handler);
	}

}
