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

	private final MqttClient client;

	SslBundleUpdateHandler(String bundle, MqttClient client) {
		this.bundle = bundle;
		this.client = client;
	}

	@Override
	public void accept(SslBundle updated) {
		logger.info(LogMessage.format("%s SSL bundle '%s' was updated; the connection is made anew",
				this.client.logPrefix(), this.bundle));
		this.client.reconnectAsync().whenComplete(this::reconnected);
	}

	private void reconnected(@Nullable ConnectResult result, @Nullable Throwable failure) {
		if (failure != null) {
			// The client itself logs why it cannot connect
			logger.debug(LogMessage.format("%s The connection was not made anew", this.client.logPrefix()), failure);
		}
	}

}
