package io.topicwire.mqtt.boot.autoconfigure;

import java.time.Duration;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.MqttClientListener;
import io.topicwire.mqtt.MqttConnectRefusedException;
import io.topicwire.mqtt.MqttException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Logs what can be done when the broker cannot be had, once until it can be had again.
 * All else about the connection is logged by the client.
 */
class ConnectFailureLogger implements MqttClientListener {

	private static final Log logger = LogFactory.getLog(ConnectFailureLogger.class);

	private final String url;

	private boolean logged;

	ConnectFailureLogger(String url) {
		this.url = url;
	}

	@Override
	public synchronized void connected(ConnectResult result) {
		this.logged = false;
	}

	@Override
	public synchronized void connectFailed(MqttException failure, @Nullable Duration nextAttempt) {
		if (nextAttempt == null) {
			logger.error("No connection to the MQTT broker at %s, and no further attempt: %s. %s".formatted(this.url,
					failure.getMessage(), remedy(failure)));
		}
		else if (!this.logged) {
			this.logged = true;
			logger.warn("No connection to the MQTT broker at %s yet; trying on: %s. %s".formatted(this.url,
					failure.getMessage(), remedy(failure)));
		}
	}

	private static String remedy(MqttException failure) {
		return (failure instanceof MqttConnectRefusedException)
				? "Check mqtt.username, mqtt.password, mqtt.client-id and mqtt.protocol-version"
				: "Start the broker or correct mqtt.url";
	}

}
