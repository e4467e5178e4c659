package io.topicwire.mqtt.auth;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Objects;
import java.util.function.Supplier;

import io.topicwire.mqtt.Credentials;
import org.jspecify.annotations.Nullable;

/**
 * The method SCRAM-SHA-256 (RFC 5802 and RFC 7677) without channel binding: the broker
 * learns that the client knows the password without being told it, and has to prove that
 * it knows it too. User name and password are prepared with SASLprep (RFC 4013) in the
 * Unicode version of the Java runtime.
 * <p>
 * A broker may ask for {@value #MINIMUM_ITERATIONS} to {@value #MAXIMUM_ITERATIONS}
 * iterations of the key derivation: with fewer of them a recorded exchange would give the
 * password away, more of them would keep the client busy for seconds. The user name is
 * not taken from the credentials of the client builder, so that CONNECT does not contain
 * a password; set those only if the broker wants both.
 *
 * @since 0.1.0
 */
public final class ScramSha256 implements Authenticator {

	/**
	 * The smallest number of iterations that is accepted.
	 */
	public static final int MINIMUM_ITERATIONS = 4096;

	/**
	 * The largest number of iterations that is accepted.
	 */
	public static final int MAXIMUM_ITERATIONS = 1_000_000;

	private static final int NONCE_BYTES = 24;

	private final Supplier<Credentials> credentials;

	private final Supplier<String> nonces;

	/**
	 * Create a method.
	 * @param credentials supplies user name and password, both of them, at the beginning
	 * of each exchange; the password is text in UTF-8
	 */
	public ScramSha256(Supplier<Credentials> credentials) {
		this(credentials, ScramSha256::nonce);
	}

	ScramSha256(Supplier<Credentials> credentials, Supplier<String> nonces) {
		this.credentials = Objects.requireNonNull(credentials, "credentials must not be null");
		this.nonces = nonces;
	}

	/**
	 * Return a method that always uses the same credentials.
	 * @param username the user name
	 * @param password the password
	 * @return the method
	 */
	public static ScramSha256 of(String username, String password) {
		Objects.requireNonNull(username, "username must not be null");
		Objects.requireNonNull(password, "password must not be null");
		Credentials credentials = Credentials.of(username, password);
		return new ScramSha256(() -> credentials);
	}

	private static String nonce() {
		byte[] bytes = new byte[NONCE_BYTES];
		new SecureRandom().nextBytes(bytes);
		return Base64.getEncoder().encodeToString(bytes);
	}

	@Override
	public String method() {
		return "SCRAM-SHA-256";
	}

	@Override
	public AuthenticationExchange begin() {
		Credentials credentials = this.credentials.get();
		String username = prepare(credentials.username(), "user name");
		byte[] password = credentials.password();
		String text = (password != null) ? new String(password, StandardCharsets.UTF_8) : null;
		return new ScramExchange(username, prepare(text, "password"), this.nonces.get());
	}

	private static String prepare(@Nullable String value, String name) {
		if (value == null) {
			throw new MqttAuthenticationException("SCRAM-SHA-256 needs a " + name + " and has none");
		}
		try {
			return SaslPrep.prepare(value);
		}
		catch (IllegalArgumentException ex) {
			throw new MqttAuthenticationException(
					"The " + name + " cannot be used with SCRAM-SHA-256: it " + ex.getMessage());
		}
	}

}
