package io.topicwire.mqtt.stream;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.topicwire.mqtt.peer.LoopbackServer;
import io.topicwire.mqtt.peer.PeerConnection;
import io.topicwire.mqtt.peer.ProxyServer;
import io.topicwire.mqtt.peer.TestCertificates;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for streams through proxies.
 */
class ProxyTests {

	private static final Duration LONG = Duration.ofHours(1);

	private static final int NO_AUTHENTICATION = 0;

	private static final int USERNAME_PASSWORD = 2;

	@ParameterizedTest
	@EnumSource(names = { "TCP", "TLS", "WEB_SOCKET", "SECURE_WEB_SOCKET" })
	void streamsGoThroughAnHttpProxy(Transport transport) throws IOException {
		try (LoopbackServer server = LoopbackServer.start(transport); ProxyServer proxy = ProxyServer.http("200 OK")) {
			assertWorks(server, ProxyOptions.http("localhost", proxy.port()));
			assertThat(proxy.requests()).singleElement()
				.asString()
				.startsWith("CONNECT localhost:" + server.address().port() + " HTTP/1.1\r\n")
				.doesNotContain("Proxy-Authorization");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "TLS" })
	void streamsGoThroughASocksProxyThatResolvesTheHost(Transport transport) throws IOException {
		try (LoopbackServer server = LoopbackServer.start(transport);
				ProxyServer proxy = ProxyServer.socks(NO_AUTHENTICATION, 0)) {
			assertWorks(server, ProxyOptions.socks5("localhost", proxy.port()));
			assertThat(proxy.requests()).containsExactly("methods [0]", "type 3 localhost " + server.address().port());
		}
	}

	@ParameterizedTest
	@CsvSource({ "127.0.0.1, type 1 4 bytes", "::1, type 4 16 bytes" })
	void addressesAreSentToASocksProxyAsSuch(String host, String expected) throws IOException {
		try (LoopbackServer server = LoopbackServer.start(Transport.TCP);
				ProxyServer proxy = ProxyServer.socks(NO_AUTHENTICATION, 0);
				TcpStream stream = new TcpStream(new ServerAddress(host, server.address().port()),
						ProxyOptions.socks5("localhost", proxy.port()))) {
			stream.open(LONG);
			assertThat(proxy.requests()).contains(expected + " " + server.address().port());
		}
	}

	@Test
	void credentialsAreSentToAnHttpProxy() throws IOException {
		try (LoopbackServer server = LoopbackServer.start(Transport.TCP);
				ProxyServer proxy = ProxyServer.http("200 OK")) {
			assertWorks(server, ProxyOptions.http("localhost", proxy.port()).credentials("user", "s\u00e9cret"));
			assertThat(proxy.requests()).singleElement()
				.asString()
				.contains("Proxy-Authorization: Basic dXNlcjpzw6ljcmV0\r\n");
		}
	}

	@Test
	void credentialsAreSentToASocksProxyThatAsksForThem() throws IOException {
		try (LoopbackServer server = LoopbackServer.start(Transport.TCP);
				ProxyServer proxy = ProxyServer.socks(USERNAME_PASSWORD, 0)) {
			ProxyOptions options = ProxyOptions.socks5("localhost", proxy.port());
			assertWorks(server, options.credentials("user", "secret"));
			assertThat(proxy.requests()).contains("methods [0, 2]", "user/secret");
			assertRefused(server.address(), options.credentials("user", "wrong"))
				.withMessage("the SOCKS5 proxy at localhost:" + proxy.port()
						+ " refused the credentials; correct user name and password in the proxy options");
			assertRefused(server.address(), options).withMessage("the SOCKS5 proxy at localhost:" + proxy.port()
					+ " asks for credentials; set user name and password in the proxy options");
		}
	}

	@Test
	void httpProxyThatRefusesIsQuoted() throws IOException {
		ServerAddress address = new ServerAddress("broker.example.com", 1883);
		try (ProxyServer proxy = ProxyServer.http("407 Proxy Authentication Required")) {
			ProxyOptions options = ProxyOptions.http("localhost", proxy.port());
			assertRefused(address, options).withMessage("the HTTP proxy at localhost:" + proxy.port()
					+ " asks for credentials (status 407); set user name and password in the proxy options");
			assertRefused(address, options.credentials("user", "secret"))
				.withMessageContaining("refused the credentials (status 407)")
				.withMessageNotContaining("secret");
		}
		try (ProxyServer proxy = ProxyServer.http("403 Forbidden")) {
			assertRefused(address, ProxyOptions.http("localhost", proxy.port()))
				.withMessage("the HTTP proxy at localhost:" + proxy.port()
						+ " refused the connection to broker.example.com:1883 with status 403; "
						+ "does it allow this host and port?");
		}
	}

	@ParameterizedTest
	@CsvSource({ "1, general failure", "2, its rules do not allow it", "4, the host is unreachable or unknown",
			"5, the server refuses connections", "9, reply 9" })
	void socksProxyThatRefusesIsQuoted(int reply, String expected) throws IOException {
		try (ProxyServer proxy = ProxyServer.socks(NO_AUTHENTICATION, reply)) {
			assertRefused(new ServerAddress("broker.example.com", 1883), ProxyOptions.socks5("localhost", proxy.port()))
				.withMessage("the SOCKS5 proxy at localhost:" + proxy.port()
						+ " did not connect to broker.example.com:1883: " + expected);
		}
	}

	@Test
	void proxyOfTheOtherTypeIsRecognized() throws IOException {
		ServerAddress address = new ServerAddress("broker.example.com", 1883);
		try (LoopbackServer server = LoopbackServer.start(Transport.TCP)) {
			Thread answer = new Thread(() -> {
				try {
					server.accept().output().write("SSH-2.0-test\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
					server.accept().output().write("SSH-2.0-test\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
				}
				catch (IOException ex) {
					throw new IllegalStateException(ex);
				}
			});
			answer.start();
			assertRefused(address, ProxyOptions.http("localhost", server.address().port()))
				.withMessageEndingWith("does not speak HTTP/1.1");
			assertRefused(address, ProxyOptions.socks5("localhost", server.address().port()))
				.withMessageEndingWith("does not speak SOCKS version 5");
		}
	}

	@Test
	void proxyThatNeverEndsItsHeadersIsLeft() throws IOException {
		try (LoopbackServer server = LoopbackServer.start(Transport.TCP)) {
			Thread answer = new Thread(() -> {
				try (PeerConnection peer = server.accept()) {
					String header = "Header: " + "x".repeat(1000) + "\r\n";
					peer.output().write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
					while (true) {
						peer.output().write(header.getBytes(StandardCharsets.US_ASCII));
					}
				}
				catch (IOException ex) {
					// Left
				}
			});
			answer.start();
			assertRefused(new ServerAddress("broker.example.com", 1883),
					ProxyOptions.http("localhost", server.address().port()))
				.withMessageEndingWith("answered with more than 16384 bytes of headers");
		}
	}

	@ParameterizedTest
	@EnumSource
	void proxyThatDoesNotAnswerIsGivenUp(ProxyOptions.Type type) throws IOException {
		try (LoopbackServer server = LoopbackServer.start(Transport.TCP);
				TcpStream stream = new TcpStream(new ServerAddress("broker.example.com", 1883),
						new ProxyOptions(type, "localhost", server.address().port(), null))) {
			assertThatIOException().isThrownBy(() -> stream.open(Duration.ofMillis(50)))
				.withMessage(
						"the " + type + " proxy at localhost:" + server.address().port() + " did not answer in time");
		}
	}

	@Test
	void proxyThatIsNotThereIsNamed() throws IOException {
		ProxyServer proxy = ProxyServer.http("200 OK");
		proxy.close();
		assertRefused(new ServerAddress("broker.example.com", 1883), ProxyOptions.http("localhost", proxy.port()))
			.withMessageStartingWith("the proxy at localhost:" + proxy.port() + " cannot be reached: ");
	}

	@Test
	void proxyOptionsKeepTheirSecrets() {
		ProxyOptions options = ProxyOptions.http("::1", 3128).credentials("user", "secret");
		assertThat(options).hasToString("HTTP proxy at [::1]:3128");
		assertThat(new ProxyCredentials("user", "secret").toString()).doesNotContain("secret");
		assertThatIllegalArgumentException().isThrownBy(() -> ProxyOptions.http("proxy", 0))
			.withMessage("Port of the proxy must be from 1 to 65535 but was 0");
	}

	private static void assertWorks(LoopbackServer server, ProxyOptions proxy) throws IOException {
		StreamOptions options = new StreamOptions(TlsOptions.DEFAULT.sslContext(TestCertificates.context(null)),
				WebSocketOptions.DEFAULT, proxy);
		try (ByteStream stream = ByteStreamFactory.SYSTEM.create(server.address(), options)) {
			stream.open(LONG);
			PeerConnection peer = server.accept();
			stream.write(new byte[] { 7 }, 0, 1);
			assertThat(peer.input().read()).isEqualTo(7);
			peer.output().write(8);
			assertThat(stream.read(new byte[1], 0, 1)).isOne();
		}
	}

	private static ThrowableAssertAlternative<? extends IOException> assertRefused(ServerAddress address,
			ProxyOptions proxy) {
		return assertThatIOException().isThrownBy(() -> {
			try (TcpStream stream = new TcpStream(address, proxy)) {
				stream.open(LONG);
			}
		});
	}

}
