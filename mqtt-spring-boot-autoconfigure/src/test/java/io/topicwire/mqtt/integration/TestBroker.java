package io.topicwire.mqtt.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;

/**
 * A real broker in this process, which can be stopped and started again at the same port.
 */
class TestBroker implements AutoCloseable {

	private final int port = findPort();

	private EmbeddedActiveMQ server = new EmbeddedActiveMQ();

	private static int findPort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String url() {
		return "mqtt://127.0.0.1:" + this.port;
	}

	TestBroker start() throws Exception {
		Configuration configuration = new ConfigurationImpl().setPersistenceEnabled(false).setSecurityEnabled(false);
		configuration.addAcceptorConfiguration("mqtt", "tcp://127.0.0.1:" + this.port + "?protocols=MQTT");
		this.server = new EmbeddedActiveMQ().setConfiguration(configuration);
		this.server.start();
		return this;
	}

	void stop() throws Exception {
		this.server.stop();
	}

	@Override
	public void close() throws Exception {
		stop();
	}

}
