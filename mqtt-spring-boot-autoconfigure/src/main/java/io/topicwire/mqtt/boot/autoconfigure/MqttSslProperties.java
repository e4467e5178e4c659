package io.topicwire.mqtt.boot.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * Properties of TLS, which is spoken to brokers whose URL begins with {@code mqtts://} or
 * {@code wss://}.
 *
 * @since 0.1.0
 */
public class MqttSslProperties {

	/**
	 * SSL bundle name. Its trust and key material is asked for at each connect, and when
	 * the bundle is updated the connection is made anew in good order. By default, what
	 * the platform trusts is trusted and no certificate is shown.
	 */
	private @Nullable String bundle;

	/**
	 * Whether to verify that the certificate of the broker was issued for its host.
	 * Always done for a WebSocket.
	 */
	private boolean verifyHostname = true;

	public @Nullable String getBundle() {
		return this.bundle;
	}

	public void setBundle(@Nullable String bundle) {
		this.bundle = bundle;
	}

	public boolean isVerifyHostname() {
		return this.verifyHostname;
	}

	public void setVerifyHostname(boolean verifyHostname) {
		this.verifyHostname = verifyHostname;
	}

}
