package io.topicwire.mqtt.stream;

import java.io.IOException;
import java.net.PasswordAuthentication;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * User name and password for a proxy, as they are sent.
 *
 * @param username the user name
 * @param password the password
 */
record ProxyCredentials(String username, String password) {

	/**
	 * Ask for the credentials. May wait for the application.
	 */
	static @Nullable ProxyCredentials of(ProxyOptions proxy) throws IOException {
		Supplier<@Nullable PasswordAuthentication> supplier = proxy.credentials();
		if (supplier == null) {
			return null;
		}
		try {
			PasswordAuthentication credentials = supplier.get();
			return (credentials != null)
					? new ProxyCredentials(credentials.getUserName(), new String(credentials.getPassword())) : null;
		}
		catch (RuntimeException ex) {
			throw new IOException("the credentials for the proxy could not be supplied", ex);
		}
	}

	byte[] usernameBytes() {
		return this.username.getBytes(StandardCharsets.UTF_8);
	}

	byte[] passwordBytes() {
		return this.password.getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public String toString() {
		return "ProxyCredentials[username=" + this.username + ", password=(hidden)]";
	}

}
