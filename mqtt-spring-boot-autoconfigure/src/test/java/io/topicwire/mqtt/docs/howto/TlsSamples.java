package io.topicwire.mqtt.docs.howto;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.stream.TlsOptions;

/**
 * Samples of TLS without Spring.
 */
class TlsSamples {

	MqttClient client(Path keyStoreFile, char[] password) {
		// tag::client[]
		MqttClient client = MqttClient.builder("mqtts://broker.example.com")
			.clientId("meter-7")
			.tls(TlsOptions.DEFAULT.sslContext(() -> createContext(keyStoreFile, password)))
			.build();
		// end::client[]
		return client;
	}

	// tag::context[]
	private static SSLContext createContext(Path file, char[] password) {
		try (InputStream stream = Files.newInputStream(file)) {
			KeyStore store = KeyStore.getInstance("PKCS12");
			store.load(stream, password);
			KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			keys.init(store, password);
			TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			trust.init(store);
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
			return context;
		}
		catch (Exception ex) {
			throw new IllegalStateException("Cannot use " + file, ex);
		}
	}
	// end::context[]

}
