package io.topicwire.mqtt.boot.autoconfigure;

import java.time.Duration;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.MqttClientListener;
import io.topicwire.mqtt.MqttConnectRefusedException;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.client.MqttClient;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Logs what can be done when the broker cannot be had, once until it can be had again.
 * All else about the connection is logged by the client.
 */
class ConnectFailureLogger implements MqttClientListener {

	private static final Log logger = LogFactory.getLog(ConnectFailureLogger.class);

	private final String connection;

	private final MqttClient client;

	private boolean logged;

	ConnectFailureLogger(String connection, MqttClient client) {
		this.connection = connection;
		this.client = client;
	}

	@Override
	public synchronized void connected(ConnectResult result) {
		this.logged = false;
	}

	@Override
	public synchronized void connectFailed(MqttException failure, @Nullable Duration nextAttempt) {
		if (nextAttempt == null) {
			logger.error("%s No connection to the MQTT broker at %s, and no further attempt: %s. %s"
				.formatted(this.client.logPrefix(), this.client.url(), failure.getMessage(), remedy(failure)));
		}
		else if (!this.logged) {
			this.logged = true;
			logger.warn("%s No connection to the MQTT broker at %s yet; trying on: %s. %s"
				.formatted(this.client.logPrefix(), this.client.url(), failure.getMessage(), remedy(failure)));
		}
	}

	private String remedy(MqttException failure) {
		String prefix = MqttConnectionPropertiesBinder.prefix(this.connection);
		return ((failure instanceof MqttConnectRefusedException)
				? "Check %1$s.username, %1$s.password, %1$s.client-id and %1$s.protocol-version"
				: "Start the broker or correct %1$s.url")
			.formatted(prefix);
	}

}
