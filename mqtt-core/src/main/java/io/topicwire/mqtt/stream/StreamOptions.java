package io.topicwire.mqtt.stream;

import org.jspecify.annotations.Nullable;

/**
 * How streams are opened, whichever server they lead to.
 *
 * @param tls how TLS is spoken where an address asks for it
 * @param webSocket how a WebSocket is opened where an address asks for one
 * @param proxy what TCP connections are made through, or {@code null} for nothing
 * @since 0.1.0
 */
public record StreamOptions(TlsOptions tls, WebSocketOptions webSocket, @Nullable ProxyOptions proxy) {

	/**
	 * The default of every option, and no proxy.
	 */
	public static final StreamOptions DEFAULT = new StreamOptions(TlsOptions.DEFAULT, WebSocketOptions.DEFAULT, null);

}
