package io.topicwire.mqtt.sample.broker;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;

import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * An MQTT broker in this process that keeps nothing on disk and can be reached from this
 * computer only. Can be started again after it was stopped, and has the same port then.
 * Thread-safe.
 *
 * @since 0.1.0
 */
public class EmbeddedBroker {

	private static final Log logger = LogFactory.getLog(EmbeddedBroker.class);

	private static final String HOST = "127.0.0.1";

	private static final String ACCEPTOR = "mqtt";

	private int port;

	private @Nullable EmbeddedActiveMQ server;

	/**
	 * Create a broker.
	 * @param port the port, or 0 to take any free one when the broker is first started
	 */
	public EmbeddedBroker(int port) {
		this.port = port;
	}

	/**
	 * Start the broker. Does nothing if it is started.
	 * @throws BrokerPortInUseException if the port belongs to somebody else
	 * @throws Exception if the broker does not start for another reason
	 */
	public synchronized void start() throws Exception {
		if (this.server != null) {
			return;
		}
		checkPort();
		EmbeddedActiveMQ server = new EmbeddedActiveMQ().setConfiguration(configuration());
		server.start();
		// A failed start is only logged by Artemis
		if (!server.getActiveMQServer().isActive()) {
			server.stop();
			throw new IllegalStateException("Embedded MQTT broker did not start on " + HOST + ":" + this.port);
		}
		ActiveMQServer artemis = server.getActiveMQServer();
		artemis.getRemotingService().addIncomingInterceptor(new SharedSubscriptionQueues(artemis));
		this.server = server;
		this.port = actualPort(server);
		logger.info("Embedded MQTT broker listens on " + url());
	}

	private void checkPort() throws IOException {
		if (this.port == 0) {
			return;
		}
		try {
			new ServerSocket(this.port, 1, InetAddress.getByName(HOST)).close();
		}
		catch (BindException ex) {
			throw new BrokerPortInUseException(HOST, this.port, ex);
		}
	}

	private Configuration configuration() throws Exception {
		return new ConfigurationImpl().setPersistenceEnabled(false)
			.setSecurityEnabled(false)
			.setJMXManagementEnabled(false)
			.setMaxDiskUsage(-1)
			.addAddressSetting("#", new AddressSettings().setAddressFullMessagePolicy(AddressFullMessagePolicy.DROP))
			.addAcceptorConfiguration(ACCEPTOR, "tcp://" + HOST + ":" + this.port + "?protocols=MQTT");
	}

	private static int actualPort(EmbeddedActiveMQ server) {
		return ((NettyAcceptor) server.getActiveMQServer().getRemotingService().getAcceptor(ACCEPTOR)).getActualPort();
	}

	/**
	 * Stop the broker and with it all connections. Does nothing if it is stopped.
	 * @throws Exception if the broker does not stop
	 */
	public synchronized void stop() throws Exception {
		if (this.server != null) {
			this.server.stop();
			this.server = null;
		}
	}

	/**
	 * Return where clients reach the broker.
	 * @return the URL, with the port that was really taken once the broker was started
	 */
	public synchronized String url() {
		return "mqtt://" + HOST + ":" + this.port;
	}

}
