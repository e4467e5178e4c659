package io.topicwire.mqtt.boot.autoconfigure;

import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

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
	 * URLs of further brokers, tried in turn when there is no connection to the one
	 * before.
	 * @return the URLs, none by default
	 */
	default List<String> getFailoverUrls() {
		return Collections.emptyList();
	}

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

	/**
	 * SSL bundle for brokers whose URL begins with {@code mqtts://} or {@code wss://}.
	 * Asked for when the client is built and again at each connect, so that a new bundle
	 * is used from the next connect on; whether there is one must not change.
	 * @return the SSL bundle or {@code null} for what the platform trusts
	 */
	default @Nullable SslBundle getSslBundle() {
		return null;
	}

}
