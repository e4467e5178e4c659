package io.topicwire.mqtt.stream;

import java.io.IOException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;

import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;

/**
 * Says in plain words why TLS failed, and what can be done about it.
 */
final class TlsFailure {

	static final String ENDED = "the server ended the TLS handshake; "
			+ "does it speak TLS at this port, and does it want a certificate of the client?";

	private static final String ALERT = "Received fatal alert: ";

	private TlsFailure() {
	}

	/**
	 * Return a failure with a message that explains the given one.
	 */
	static IOException explain(SSLException failure, ServerAddress address) {
		String explanation = certificate(failure, address);
		if (explanation == null) {
			explanation = handshake(String.valueOf(failure.getMessage()));
		}
		return new IOException(explanation, failure);
	}

	private static @Nullable String certificate(Throwable failure, ServerAddress address) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			String message = String.valueOf(cause.getMessage());
			if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException) {
				return "the certificate of the server is not valid at this time (" + message
						+ "); renew it there, or correct the clock here";
			}
			if (message.startsWith("Illegal given domain name")) {
				return "no certificate can be issued for the host name '" + address.host()
						+ "'; connect to the server by a name without an underscore";
			}
			if (isOtherHost(message)) {
				return "the certificate of the server was not issued for '" + address.host() + "' (" + message
						+ "); connect to the server by a name that its certificate holds";
			}
			if (isUntrusted(message)) {
				return "the certificate of the server is not trusted (" + message
						+ "); trust the authority that has issued it in the SSL context of the TLS options";
			}
		}
		return null;
	}

	private static boolean isOtherHost(String message) {
		return message.startsWith("No subject alternative") || message.startsWith("No name matching");
	}

	private static boolean isUntrusted(String message) {
		return message.contains("unable to find valid certification path")
				|| message.startsWith("Path does not chain with any of the trust anchors")
				|| message.startsWith("the trustAnchors parameter must be non-empty")
				|| message.startsWith("No trusted certificate found");
	}

	private static String handshake(String message) {
		if (message.startsWith("Unsupported or unrecognized SSL message")) {
			return "the server does not speak TLS; write mqtt:// instead of mqtts://, or use another port";
		}
		if (message.startsWith("Remote host terminated the handshake")) {
			return ENDED;
		}
		if (message.contains(ALERT)) {
			return refused(message.substring(message.indexOf(ALERT) + ALERT.length()).toLowerCase(Locale.ROOT));
		}
		return "TLS failed: " + message;
	}

	private static String refused(String alert) {
		String remedy = switch (alert) {
			case "certificate_required", "bad_certificate", "certificate_unknown", "unknown_ca",
					"unsupported_certificate", "certificate_expired", "certificate_revoked", "access_denied",
					"decrypt_error" ->
				"; give the client a certificate that the server accepts in the SSL context of the TLS options";
			case "handshake_failure", "insufficient_security" ->
				"; it may want a certificate of the client, or share no cipher suite with it";
			case "protocol_version" -> "; it speaks none of the versions of TLS that the TLS options allow";
			case "no_application_protocol" -> "; it knows none of the application protocols of the TLS options";
			case "unrecognized_name" -> "; it has no certificate for the host name";
			default -> "";
		};
		return "the server refused the TLS connection with the alert " + alert + remedy;
	}

}
