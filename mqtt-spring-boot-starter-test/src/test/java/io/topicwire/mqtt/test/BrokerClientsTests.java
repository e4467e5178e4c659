package io.topicwire.mqtt.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.MqttConnectRefusedException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link BrokerClients}. That no client is left behind is seen to by the
 * extension that looks for threads after each test.
 */
class BrokerClientsTests {

	private static final byte[] NOT_AUTHORIZED = { 0x20, 3, 0, (byte) 0x87, 0 };

	@Test
	void clientThatCannotConnectLeavesNothing() throws IOException {
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
				BrokerClients clients = new BrokerClients()) {
			CompletableFuture<Void> refusal = CompletableFuture.runAsync(() -> refuse(server));
			String url = "mqtt://127.0.0.1:" + server.getLocalPort();
			assertThatExceptionOfType(MqttConnectRefusedException.class).isThrownBy(() -> clients.publisher(url));
			refusal.join();
		}
	}

	private static void refuse(ServerSocket server) {
		try (Socket socket = server.accept()) {
			socket.getInputStream().read();
			socket.getOutputStream().write(NOT_AUTHORIZED);
			socket.shutdownOutput();
			socket.getInputStream().readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void filterThatIsNoneLeavesNothing() {
		try (EmbeddedMqttBroker broker = new EmbeddedMqttBroker()) {
			broker.start();
			assertThatIllegalArgumentException().isThrownBy(() -> broker.capture("a/#/b"));
			broker.restart();
		}
	}

}
