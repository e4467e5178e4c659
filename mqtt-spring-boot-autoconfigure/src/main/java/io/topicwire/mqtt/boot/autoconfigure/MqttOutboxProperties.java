package io.topicwire.mqtt.boot.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import io.topicwire.mqtt.OfflinePolicy;
import io.topicwire.mqtt.OutboxFullPolicy;

import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

/**
 * Properties of the messages that wait to be sent.
 *
 * @since 0.1.0
 */
public class MqttOutboxProperties {

	/**
	 * How many messages may wait to be sent.
	 */
	private int maxMessages = 10_000;

	/**
	 * How much payload may wait to be sent.
	 */
	private DataSize maxSize = DataSize.ofMegabytes(64);

	/**
	 * What becomes of a message that finds no room.
	 */
	private OutboxFullPolicy whenFull = OutboxFullPolicy.FAIL;

	/**
	 * How long a message waits for room if it is to wait. If a duration suffix is not
	 * specified, seconds will be used.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private Duration maxWait = Duration.ofSeconds(10);

	/**
	 * How many messages may wait for room if they are to wait.
	 */
	private int maxWaiting = 1_000;

	/**
	 * Which messages may wait while there is no connection.
	 */
	private OfflinePolicy whileOffline = OfflinePolicy.KEEP_ALL;

	public int getMaxMessages() {
		return this.maxMessages;
	}

	public void setMaxMessages(int maxMessages) {
		this.maxMessages = maxMessages;
	}

	public DataSize getMaxSize() {
		return this.maxSize;
	}

	public void setMaxSize(DataSize maxSize) {
		this.maxSize = maxSize;
	}

	public OutboxFullPolicy getWhenFull() {
		return this.whenFull;
	}

	public void setWhenFull(OutboxFullPolicy whenFull) {
		this.whenFull = whenFull;
	}

	public Duration getMaxWait() {
		return this.maxWait;
	}

	public void setMaxWait(Duration maxWait) {
		this.maxWait = maxWait;
	}

	public int getMaxWaiting() {
		return this.maxWaiting;
	}

	public void setMaxWaiting(int maxWaiting) {
		this.maxWaiting = maxWaiting;
	}

	public OfflinePolicy getWhileOffline() {
		return this.whileOffline;
	}

	public void setWhileOffline(OfflinePolicy whileOffline) {
		this.whileOffline = whileOffline;
	}

}
