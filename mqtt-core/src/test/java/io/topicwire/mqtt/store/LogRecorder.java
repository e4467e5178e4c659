package io.topicwire.mqtt.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * What a session store says in the log.
 */
final class LogRecorder extends Handler implements AutoCloseable {

	private static final Logger logger = Logger.getLogger(DiskSessionStore.class.getName());

	private final List<LogRecord> records = new ArrayList<>();

	LogRecorder() {
		logger.addHandler(this);
		logger.setUseParentHandlers(false);
	}

	List<String> lines(Level... levels) {
		Set<Level> wanted = Set.of(levels);
		return this.records.stream()
			.filter((record) -> wanted.isEmpty() || wanted.contains(record.getLevel()))
			.map(LogRecord::getMessage)
			.toList();
	}

	void clear() {
		this.records.clear();
	}

	@Override
	public void publish(LogRecord record) {
		this.records.add(record);
	}

	@Override
	public void flush() {
	}

	@Override
	public void close() {
		logger.removeHandler(this);
		logger.setUseParentHandlers(true);
	}

}
