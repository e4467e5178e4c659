package io.topicwire.mqtt.boot.autoconfigure;

import java.util.function.Consumer;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.client.MqttClient;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.core.log.LogMessage;

/**
 * Makes the connection of a client anew when its SSL bundle was updated. The new
 * connection asks for the bundle by itself.
 */
class SslBundleUpdateHandler implements Consumer<SslBundle> {

	private static final Log logger = LogFactory.getLog(SslBundleUpdateHandler.class);

	private final String bundle;

	private final String connection;

	private final MqttClient client;

	SslBundleUpdateHandler(String bundle, String connection, MqttClient client) {
		this.bundle = bundle;
		this.connection = connection;
		this.client = client;
	}

	@Override
	public void accept(SslBundle updated) {
		logger.info(LogMessage.format("SSL bundle '%s' was updated; MQTT connection '%s' is made anew", this.bundle,
				this.connection));
		this.client.reconnectAsync().whenComplete(this::reconnected);
	}

	private void reconnected(@Nullable ConnectResult result, @Nullable Throwable failure) {
		if (failure != null) {
			// The client itself logs why it cannot connect
			logger.debug(LogMessage.format("MQTT connection '%s' was not made anew", this.connection), failure);
		}
	}

}
