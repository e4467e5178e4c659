package io.topicwire.mqtt.stream;

import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

/**
 * How TLS is spoken. Immutable: every method returns other options.
 *
 * @param sslContext supplies the keys and the trusted certificates; asked for at each
 * attempt to connect, so that renewed ones are used from the next connection on
 * @param hostNameVerification whether the certificate of the server must be issued for
 * the host that the client connects to
 * @param applicationProtocols the protocols offered by ALPN, most wanted first; none by
 * default
 * @param protocols the versions of TLS that may be spoken; if empty, {@code TLSv1.3} and
 * {@code TLSv1.2}, as far as the context allows them
 * @param cipherSuites the cipher suites that may be used; if empty, those of the context
 * @since 0.1.0
 */
public record TlsOptions(Supplier<SSLContext> sslContext, boolean hostNameVerification,
		List<String> applicationProtocols, List<String> protocols, List<String> cipherSuites) {

	private static final List<String> SECURE_PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

	/**
	 * Trust what the platform trusts, verify the host name, show no certificate.
	 */
	public static final TlsOptions DEFAULT = new TlsOptions(TlsOptions::platformContext, true, List.of(), List.of(),
			List.of());

	/**
	 * Create options.
	 * @throws IllegalArgumentException if a version of TLS is named that is not secure or
	 * does not exist
	 */
	public TlsOptions {
		Objects.requireNonNull(sslContext, "sslContext must not be null");
		applicationProtocols = List.copyOf(applicationProtocols);
		protocols = List.copyOf(protocols);
		cipherSuites = List.copyOf(cipherSuites);
		for (String protocol : protocols) {
			if (!SECURE_PROTOCOLS.contains(protocol)) {
				throw new IllegalArgumentException(
						"TLS protocol must be TLSv1.3 or TLSv1.2 but was '" + protocol + "'");
			}
		}
	}

	private static SSLContext platformContext() {
		try {
			return SSLContext.getDefault();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("The default SSL context of the platform is not available", ex);
		}
	}

	/**
	 * Return options with a context of the application's own. Its key managers present
	 * the client's certificate if the server asks for one; its trust managers decide
	 * about that of the server.
	 * @param sslContext the context
	 * @return new options
	 */
	public TlsOptions sslContext(SSLContext sslContext) {
		Objects.requireNonNull(sslContext, "sslContext must not be null");
		return sslContext(() -> sslContext);
	}

	/**
	 * Return options with contexts of the application's own, one for each attempt to
	 * connect. Called on a thread of the client that neither reads nor writes a
	 * connection.
	 * @param sslContext supplies the context
	 * @return new options
	 */
	public TlsOptions sslContext(Supplier<SSLContext> sslContext) {
		return new TlsOptions(sslContext, this.hostNameVerification, this.applicationProtocols, this.protocols,
				this.cipherSuites);
	}

	/**
	 * Return options that accept a trusted certificate whichever host it was issued for.
	 * Whoever holds any such certificate can pose as the server.
	 * @return new options
	 */
	public TlsOptions withoutHostNameVerification() {
		return new TlsOptions(this.sslContext, false, this.applicationProtocols, this.protocols, this.cipherSuites);
	}

	/**
	 * Return options with protocols to be offered by ALPN (RFC 7301), such as
	 * {@code mqtt}. A server that knows none of them may refuse the connection.
	 * @param applicationProtocols the protocols, most wanted first
	 * @return new options
	 */
	public TlsOptions applicationProtocols(String... applicationProtocols) {
		return new TlsOptions(this.sslContext, this.hostNameVerification, List.of(applicationProtocols), this.protocols,
				this.cipherSuites);
	}

	/**
	 * Return options that allow the given versions of TLS only.
	 * @param protocols {@code TLSv1.3}, {@code TLSv1.2} or both
	 * @return new options
	 * @throws IllegalArgumentException if it is another one
	 */
	public TlsOptions protocols(String... protocols) {
		return new TlsOptions(this.sslContext, this.hostNameVerification, this.applicationProtocols, List.of(protocols),
				this.cipherSuites);
	}

	/**
	 * Return options that allow the given cipher suites only.
	 * @param cipherSuites the names that Java gives them, most wanted first
	 * @return new options
	 */
	public TlsOptions cipherSuites(String... cipherSuites) {
		return new TlsOptions(this.sslContext, this.hostNameVerification, this.applicationProtocols, this.protocols,
				List.of(cipherSuites));
	}

}
