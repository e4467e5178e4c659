package io.topicwire.mqtt.peer;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;

import io.topicwire.mqtt.stream.Transport;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that servers let nobody in once they are closed. Many times, because the
 * operating system lets somebody in for a moment only.
 */
class ClosedServersTests {

	private static final int ROUNDS = 100;

	@Test
	void loopbackServerLetsNobodyInOnceItIsClosed() {
		for (int i = 0; i < ROUNDS; i++) {
			LoopbackServer server = LoopbackServer.start(Transport.TCP);
			server.close();
			assertRefuses(server.address().port());
		}
	}

	@Test
	void proxyServerLetsNobodyInOnceItIsClosed() throws IOException {
		for (int i = 0; i < ROUNDS; i++) {
			ProxyServer proxy = ProxyServer.http("200 OK");
			proxy.close();
			assertRefuses(proxy.port());
		}
	}

	private static void assertRefuses(int port) {
		assertThatExceptionOfType(ConnectException.class)
			.isThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close());
	}

}
