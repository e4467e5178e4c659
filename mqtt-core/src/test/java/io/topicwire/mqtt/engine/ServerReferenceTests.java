package io.topicwire.mqtt.engine;

import java.util.List;

import io.topicwire.mqtt.stream.ServerAddress;
import io.topicwire.mqtt.stream.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServerReference}.
 */
class ServerReferenceTests {

	private static final ServerAddress ORIGIN = new ServerAddress(Transport.TLS, "origin", 8884, "");

	@ParameterizedTest
	@CsvSource({ "other, other, 8884", "other.example.com:1, other.example.com, 1", "10.0.0.7:65535, 10.0.0.7, 65535",
			"[2001:db8::1], 2001:db8::1, 8884", "[::1]:7, ::1, 7", "my_broker, my_broker, 8884" })
	void entryIsAHostWithOrWithoutAPort(String reference, String host, int port) {
		assertThat(ServerReference.parse(reference, ORIGIN))
			.containsExactly(new ServerAddress(Transport.TLS, host, port, ""));
	}

	@Test
	void entriesKeepTheirOrder() {
		assertThat(ServerReference.parse("a b:2  c", ORIGIN)).extracting(ServerAddress::host)
			.containsExactly("a", "b", "c");
	}

	@Test
	void pathOfAWebSocketIsKept() {
		ServerAddress origin = new ServerAddress(Transport.SECURE_WEB_SOCKET, "origin", 443, "/mqtt?a=b");
		assertThat(ServerReference.parse("other", origin))
			.containsExactly(new ServerAddress(Transport.SECURE_WEB_SOCKET, "other", 443, "/mqtt?a=b"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a:", "a:0", "a:65536", "a:b", "mqtt://a", "user@a", "a/b", "::1", "[a", "a\r\nb",
			"origin", "origin:8884" })
	void whatCannotBeUsedIsLeftOut(String reference) {
		assertThat(ServerReference.parse(reference, ORIGIN)).isEmpty();
		assertThat(ServerReference.parse(reference + " other", ORIGIN)).hasSize(1);
	}

	@Test
	void longListIsCut() {
		assertThat(ServerReference.parse("a ".repeat(60_000 / 2), ORIGIN)).hasSize(8);
	}

	@Test
	void unixSocketCannotReferToAnotherServer() {
		assertThat(ServerReference.parse("other", new ServerAddress(Transport.UNIX_SOCKET, "", 0, "/socket")))
			.isEqualTo(List.of());
	}

}
