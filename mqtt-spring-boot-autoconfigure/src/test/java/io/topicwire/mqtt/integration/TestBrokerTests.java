package io.topicwire.mqtt.integration;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TestBroker}.
 */
class TestBrokerTests {

	@Test
	void portIsGivenToNobodyElseWhileTheBrokerIsNotStarted() throws Exception {
		try (TestBroker broker = new TestBroker()) {
			int port = URI.create(broker.url()).getPort();
			assertIsHeld(port);
			broker.start();
			new Socket("127.0.0.1", port).close();
			broker.stop();
			assertIsHeld(port);
		}
	}

	private static void assertIsHeld(int port) {
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> new Socket("127.0.0.1", port).close());
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> listen(port));
	}

	private static void listen(int port) throws IOException {
		try (ServerSocket socket = new ServerSocket()) {
			// As when any free port is taken
			socket.setReuseAddress(false);
			socket.bind(new InetSocketAddress("127.0.0.1", port));
		}
	}

}
