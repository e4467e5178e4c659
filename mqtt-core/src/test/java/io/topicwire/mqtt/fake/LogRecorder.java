package io.topicwire.mqtt.fake;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import io.topicwire.mqtt.client.MqttClient;

/**
 * Keeps what clients log, of all levels.
 */
public final class LogRecorder extends Handler {

	// Not collected as garbage, with the handler, as long as somebody holds on to it
	private final Logger logger = Logger.getLogger(MqttClient.class.getName());

	private final List<LogRecord> records = new CopyOnWriteArrayList<>();

	/**
	 * Begin.
	 */
	public LogRecorder() {
		this.logger.setLevel(Level.ALL);
		this.logger.addHandler(this);
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
		return this.records.stream().map(LogRecord::getMessage).toList();
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

	@Override
	public void close() {
		this.logger.removeHandler(this);
		this.logger.setLevel(null);
	}

}
