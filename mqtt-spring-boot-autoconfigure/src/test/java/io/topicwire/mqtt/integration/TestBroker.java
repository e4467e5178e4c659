package io.topicwire.mqtt.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.Principal;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.utils.CertificateUtil;

/**
 * A real broker in this process, which can be stopped and started again at the same port.
 * Nobody else is given the port while it is not started, and connections are refused.
 */
class TestBroker implements AutoCloseable {

	// Has the port, but does not listen, while the broker is not started
	private Socket placeholder = hold(0);

	private final int port = this.placeholder.getLocalPort();

	private final String scheme;

	private final String parameters;

	private EmbeddedActiveMQ server = new EmbeddedActiveMQ();

	TestBroker() {
		this("mqtt", "");
	}

	private TestBroker(String scheme, String parameters) {
		this.scheme = scheme;
		this.parameters = parameters;
	}

	/**
	 * Create a broker that speaks TLS only and wants to see a certificate of its clients.
	 * @param keyStore what it shows itself
	 * @param trustStore whom it trusts
	 */
	static TestBroker secure(Path keyStore, Path trustStore) {
		return new TestBroker("mqtts",
				";sslEnabled=true;needClientAuth=true;keyStoreType=PKCS12;keyStorePassword=changeit;keyStorePath="
						+ keyStore + ";trustStoreType=PKCS12;trustStorePassword=changeit;trustStorePath=" + trustStore);
	}

	private static Socket hold(int port) {
		try {
			Socket socket = new Socket();
			// Ended connections of the broker may have the port for a while
			socket.setReuseAddress(true);
			socket.bind(new InetSocketAddress("127.0.0.1", port));
			return socket;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String url() {
		return this.scheme + "://127.0.0.1:" + this.port;
	}

	/**
	 * Return whose certificates the present clients have shown.
	 */
	Set<String> peers() {
		return this.server.getActiveMQServer()
			.getRemotingService()
			.getConnections()
			.stream()
			.map(CertificateUtil::getPeerPrincipalFromConnection)
			.filter(Objects::nonNull)
			.map(Principal::getName)
			.collect(Collectors.toSet());
	}

	/**
	 * Return how many connections there are.
	 */
	int connections() {
		return this.server.getActiveMQServer().getRemotingService().getConnections().size();
	}

	/**
	 * Return what clients have subscribed to, with points for slashes and stars for plus
	 * signs, as this broker has it.
	 */
	Set<String> addresses() {
		return this.server.getActiveMQServer()
			.getPostOffice()
			.getAllBindings()
			.map((binding) -> binding.getAddress().toString())
			.collect(Collectors.toSet());
	}

	TestBroker start() throws Exception {
		Configuration configuration = new ConfigurationImpl().setPersistenceEnabled(false).setSecurityEnabled(false);
		configuration.addAcceptorConfiguration("mqtt",
				"tcp://127.0.0.1:" + this.port + "?protocols=MQTT" + this.parameters);
		this.server = new EmbeddedActiveMQ().setConfiguration(configuration);
		this.placeholder.close();
		this.server.start();
		return this;
	}

	void stop() throws Exception {
		this.server.stop();
		if (this.placeholder.isClosed()) {
			this.placeholder = hold(this.port);
		}
	}

	@Override
	public void close() throws Exception {
		stop();
		this.placeholder.close();
	}

}
