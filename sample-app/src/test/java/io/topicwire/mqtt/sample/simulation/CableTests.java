package io.topicwire.mqtt.sample.simulation;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Cable}.
 */
class CableTests {

	private static final int PATIENCE = 10_000;

	private static String request(Cable cable, String target) throws IOException {
		try (Socket device = new Socket(InetAddress.getLoopbackAddress(), cable.port())) {
			device.setSoTimeout(PATIENCE);
			device.getOutputStream().write((target + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
			return new String(device.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
		}
	}

	@Test
	void requestThatMakesNoSenseIsRefusedAndTheNextIsAnswered() throws IOException {
		try (Cable cable = new Cable("press");
				ServerSocket broker = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			for (String target : new String[] { "GET / HTTP/1.1", "CONNECT 127.0.0.1 HTTP/1.1",
					"CONNECT 127.0.0.1:99999 HTTP/1.1" }) {
				assertThat(request(cable, target)).as(target).isEmpty();
			}
			assertThat(request(cable, "CONNECT 127.0.0.1:" + broker.getLocalPort() + " HTTP/1.1"))
				.isEqualTo("HTTP/1.1 200");
		}
	}

}
