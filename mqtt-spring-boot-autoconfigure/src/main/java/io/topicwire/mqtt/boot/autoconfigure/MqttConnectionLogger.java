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
 * Logs each change of the connection once. Repeated failures to connect are logged at
 * debug level.
 */
class MqttConnectionLogger implements MqttClientListener {

	private static final Log logger = LogFactory.getLog(MqttConnectionLogger.class);

	private final String url;

	private boolean failureLogged;

	MqttConnectionLogger(String url) {
		this.url = MqttUrls.withoutUserInfo(url);
	}

	@Override
	public synchronized void connected(ConnectResult result) {
		this.failureLogged = false;
		logger.info("Connected to MQTT broker %s as '%s' with MQTT %s, %s".formatted(result.server(), result.clientId(),
				result.protocolVersion(), (result.sessionPresent()) ? "session resumed" : "new session"));
	}

	@Override
	public synchronized void connectFailed(MqttException failure, @Nullable Duration nextAttempt) {
		String description = "Cannot connect to MQTT broker at %s: %s".formatted(this.url, failure.getMessage());
		if (nextAttempt == null) {
			logger.error("%s. This is not tried again. %s".formatted(description, remedy(failure)));
		}
		else if (!this.failureLogged) {
			logger.warn("%s. This is tried again until it succeeds, further failures are logged at debug level. %s"
				.formatted(description, remedy(failure)));
			this.failureLogged = true;
		}
		else {
			logger.debug("%s. Next attempt in %d ms".formatted(description, nextAttempt.toMillis()));
		}
	}

	private static String remedy(MqttException failure) {
		return (failure instanceof MqttConnectRefusedException)
				? "Check mqtt.username, mqtt.password, mqtt.client-id and mqtt.protocol-version"
				: "Start the broker or correct mqtt.url";
	}

	@Override
	public synchronized void disconnected(@Nullable MqttException failure) {
		if (failure != null) {
			logger.info("Lost connection to MQTT broker at %s: %s".formatted(this.url, failure.getMessage()));
		}
		else {
			logger.info("Disconnected from MQTT broker at %s".formatted(this.url));
		}
	}

	@Override
	public void subscriptionRefused(String filter, MqttException failure) {
		logger.error("MQTT broker at %s refused the subscription to '%s': %s".formatted(this.url, filter,
				failure.getMessage()));
	}

}
