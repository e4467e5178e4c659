package io.topicwire.mqtt.boot.autoconfigure;

import java.time.Duration;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.MqttClientListener;
import io.topicwire.mqtt.MqttConnectRefusedException;
import io.topicwire.mqtt.MqttDisconnectedException;
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
		if (nextAttempt != null && !this.logged) {
			this.logged = true;
			logger.warn(describe("No connection to the MQTT broker at %s; trying on: %s", failure));
		}
	}

	@Override
	public void gaveUp(MqttException failure) {
		logger.error(describe("No connection to the MQTT broker at %s, and no further attempt: %s", failure)
				+ "; then restart the application, or call connect() of its MqttClient");
	}

	private String describe(String text, MqttException failure) {
		String reason = text.formatted(this.client.url(), failure.getMessage());
		return this.client.logPrefix() + " " + reason + (reason.endsWith("?") ? " " : ". ") + remedy(failure);
	}

	private String remedy(MqttException failure) {
		String prefix = MqttConnectionPropertiesBinder.prefix(this.connection);
		if (failure instanceof MqttConnectRefusedException) {
			return "Check %1$s.username, %1$s.password, %1$s.client-id and %1$s.protocol-version".formatted(prefix);
		}
		if (failure instanceof MqttDisconnectedException) {
			return "Mend what the broker complains of";
		}
		return (TlsFailures.isTlsFailure(failure) ? "Correct %1$s.url or %1$s.ssl.bundle"
				: "Start the broker or correct %1$s.url")
			.formatted(prefix);
	}

}
