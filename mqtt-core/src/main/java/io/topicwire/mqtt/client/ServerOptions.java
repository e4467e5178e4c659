package io.topicwire.mqtt.client;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.topicwire.mqtt.engine.ServerSettings;
import io.topicwire.mqtt.stream.ProxyOptions;
import io.topicwire.mqtt.stream.ServerAddress;
import io.topicwire.mqtt.stream.StreamOptions;
import io.topicwire.mqtt.stream.TlsOptions;
import io.topicwire.mqtt.stream.Transport;
import io.topicwire.mqtt.stream.WebSocketOptions;
import org.jspecify.annotations.Nullable;

/**
 * What is set about servers while a client is built.
 */
final class ServerOptions {

	private final List<String> urls = new ArrayList<>();

	private @Nullable TlsOptions tls;

	private @Nullable WebSocketOptions webSocket;

	private @Nullable ProxyOptions proxy;

	private boolean followReference;

	ServerOptions(String url) {
		this.urls.add(url);
	}

	void failover(List<String> urls) {
		this.urls.subList(1, this.urls.size()).clear();
		this.urls.addAll(urls);
	}

	void tls(TlsOptions tls) {
		this.tls = tls;
	}

	void webSocket(WebSocketOptions webSocket) {
		this.webSocket = webSocket;
	}

	void proxy(@Nullable ProxyOptions proxy) {
		this.proxy = proxy;
	}

	void followReference(boolean followReference) {
		this.followReference = followReference;
	}

	/**
	 * Return the URL of the preferred server, without a query, which may hold secrets.
	 */
	String url() {
		return this.urls.get(0).split("\\?", 2)[0];
	}

	/**
	 * Check and return what was set.
	 * @throws IllegalArgumentException if a URL cannot be used, or options do not fit
	 */
	ServerSettings settings() {
		List<ServerAddress> addresses = new ArrayList<>();
		Set<Transport> transports = EnumSet.noneOf(Transport.class);
		for (String url : this.urls) {
			ServerAddress address = ServerAddress.parse(url);
			addresses.add(address);
			transports.add(address.transport());
		}
		require(this.tls == null || transports.stream().anyMatch(Transport::isSecure),
				"TLS options are of no use: no URL begins with mqtts:// or wss://");
		require(this.webSocket == null || transports.stream().anyMatch(Transport::isWebSocket),
				"WebSocket options are of no use: no URL begins with ws:// or wss://");
		TlsOptions tls = (this.tls != null) ? this.tls : TlsOptions.DEFAULT;
		if (transports.contains(Transport.SECURE_WEB_SOCKET)) {
			require(tls.hostNameVerification(), "Host name verification cannot be switched off for wss://");
			require(tls.applicationProtocols().isEmpty(), "Application protocols cannot be chosen for wss://");
		}
		if (this.proxy != null) {
			require(!transports.contains(Transport.UNIX_SOCKET),
					"A unix domain socket cannot be reached through a proxy");
			require(transports.stream().noneMatch(Transport::isWebSocket)
					|| (this.proxy.type() == ProxyOptions.Type.HTTP && this.proxy.credentials() == null),
					"A WebSocket can only go through an HTTP proxy without credentials");
		}
		return new ServerSettings(
				List.copyOf(addresses), new StreamOptions(tls,
						(this.webSocket != null) ? this.webSocket : WebSocketOptions.DEFAULT, this.proxy),
				this.followReference);
	}

	private static void require(boolean condition, String message) {
		if (!condition) {
			throw new IllegalArgumentException(message);
		}
	}

}
