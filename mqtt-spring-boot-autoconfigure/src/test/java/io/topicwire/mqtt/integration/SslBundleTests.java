package io.topicwire.mqtt.integration;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.boot.autoconfigure.MqttAutoConfiguration;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.annotation.MqttListener;
import io.topicwire.mqtt.spring.core.MqttTemplate;
import io.topicwire.mqtt.stream.ServerAddress;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.jks.JksSslStoreBundle;
import org.springframework.boot.ssl.jks.JksSslStoreDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for SSL bundles that change while the application is connected to a real broker.
 */
class SslBundleTests {

	@TempDir
	private Path directory;

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MqttAutoConfiguration.class, SslAutoConfiguration.class))
		.withBean(Received.class)
		.withPropertyValues(
				"spring.ssl.bundle.jks.plant.keystore.location=classpath:io/topicwire/mqtt/stream/client.p12",
				"spring.ssl.bundle.jks.plant.keystore.password=changeit",
				"spring.ssl.bundle.jks.plant.keystore.type=PKCS12",
				"spring.ssl.bundle.jks.plant.truststore.location=classpath:io/topicwire/mqtt/stream/trust.p12",
				"spring.ssl.bundle.jks.plant.truststore.password=changeit",
				"spring.ssl.bundle.jks.plant.truststore.type=PKCS12", "mqtt.ssl.bundle=plant", "mqtt.client-id=meter-7",
				"mqtt.session.expiry-interval=1h", "mqtt.recovery.delay=50ms");

	@Test
	void newCertificateIsShownToTheBrokerAndNoMessageIsLost() throws Exception {
		try (TestBroker broker = TestBroker.secure(store("server"), store("trust")).start()) {
			this.contextRunner.withPropertyValues("mqtt.url=" + broker.url()).run((context) -> {
				assertThat(context).hasNotFailed();
				MqttClient client = context.getBean(MqttClient.class);
				awaitConnected(client);
				assertThat(broker.peers()).containsExactly("CN=client");
				List<CompletableFuture<?>> sent = new ArrayList<>();
				Set<String> payloads = ConcurrentHashMap.newKeySet();
				for (int i = 0; i < 200; i++) {
					if (i == 100) {
						context.getBean(SslBundleRegistry.class).updateBundle("plant", bundle("server"));
					}
					payloads.add("message-" + i);
					sent.add(context.getBean(MqttTemplate.class).send("reports", "message-" + i).toCompletableFuture());
				}
				assertThat(CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)))
					.succeedsWithin(Duration.ofSeconds(20));
				Awaitility.await().until(() -> context.getBean(Received.class).payloads.containsAll(payloads));
				assertThat(broker.peers()).containsExactly("CN=server");
				assertThat(client.status().reconnects()).isEqualTo(1);
			});
		}
	}

	@Test
	void clientThatCannotConnectTriesTheNewBundleAtOnce() throws Exception {
		try (TestBroker broker = TestBroker.secure(store("server"), store("trust")).start()) {
			this.contextRunner
				.withPropertyValues("mqtt.url=" + broker.url(), "mqtt.recovery.delay=1h", "mqtt.recovery.max-delay=1h",
						"spring.ssl.bundle.jks.plant.keystore.location=classpath:io/topicwire/mqtt/stream/stranger.p12")
				.run((context) -> {
					MqttClient client = context.getBean(MqttClient.class);
					Awaitility.await().until(() -> client.status().lastFailure() != null);
					context.getBean(SslBundleRegistry.class).updateBundle("plant", bundle("client"));
					awaitConnected(client);
				});
		}
	}

	private static void awaitConnected(MqttClient client) {
		Awaitility.await().until(() -> client.status().state() == ConnectionState.CONNECTED);
	}

	private SslBundle bundle(String key) throws IOException {
		JksSslStoreDetails keyStore = new JksSslStoreDetails("PKCS12", null, store(key).toUri().toString(), "changeit");
		JksSslStoreDetails trustStore = new JksSslStoreDetails("PKCS12", null, store("trust").toUri().toString(),
				"changeit");
		return SslBundle.of(new JksSslStoreBundle(keyStore, trustStore));
	}

	/**
	 * Copy a store of the tests of the client to where a broker finds it.
	 */
	private Path store(String name) throws IOException {
		Path file = this.directory.resolve(name + ".p12");
		if (!Files.exists(file)) {
			try (InputStream stream = ServerAddress.class.getResourceAsStream(name + ".p12")) {
				Files.copy(Objects.requireNonNull(stream), file);
			}
		}
		return file;
	}

	static class Received {

		private final Set<String> payloads = ConcurrentHashMap.newKeySet();

		@MqttListener("reports")
		void onReport(String payload) {
			this.payloads.add(payload);
		}

	}

}
