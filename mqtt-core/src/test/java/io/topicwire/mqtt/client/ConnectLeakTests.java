package io.topicwire.mqtt.client;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Set;

import com.sun.management.UnixOperatingSystemMXBean;
import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.leftover.TrackedClient;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for what attempts to connect leave behind that fail.
 */
class ConnectLeakTests {

	private static final int ATTEMPTS = 50;

	// Holds a port at which nobody listens
	private final Socket port = new Socket();

	@BeforeEach
	void bind() throws IOException {
		this.port.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
	}

	@AfterEach
	void close() throws IOException {
		this.port.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "mqtt", "mqtts", "ws" })
	void failedConnectsLeaveNoOpenFile(String scheme) {
		assumeThat(ManagementFactory.getOperatingSystemMXBean()).isInstanceOf(UnixOperatingSystemMXBean.class);
		try (MqttClient client = client(scheme)) {
			assertFails(client);
			long before = openFiles();
			for (int i = 0; i < ATTEMPTS; i++) {
				assertFails(client);
			}
			Awaitility.await().until(() -> openFiles() < before + ATTEMPTS / 2);
		}
	}

	@Test
	void failedConnectsOfManyClientsLeaveNoThread() {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		for (int i = 0; i < ATTEMPTS; i++) {
			try (MqttClient client = client("mqtt")) {
				assertFails(client);
			}
		}
		Awaitility.await()
			.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
				.filteredOn((thread) -> !before.contains(thread))
				.hasSizeLessThan(ATTEMPTS / 2));
	}

	private MqttClient client(String scheme) {
		return TrackedClient
			.of(MqttClient.builder(scheme + "://localhost:" + this.port.getLocalPort()).clientId("meter-7").build());
	}

	private static void assertFails(MqttClient client) {
		assertThatExceptionOfType(MqttConnectionException.class).isThrownBy(client::connect);
	}

	private static long openFiles() {
		return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount();
	}

}
