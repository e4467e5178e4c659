package io.topicwire.mqtt.peer;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Objects;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import io.topicwire.mqtt.stream.ServerAddress;
import org.jspecify.annotations.Nullable;

/**
 * Contexts with the certificates that were made for the tests.
 */
public final class TestCertificates {

	private static final char[] PASSWORD = "changeit".toCharArray();

	private TestCertificates() {
	}

	/**
	 * Return a context that trusts the authority of the tests.
	 * @param name whose key and certificate it has: {@code server} for localhost,
	 * {@code other-host}, {@code expired}, {@code client}, or the self-signed
	 * {@code stranger}; {@code null} for none
	 * @return the context
	 */
	public static SSLContext context(@Nullable String name) {
		try {
			TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			trust.init(keyStore("trust"));
			SSLContext context = SSLContext.getInstance("TLS");
			context.init((name != null) ? keyManagers(name) : null, trust.getTrustManagers(), null);
			return context;
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static KeyManager[] keyManagers(String name) throws GeneralSecurityException, IOException {
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(keyStore(name), PASSWORD);
		return keys.getKeyManagers();
	}

	private static KeyStore keyStore(String name) throws GeneralSecurityException, IOException {
		KeyStore keyStore = KeyStore.getInstance("PKCS12");
		try (InputStream stream = ServerAddress.class.getResourceAsStream(name + ".p12")) {
			keyStore.load(Objects.requireNonNull(stream, "there is no key store " + name), PASSWORD);
		}
		return keyStore;
	}

}
