package io.topicwire.mqtt.stream;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import io.topicwire.mqtt.peer.LoopbackServer;
import io.topicwire.mqtt.peer.PeerConnection;
import io.topicwire.mqtt.peer.TestCertificates;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link TlsStream}.
 */
class TlsStreamTests {

	private static final Duration LONG = Duration.ofHours(1);

	private final TlsOptions trusting = TlsOptions.DEFAULT.sslContext(TestCertificates.context(null));

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void bothSecureVersionsAreSpoken(String protocol) throws IOException {
		try (LoopbackServer server = LoopbackServer.startTls("server",
				(socket) -> socket.setEnabledProtocols(new String[] { protocol }));
				TlsStream stream = open(server, this.trusting)) {
			assertThat(session(server.accept()).getProtocol()).isEqualTo(protocol);
			stream.close();
		}
	}

	@Test
	void versionsAndCipherSuitesCanBeNarrowedDown() throws IOException {
		TlsOptions options = this.trusting.protocols("TLSv1.2").cipherSuites("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
		try (LoopbackServer server = LoopbackServer.start(Transport.TLS); TlsStream stream = open(server, options)) {
			ExtendedSSLSession session = session(server.accept());
			assertThat(session.getProtocol()).isEqualTo("TLSv1.2");
			assertThat(session.getCipherSuite()).isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
			stream.close();
		}
	}

	@Test
	void insecureVersionIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> TlsOptions.DEFAULT.protocols("TLSv1.1"))
			.withMessage("TLS protocol must be TLSv1.3 or TLSv1.2 but was 'TLSv1.1'");
	}

	@Test
	void unknownCipherSuiteIsNamed() {
		try (LoopbackServer server = LoopbackServer.start(Transport.TLS)) {
			assertFailure(server, this.trusting.cipherSuites("ROT13"))
				.withMessage("the TLS options cannot be used: Unsupported CipherSuite: ROT13");
		}
	}

	@Test
	void serverWithoutCommonVersionIsExplained() {
		try (LoopbackServer server = LoopbackServer.startTls("server",
				(socket) -> socket.setEnabledProtocols(new String[] { "TLSv1.2" }))) {
			assertFailure(server, this.trusting.protocols("TLSv1.3")).withMessageStartingWith(
					"the server refused the TLS connection with the alert protocol_version; it speaks none of the versions");
		}
	}

	@Test
	void hostNameIsSentToTheServer() throws IOException {
		try (LoopbackServer server = LoopbackServer.start(Transport.TLS);
				TlsStream stream = open(server, this.trusting)) {
			List<SNIServerName> names = session(server.accept()).getRequestedServerNames();
			assertThat(names).singleElement()
				.isInstanceOfSatisfying(SNIHostName.class,
						(name) -> assertThat(name.getAsciiName()).isEqualTo("localhost"));
			stream.close();
		}
	}

	@ParameterizedTest
	@CsvSource({ "my_broker, my_broker", "broker.example.com., broker.example.com",
			"b\u00fccher.example, xn--bcher-kva.example" })
	void namesAreSentThatThePlatformWouldLeaveOut(String host, String expected) throws IOException {
		SSLParameters parameters = TlsParameters.of(this.trusting, this.trusting.sslContext().get(), host);
		assertThat(parameters.getServerNames()).singleElement()
			.satisfies((name) -> assertThat(name.getEncoded()).asString(StandardCharsets.US_ASCII).isEqualTo(expected));
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "::1", "fe80::1%eth0" })
	void addressesAreNotSentAsNames(String host) throws IOException {
		SSLParameters parameters = TlsParameters.of(this.trusting, this.trusting.sslContext().get(), host);
		assertThat(parameters.getServerNames()).isEmpty();
	}

	@Test
	void addressIsVerifiedAsWell() throws IOException {
		try (LoopbackServer server = LoopbackServer.start(Transport.TLS)) {
			String host = InetAddress.getLoopbackAddress().getHostAddress();
			TlsStream stream = new TlsStream(new ServerAddress(Transport.TLS, host, server.address().port(), ""),
					this.trusting, null);
			stream.open(LONG);
			stream.close();
		}
		try (LoopbackServer server = LoopbackServer.startTls("other-host", (socket) -> {
		})) {
			TlsStream stream = new TlsStream(new ServerAddress(Transport.TLS, "127.0.0.1", server.address().port(), ""),
					this.trusting, null);
			assertThatIOException().isThrownBy(() -> stream.open(LONG))
				.withMessageStartingWith("the certificate of the server was not issued for '127.0.0.1'");
		}
	}

	@Test
	void certificateForAnotherHostIsRefusedUnlessThatIsSwitchedOff() throws IOException {
		try (LoopbackServer server = LoopbackServer.startTls("other-host", (socket) -> {
		})) {
			assertFailure(server, this.trusting)
				.withMessage("the certificate of the server was not issued for 'localhost' "
						+ "(No subject alternative DNS name matching localhost found.); "
						+ "connect to the server by a name that its certificate holds");
			open(server, this.trusting.withoutHostNameVerification()).close();
		}
	}

	@Test
	void untrustedCertificateIsRefusedEvenWithoutHostNameVerification() {
		try (LoopbackServer server = LoopbackServer.startTls("stranger", (socket) -> {
		})) {
			assertFailure(server, this.trusting.withoutHostNameVerification())
				.withMessageStartingWith("the certificate of the server is not trusted (")
				.withMessageEndingWith("trust the authority that has issued it in the SSL context of the TLS options");
		}
	}

	@Test
	void trustOfThePlatformIsTheDefault() {
		try (LoopbackServer server = LoopbackServer.start(Transport.TLS)) {
			assertFailure(server, TlsOptions.DEFAULT)
				.withMessageStartingWith("the certificate of the server is not trusted (");
		}
	}

	@Test
	void expiredCertificateIsRefused() {
		try (LoopbackServer server = LoopbackServer.startTls("expired", (socket) -> {
		})) {
			assertFailure(server, this.trusting)
				.withMessageStartingWith("the certificate of the server is not valid at this time (NotAfter: ")
				.withMessageEndingWith("renew it there, or correct the clock here");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void clientShowsItsCertificate(String protocol) throws IOException {
		try (LoopbackServer server = mutual(protocol);
				TlsStream stream = open(server, this.trusting.sslContext(TestCertificates.context("client")))) {
			assertThat(session(server.accept()).getPeerPrincipal()).hasToString("CN=client");
			stream.close();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void clientWithoutCertificateIsToldWhatIsMissing(String protocol) {
		try (LoopbackServer server = mutual(protocol)) {
			assertThatIOException().isThrownBy(() -> {
				try (TlsStream stream = open(server, this.trusting)) {
					// With TLS 1.3 the handshake is over for the client by now
					stream.read(new byte[1], 0, 1);
				}
			})
				.satisfies((failure) -> assertThat(failure.getMessage()).satisfiesAnyOf(
						(message) -> assertThat(message)
							.startsWith("the server refused the TLS connection with the alert")
							.endsWith("a certificate that the server accepts in the SSL context of the TLS options"),
						// The server may hang up before its alert is read
						(message) -> assertThat(message).startsWith("the server ended the TLS handshake"),
						(message) -> assertThat(message).isEqualTo("Connection reset")));
		}
	}

	private static LoopbackServer mutual(String protocol) {
		return LoopbackServer.startTls("server", (socket) -> {
			socket.setEnabledProtocols(new String[] { protocol });
			socket.setNeedClientAuth(true);
		});
	}

	@Test
	void contextIsAskedForAtEachAttempt() throws IOException {
		AtomicInteger asked = new AtomicInteger();
		TlsOptions options = TlsOptions.DEFAULT.sslContext(() -> {
			asked.incrementAndGet();
			return TestCertificates.context(null);
		});
		assertThat(asked).hasValue(0);
		try (LoopbackServer server = LoopbackServer.start(Transport.TLS)) {
			open(server, options).close();
			open(server, options).close();
		}
		assertThat(asked).hasValue(2);
	}

	@Test
	void contextThatCannotBeSuppliedIsReported() {
		try (LoopbackServer server = LoopbackServer.start(Transport.TLS)) {
			assertFailure(server, TlsOptions.DEFAULT.sslContext(() -> {
				throw new IllegalStateException("no such bundle");
			})).withMessage("the SSL context could not be supplied: no such bundle");
		}
	}

	@Test
	void applicationProtocolIsNegotiated() throws IOException {
		try (LoopbackServer server = LoopbackServer.startTls("server", (socket) -> {
			SSLParameters parameters = socket.getSSLParameters();
			parameters.setApplicationProtocols(new String[] { "mqtt" });
			socket.setSSLParameters(parameters);
		}); TlsStream stream = open(server, this.trusting.applicationProtocols("x-amzn-mqtt-ca", "mqtt"))) {
			assertThat(((SSLSocket) server.accept().socket()).getApplicationProtocol()).isEqualTo("mqtt");
			assertFailure(server, this.trusting.applicationProtocols("h2"))
				.withMessage("the server refused the TLS connection with the alert no_application_protocol; "
						+ "it knows none of the application protocols of the TLS options");
			stream.close();
		}
	}

	@Test
	void serverWithoutTlsIsRecognized() throws Exception {
		try (LoopbackServer server = LoopbackServer.start(Transport.TCP)) {
			TlsStream stream = new TlsStream(tls(server), this.trusting, null);
			Thread answer = new Thread(() -> {
				try {
					server.accept()
						.output()
						.write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
				}
				catch (IOException ex) {
					// Too late
				}
			});
			answer.start();
			assertThatIOException().isThrownBy(() -> stream.open(LONG))
				.withMessage("the server does not speak TLS; write mqtt:// instead of mqtts://, or use another port");
			answer.join();
			stream.close();
		}
	}

	@Test
	void serverThatHangsUpIsReported() throws Exception {
		try (LoopbackServer server = LoopbackServer.start(Transport.TCP)) {
			TlsStream stream = new TlsStream(tls(server), this.trusting, null);
			Thread answer = new Thread(() -> {
				try (PeerConnection peer = server.accept()) {
					peer.input().read(new byte[10_000]);
				}
				catch (IOException ex) {
					// Too late
				}
			});
			answer.start();
			assertThatIOException().isThrownBy(() -> stream.open(LONG))
				.withMessageStartingWith("the server ended the TLS handshake; does it speak TLS at this port, and");
			answer.join();
			stream.close();
		}
	}

	@Test
	void plainClientIsToldThatTheServerExpectsTls() throws IOException {
		try (LoopbackServer server = LoopbackServer.start(Transport.TLS)) {
			TcpStream stream = new TcpStream(new ServerAddress("localhost", server.address().port()), null);
			stream.open(LONG);
			stream.write(new byte[] { 0x10, 0x10, 0, 4, 'M', 'Q', 'T', 'T', 5, 2, 0, 60, 0, 0, 0, 0, 0, 0 }, 0, 18);
			assertThatIOException().isThrownBy(() -> stream.read(new byte[100], 0, 100))
				.withMessage("the server expects TLS; write mqtts:// instead of mqtt://, or use another port");
			stream.close();
		}
	}

	@Test
	void plainClientIsToldThatTheServerSpeaksHttp() throws IOException {
		try (LoopbackServer server = LoopbackServer.start(Transport.TCP)) {
			TcpStream stream = new TcpStream(server.address(), null);
			stream.open(LONG);
			server.accept().output().write("HTTP/1.1 400 Bad Request".getBytes(StandardCharsets.US_ASCII));
			assertThatIOException().isThrownBy(() -> stream.read(new byte[100], 0, 100))
				.withMessage("the server speaks HTTP; write ws:// instead of mqtt://, or use another port");
			stream.close();
		}
	}

	private static ServerAddress tls(LoopbackServer server) {
		return new ServerAddress(Transport.TLS, server.address().host(), server.address().port(), "");
	}

	private static TlsStream open(LoopbackServer server, TlsOptions options) throws IOException {
		TlsStream stream = new TlsStream(server.address(), options, null);
		try {
			stream.open(LONG);
			return stream;
		}
		catch (IOException ex) {
			stream.close();
			throw ex;
		}
	}

	private static ThrowableAssertAlternative<? extends IOException> assertFailure(LoopbackServer server,
			TlsOptions options) {
		return assertThatIOException().isThrownBy(() -> open(server, options));
	}

	private static ExtendedSSLSession session(PeerConnection connection) {
		return (ExtendedSSLSession) ((SSLSocket) connection.socket()).getSession();
	}

}
