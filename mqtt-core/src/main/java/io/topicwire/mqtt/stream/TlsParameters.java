package io.topicwire.mqtt.stream;

import java.io.IOException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.StandardConstants;

/**
 * What options mean for one connection.
 */
final class TlsParameters {

	private static final List<String> SECURE_PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

	private TlsParameters() {
	}

	/**
	 * Ask for the context. May wait for the application.
	 */
	static SSLContext context(TlsOptions options) throws IOException {
		SSLContext context;
		try {
			context = options.sslContext().get();
		}
		catch (RuntimeException ex) {
			throw new IOException("the SSL context could not be supplied: " + ex.getMessage(), ex);
		}
		if (context == null) {
			throw new IOException("the supplier of the SSL context returned none");
		}
		return context;
	}

	/**
	 * Return what is agreed on with any server.
	 */
	static SSLParameters of(TlsOptions options, SSLContext context) throws IOException {
		SSLParameters parameters = context.getDefaultSSLParameters();
		List<String> protocols = options.protocols();
		if (protocols.isEmpty()) {
			protocols = new ArrayList<>(SECURE_PROTOCOLS);
			protocols.retainAll(List.of(parameters.getProtocols()));
			if (protocols.isEmpty()) {
				throw new IOException("the SSL context allows neither TLSv1.3 nor TLSv1.2");
			}
		}
		parameters.setProtocols(protocols.toArray(String[]::new));
		if (!options.cipherSuites().isEmpty()) {
			parameters.setCipherSuites(options.cipherSuites().toArray(String[]::new));
		}
		return parameters;
	}

	/**
	 * Return what is agreed on with one server.
	 */
	static SSLParameters of(TlsOptions options, SSLContext context, String host) throws IOException {
		SSLParameters parameters = of(options, context);
		parameters.setApplicationProtocols(options.applicationProtocols().toArray(String[]::new));
		if (options.hostNameVerification()) {
			parameters.setEndpointIdentificationAlgorithm("HTTPS");
		}
		parameters.setServerNames(serverNames(host));
		return parameters;
	}

	/**
	 * Return the name by which the server is to choose its certificate (RFC 6066, section
	 * 3): never an address, but also a name that the platform would leave out because it
	 * has no dot or has an underscore.
	 */
	private static List<SNIServerName> serverNames(String host) {
		if (IpAddresses.isLiteral(host)) {
			return List.of();
		}
		String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
		try {
			return List.of(new ServerName(IDN.toASCII(name).getBytes(StandardCharsets.US_ASCII)));
		}
		catch (IllegalArgumentException ex) {
			// No name that could be sent; the certificate tells whether it is right
			return List.of();
		}
	}

	/**
	 * Name that may have an underscore, other than {@link javax.net.ssl.SNIHostName}.
	 */
	private static final class ServerName extends SNIServerName {

		ServerName(byte[] encoded) {
			super(StandardConstants.SNI_HOST_NAME, encoded);
		}

	}

}
