package io.topicwire.mqtt.boot.autoconfigure;

import io.topicwire.mqtt.MqttException;

/**
 * The application is not to start without its broker, and the broker cannot be had.
 *
 * @since 0.1.0
 */
public class MqttFailFastException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String connection;

	private final String url;

	MqttFailFastException(String connection, String url, MqttException cause) {
		super("Cannot connect to MQTT broker at %s: %s".formatted(url, cause.getMessage()), cause);
		this.connection = connection;
		this.url = url;
	}

	/**
	 * Return which connection could not be made.
	 * @return the name of the connection, {@code default} for the one that is configured
	 * with {@code mqtt.*}
	 */
	public String getConnection() {
		return this.connection;
	}

	/**
	 * Return where the broker was looked for.
	 * @return the URL
	 */
	public String getUrl() {
		return this.url;
	}

}
