package io.topicwire.mqtt.sample.broker;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link EmbeddedBroker}.
 */
class EmbeddedBrokerTests {

	private static final byte[] CONNECT = { 0x10, 13, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 0, 0, 1, 'a' };

	private static final byte[] CONNACK = { 0x20, 2, 0, 0 };

	private final EmbeddedBroker broker = new EmbeddedBroker(0);

	@AfterEach
	void stopBroker() throws Exception {
		this.broker.stop();
	}

	@Test
	void acceptsClientsOnAFreePort() throws Exception {
		this.broker.start();
		assertThat(port()).isNotZero();
		assertThat(connect()).isEqualTo(CONNACK);
	}

	@Test
	void acceptsNobodyWhenStopped() throws Exception {
		this.broker.start();
		this.broker.stop();
		assertThatExceptionOfType(ConnectException.class).isThrownBy(this::connect);
	}

	@Test
	void startsAgainOnTheSamePort() throws Exception {
		this.broker.start();
		int port = port();
		this.broker.stop();
		this.broker.start();
		assertThat(port()).isEqualTo(port);
		assertThat(connect()).isEqualTo(CONNACK);
	}

	@Test
	void saysWhatToDoWhenThePortIsInUse() throws Exception {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			int port = socket.getLocalPort();
			assertThatExceptionOfType(BrokerPortInUseException.class).isThrownBy(new EmbeddedBroker(port)::start)
				.satisfies((ex) -> {
					FailureAnalysis analysis = new BrokerPortInUseFailureAnalyzer().analyze(ex);
					assertThat(analysis).isNotNull();
					assertThat(analysis.getDescription()).contains("Port " + port + " on 127.0.0.1 is in use");
					assertThat(analysis.getAction()).contains("--mqtt.url=mqtt://localhost:" + port)
						.contains("--sample.broker.port=");
				});
		}
	}

	private int port() {
		return URI.create(this.broker.url()).getPort();
	}

	private byte[] connect() throws IOException {
		try (Socket socket = new Socket("127.0.0.1", port())) {
			socket.getOutputStream().write(CONNECT);
			return socket.getInputStream().readNBytes(CONNACK.length);
		}
	}

}
