package io.topicwire.mqtt.client;

import java.util.List;
import java.util.Map;

import io.topicwire.mqtt.engine.ServerSettings;
import io.topicwire.mqtt.stream.ProxyOptions;
import io.topicwire.mqtt.stream.ServerAddress;
import io.topicwire.mqtt.stream.StreamOptions;
import io.topicwire.mqtt.stream.TlsOptions;
import io.topicwire.mqtt.stream.WebSocketOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ServerOptions}.
 */
class ServerOptionsTests {

	@Test
	void defaultsFitEveryServer() {
		ServerOptions options = new ServerOptions("mqtt://a");
		options.failover(List.of("wss://b/c?d=e", "unix:/socket"));
		ServerSettings settings = options.settings();
		assertThat(settings.addresses()).extracting(ServerAddress::toString)
			.containsExactly("a:1883", "wss://b:443/c", "unix:/socket");
		assertThat(settings).hasToString("a:1883, wss://b:443/c, unix:/socket");
		assertThat(settings.streamOptions()).isEqualTo(StreamOptions.DEFAULT);
		assertThat(settings.followReference()).isFalse();
	}

	@Test
	void laterServersReplaceEarlierOnes() {
		ServerOptions options = new ServerOptions("mqtt://a");
		options.failover(List.of("mqtt://b"));
		options.failover(List.of("mqtt://c"));
		assertThat(options.settings().addresses()).extracting(ServerAddress::host).containsExactly("a", "c");
	}

	@Test
	void queryOfTheUrlIsKeptSecret() {
		try (MqttClient client = MqttClient.builder("wss://a/b?token=secret").build()) {
			assertThat(client.url()).isEqualTo("wss://a/b");
		}
	}

	@Test
	void optionsThatNothingUsesAreRefused() {
		ServerOptions tls = new ServerOptions("mqtt://a");
		tls.tls(TlsOptions.DEFAULT);
		assertRefused(tls, "TLS options are of no use: no URL begins with mqtts:// or wss://");
		ServerOptions webSocket = new ServerOptions("mqtts://a");
		webSocket.webSocket(WebSocketOptions.DEFAULT.headers(Map.of("a", "b")));
		assertRefused(webSocket, "WebSocket options are of no use: no URL begins with ws:// or wss://");
	}

	@Test
	void tlsOptionsThatAWebSocketCannotKeepAreRefused() {
		ServerOptions options = new ServerOptions("wss://a");
		options.tls(TlsOptions.DEFAULT.withoutHostNameVerification());
		assertRefused(options, "Host name verification cannot be switched off for wss://");
		options.tls(TlsOptions.DEFAULT.applicationProtocols("mqtt"));
		assertRefused(options, "Application protocols cannot be chosen for wss://");
	}

	@Test
	void proxyThatCannotBeUsedIsRefused() {
		ServerOptions unix = new ServerOptions("unix:/socket");
		unix.proxy(ProxyOptions.http("proxy", 3128));
		assertRefused(unix, "A unix domain socket cannot be reached through a proxy");
	}

	@ParameterizedTest
	@ValueSource(strings = { "ws://a", "wss://a" })
	void proxyThatAWebSocketCannotUseIsRefused(String url) {
		ServerOptions options = new ServerOptions(url);
		options.proxy(ProxyOptions.http("proxy", 3128));
		assertThat(options.settings().streamOptions().proxy()).isNotNull();
		options.proxy(ProxyOptions.http("proxy", 3128).credentials("user", "secret"));
		assertRefused(options, "A WebSocket can only go through an HTTP proxy without credentials");
		options.proxy(ProxyOptions.socks5("proxy", 1080));
		assertRefused(options, "A WebSocket can only go through an HTTP proxy without credentials");
	}

	private static void assertRefused(ServerOptions options, String message) {
		assertThatIllegalArgumentException().isThrownBy(options::settings).withMessage(message);
	}

}
