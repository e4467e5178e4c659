package io.topicwire.mqtt.stream;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.ExecutionException;

import javax.net.ssl.SSLException;

/**
 * Says in plain words why a WebSocket failed, and what can be done about it.
 */
final class WebSocketFailure {

	private WebSocketFailure() {
	}

	/**
	 * Return a failure with a message that explains what something has failed with.
	 */
	static IOException explain(ExecutionException failure, ServerAddress address) {
		Throwable cause = failure.getCause();
		return explain((cause != null) ? cause : failure, address);
	}

	/**
	 * Return a failure with a message that explains the given one.
	 */
	static IOException explain(Throwable failure, ServerAddress address) {
		if (failure instanceof WebSocketHandshakeException handshake) {
			return new IOException(refused(handshake, address), failure);
		}
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof SSLException tlsFailure) {
				return TlsFailure.explain(tlsFailure, address);
			}
		}
		if (failure instanceof ConnectException && failure.getMessage() == null) {
			return new ConnectException("the server cannot be reached; is it running, and is the port right?");
		}
		if (failure instanceof HttpTimeoutException) {
			return new IOException("the server did not open a WebSocket in time", failure);
		}
		if (failure instanceof IllegalArgumentException) {
			return new IOException("the WebSocket request cannot be made: " + failure.getMessage(), failure);
		}
		return describe(failure);
	}

	/**
	 * Return a failure that has a message.
	 */
	static IOException describe(Throwable failure) {
		return (failure instanceof IOException known && known.getMessage() != null) ? known
				: new IOException("the WebSocket failed: " + message(failure), failure);
	}

	private static String message(Throwable failure) {
		Throwable cause = failure;
		while (cause.getMessage() == null && cause.getCause() != null) {
			cause = cause.getCause();
		}
		return (cause.getMessage() != null) ? cause.getMessage() : cause.toString();
	}

	private static String refused(WebSocketHandshakeException failure, ServerAddress address) {
		HttpResponse<?> response = failure.getResponse();
		int status = (response != null) ? response.statusCode() : 0;
		return switch (status) {
			case 401, 403 -> "the server refused the WebSocket with status " + status
					+ "; does it want a header with credentials in the WebSocket options?";
			case 404 -> "the server knows no WebSocket at " + address + " (status 404); correct the path of the URL";
			case 407 -> "the proxy asks for credentials (status 407); a WebSocket can only go through a proxy without";
			case 101 -> "the server opened the WebSocket in a way that is not allowed: " + message(failure);
			default -> "the server did not open a WebSocket at " + address + " but answered with status " + status;
		};
	}

}
