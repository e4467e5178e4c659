package io.topicwire.mqtt.boot.autoconfigure;

import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;

/**
 * Tells failures of TLS from others, because something else has to be corrected.
 */
final class TlsFailures {

	private TlsFailures() {
	}

	static boolean isTlsFailure(@Nullable Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof SSLException) {
				return true;
			}
		}
		return false;
	}

}
