package io.topicwire.mqtt.test;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTSession;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTSessionState;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTStateManager;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * An Apache Artemis that runs from {@link #start} until {@link #stop} and keeps nothing
 * on disk. With {@link SharedSubscriptionQueues} the only class that knows Artemis.
 */
final class ArtemisServer {

	static final String HOST = "127.0.0.1";

	private static final String ACCEPTOR = "mqtt";

	private final EmbeddedActiveMQ artemis;

	private ArtemisServer(EmbeddedActiveMQ artemis) {
		this.artemis = artemis;
	}

	/**
	 * Start a server.
	 * @param port the port, or 0 for any free one
	 */
	static ArtemisServer start(int port) throws Exception {
		ArtemisLogging.quieten();
		EmbeddedActiveMQ artemis = new EmbeddedActiveMQ().setConfiguration(configuration(port));
		artemis.start();
		// A failed start is only logged by Artemis
		if (!artemis.getActiveMQServer().isActive() || !acceptor(artemis).isStarted()) {
			artemis.stop();
			throw new IllegalStateException("Embedded MQTT broker did not start on %s:%d".formatted(HOST, port));
		}
		ActiveMQServer server = artemis.getActiveMQServer();
		server.getRemotingService().addIncomingInterceptor(new SharedSubscriptionQueues(server));
		return new ArtemisServer(artemis);
	}

	private static Configuration configuration(int port) throws Exception {
		return new ConfigurationImpl().setPersistenceEnabled(false)
			.setSecurityEnabled(false)
			.setJMXManagementEnabled(false)
			.setMaxDiskUsage(-1)
			// So that wills with a delay and the ends of sessions come in time
			.setMqttSessionScanInterval(500)
			.addAddressSetting("#", new AddressSettings().setAddressFullMessagePolicy(AddressFullMessagePolicy.DROP))
			.addAcceptorConfiguration(ACCEPTOR, "tcp://" + HOST + ":" + port + "?protocols=MQTT");
	}

	private static NettyAcceptor acceptor(EmbeddedActiveMQ artemis) {
		return (NettyAcceptor) artemis.getActiveMQServer().getRemotingService().getAcceptor(ACCEPTOR);
	}

	int port() {
		return acceptor(this.artemis).getActualPort();
	}

	void stop() throws Exception {
		this.artemis.stop();
	}

	/**
	 * Return the filters that connected clients of others have subscribed to.
	 */
	Set<String> subscriptions() {
		Set<String> filters = new TreeSet<>();
		attached().flatMap((state) -> state.getSubscriptions().stream())
			.map(MqttTopicSubscription::topicFilter)
			.forEach(filters::add);
		return filters;
	}

	/**
	 * Return how many clients of this package have subscribed to something.
	 */
	int captures() {
		return (int) states().filter((state) -> state.isAttached() && BrokerClients.isOwn(state.getClientId()))
			.filter((state) -> !state.getSubscriptions().isEmpty())
			.count();
	}

	/**
	 * Return the client identifiers of connected clients of others.
	 */
	Set<String> clientIds() {
		Set<String> clientIds = new TreeSet<>();
		attached().map(MQTTSessionState::getClientId).forEach(clientIds::add);
		return clientIds;
	}

	/**
	 * Cut the connections of clients of others, without a DISCONNECT and without waiting.
	 * @return the sessions that were connected
	 */
	List<MQTTSession> cutConnections() {
		List<MQTTSession> sessions = attached().map(MQTTSessionState::getSession).toList();
		for (RemotingConnection connection : server().getRemotingService().getConnections()) {
			if (!BrokerClients.isOwn(connection.getClientID())) {
				connection.getTransportConnection().forceClose();
			}
		}
		return sessions;
	}

	/**
	 * Return whether a session that was connected is so by the same connection.
	 */
	boolean isAttached(MQTTSession session) {
		return attached().anyMatch((state) -> state.getSession() == session);
	}

	private Stream<MQTTSessionState> attached() {
		return states().filter((state) -> state.isAttached() && !BrokerClients.isOwn(state.getClientId()));
	}

	private Stream<MQTTSessionState> states() {
		try {
			return List.copyOf(MQTTStateManager.getInstance(server()).getSessionStates().values()).stream();
		}
		catch (Exception ex) {
			throw new IllegalStateException("Sessions of the embedded MQTT broker cannot be read", ex);
		}
	}

	private ActiveMQServer server() {
		return this.artemis.getActiveMQServer();
	}

}
