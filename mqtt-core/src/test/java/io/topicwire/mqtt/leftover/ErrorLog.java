package io.topicwire.mqtt.leftover;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Keeps the errors that clients log, of all tests of this process.
 */
final class ErrorLog extends Handler {

	// Kept, because the platform forgets loggers that nobody refers to, and their
	// handlers
	private static final Logger logger = Logger.getLogger("io.topicwire.mqtt");

	private static final ErrorLog instance = new ErrorLog();

	private final BlockingQueue<LogRecord> records = new LinkedBlockingQueue<>();

	private ErrorLog() {
		setLevel(Level.SEVERE);
	}

	/**
	 * Return the log, attached to the logger even if something has reset that.
	 */
	static ErrorLog attached() {
		if (!List.of(logger.getHandlers()).contains(instance)) {
			logger.addHandler(instance);
		}
		return instance;
	}

	@Override
	public void publish(LogRecord record) {
		if (isLoggable(record)) {
			this.records.add(record);
		}
	}

	/**
	 * Return the errors since the last call.
	 */
	List<LogRecord> take() {
		List<LogRecord> taken = new ArrayList<>();
		this.records.drainTo(taken);
		return taken;
	}

	@Override
	public void flush() {
	}

	@Override
	public void close() {
	}

}
