package io.topicwire.mqtt;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * User name and password for a broker (MQTT 5.0, section 3.1.3.5). The password never
 * appears in {@link #toString()}.
 *
 * @param username the user name; {@code null} with a password is possible in MQTT 5.0
 * only
 * @param password the password, at most 65,535 bytes; the array is not copied
 * @since 0.1.0
 */
public record Credentials(@Nullable String username, byte @Nullable [] password) {

	/**
	 * Return credentials with a textual password.
	 * @param username the user name
	 * @param password the password, sent in UTF-8
	 * @return the credentials
	 */
	public static Credentials of(@Nullable String username, @Nullable String password) {
		return new Credentials(username, (password != null) ? password.getBytes(StandardCharsets.UTF_8) : null);
	}

	@Override
	public String toString() {
		return "Credentials[username=" + this.username + ", password="
				+ ((this.password != null) ? "(hidden)" : "(none)") + "]";
	}

}
