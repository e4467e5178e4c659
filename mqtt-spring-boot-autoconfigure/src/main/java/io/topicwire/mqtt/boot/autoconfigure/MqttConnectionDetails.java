package io.topicwire.mqtt.boot.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Details required to establish a connection to an MQTT broker.
 *
 * @since 0.1.0
 */
public interface MqttConnectionDetails extends ConnectionDetails {

	/**
	 * URL of the broker.
	 * @return the URL, such as {@code mqtt://localhost:1883}
	 */
	String getUrl();

	/**
	 * Login user of the broker.
	 * @return the login user or {@code null}
	 */
	default @Nullable String getUsername() {
		return null;
	}

	/**
	 * Login password of the broker.
	 * @return the login password or {@code null}
	 */
	default @Nullable String getPassword() {
		return null;
	}

}
