package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

import io.topicwire.mqtt.Credentials;
import io.topicwire.mqtt.HandlerFailurePolicy;
import io.topicwire.mqtt.InboxOverflowPolicy;
import io.topicwire.mqtt.MessageHandler;
import io.topicwire.mqtt.MqttClientListener;
import io.topicwire.mqtt.MqttSessionStoreException;
import io.topicwire.mqtt.MqttUnsupportedVersionException;
import io.topicwire.mqtt.OutboxOptions;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.ReconnectPolicy;
import io.topicwire.mqtt.ResubscribePolicy;
import io.topicwire.mqtt.SessionLossPolicy;
import io.topicwire.mqtt.UnmatchedMessagePolicy;
import io.topicwire.mqtt.UserProperty;
import io.topicwire.mqtt.VersionNegotiation;
import io.topicwire.mqtt.Will;
import io.topicwire.mqtt.auth.Authenticator;
import io.topicwire.mqtt.auth.ScramSha256;
import io.topicwire.mqtt.engine.ClientSettings;
import io.topicwire.mqtt.engine.ConnectOptions;
import io.topicwire.mqtt.engine.Engine;
import io.topicwire.mqtt.engine.Environment;
import io.topicwire.mqtt.engine.HandlerSettings;
import io.topicwire.mqtt.engine.InboxSettings;
import io.topicwire.mqtt.session.SessionStore;
import io.topicwire.mqtt.stream.ProxyOptions;
import io.topicwire.mqtt.stream.TlsOptions;
import io.topicwire.mqtt.stream.WebSocketOptions;
import io.topicwire.mqtt.trace.PacketTap;
import org.jspecify.annotations.Nullable;

/**
 * Builds an {@link MqttClient}. Every setting has a default that suits most applications;
 * all limits are named here. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class MqttClientBuilder {

	private final ServerOptions servers;

	private String clientId = "";

	private @Nullable String logName;

	private List<ProtocolVersion> protocolVersions = List.of(ProtocolVersion.MQTT_5);

	private boolean cleanStart = true;

	private Duration sessionExpiry = Duration.ZERO;

	private SessionStore sessionStore = SessionStore.MEMORY;

	private SessionLossPolicy sessionLossPolicy = SessionLossPolicy.REPUBLISH_AT_LEAST_ONCE;

	private ResubscribePolicy resubscribePolicy = ResubscribePolicy.IF_SESSION_LOST;

	private Duration keepAlive = Duration.ofSeconds(60);

	private Duration pingTimeout = Duration.ofSeconds(10);

	private Duration connectTimeout = Duration.ofSeconds(10);

	private Duration operationTimeout = Duration.ofSeconds(30);

	private Supplier<@Nullable Credentials> credentials = () -> null;

	private boolean credentialsMayChange;

	private @Nullable Authenticator authenticator;

	private @Nullable Will will;

	private boolean requestResponseInformation;

	private boolean requestProblemInformation = true;

	private final List<UserProperty> userProperties = new ArrayList<>();

	private int receiveMaximum = 1_000;

	private int maximumPacketSize = 16 * 1024 * 1024;

	private int topicAliasMaximum;

	private int outgoingTopicAliasMaximum = 64;

	private OutboxOptions outbox = OutboxOptions.DEFAULT;

	private ReconnectPolicy reconnectPolicy = ReconnectPolicy.DEFAULT;

	private int inboxMessages = 10_000;

	private long inboxBytes = 64L * 1024 * 1024;

	private InboxOverflowPolicy inboxOverflowPolicy = InboxOverflowPolicy.DROP_NEWEST;

	private int handlerConcurrency = 1;

	private Duration handlerStuckAfter = Duration.ofSeconds(60);

	private HandlerFailurePolicy handlerFailurePolicy = HandlerFailurePolicy.LEAVE_UNACKNOWLEDGED;

	private UnmatchedMessagePolicy unmatchedMessagePolicy = UnmatchedMessagePolicy.REJECT;

	private @Nullable MessageHandler defaultHandler;

	private final List<MqttClientListener> listeners = new ArrayList<>();

	private final List<PacketTap> taps = new ArrayList<>();

	private @Nullable ThreadFactory threadFactory;

	private Environment environment = Environment.SYSTEM;

	MqttClientBuilder(String url) {
		this.servers = new ServerOptions(Objects.requireNonNull(url, "url must not be null"));
	}

	/**
	 * Set further servers. When the connection to one is lost or cannot be made, the next
	 * one is tried at once, in the order of their URLs and after the last the first
	 * again; the delays of the reconnect policy apply when all were tried. The servers
	 * must share sessions as those of a cluster do, or keep none: a session that the next
	 * server knows is taken for the one that was interrupted. None by default.
	 * @param urls where the other servers are
	 * @return this builder
	 */
	public MqttClientBuilder failover(String... urls) {
		this.servers.failover(List.of(urls));
		return this;
	}

	/**
	 * Set whether to go to another server when a server of MQTT 5.0 asks for that and
	 * names it (MQTT 5.0, section 4.11); {@code false} by default, because whoever can
	 * answer for the server could send the client and its credentials anywhere. The other
	 * server is spoken to as the one that named it: with TLS if that was.
	 * @param followServerReference whether to go where a server refers to
	 * @return this builder
	 */
	public MqttClientBuilder followServerReference(boolean followServerReference) {
		this.servers.followReference(followServerReference);
		return this;
	}

	/**
	 * Set how TLS is spoken to a server with {@code mqtts://} or {@code wss://};
	 * {@link TlsOptions#DEFAULT} by default.
	 * @param tls the options
	 * @return this builder
	 */
	public MqttClientBuilder tls(TlsOptions tls) {
		this.servers.tls(Objects.requireNonNull(tls, "tls must not be null"));
		return this;
	}

	/**
	 * Set how a WebSocket is opened to a server with {@code ws://} or {@code wss://};
	 * {@link WebSocketOptions#DEFAULT} by default.
	 * @param webSocket the options
	 * @return this builder
	 */
	public MqttClientBuilder webSocket(WebSocketOptions webSocket) {
		this.servers.webSocket(Objects.requireNonNull(webSocket, "webSocket must not be null"));
		return this;
	}

	/**
	 * Set the proxy that connections are made through; none by default. A WebSocket can
	 * go through an HTTP proxy that wants no credentials.
	 * @param proxy the proxy, or {@code null} for none
	 * @return this builder
	 */
	public MqttClientBuilder proxy(@Nullable ProxyOptions proxy) {
		this.servers.proxy(proxy);
		return this;
	}

	/**
	 * Set the client identifier (MQTT 5.0, section 3.1.3.1). Two clients with the same
	 * one throw each other out. By default it is empty and the broker assigns one.
	 * @param clientId the client identifier
	 * @return this builder
	 */
	public MqttClientBuilder clientId(String clientId) {
		this.clientId = Objects.requireNonNull(clientId, "clientId must not be null");
		return this;
	}

	/**
	 * Set what the client is called in the log, such as the name that its connection has
	 * in a configuration: the lines then begin with {@code [name/clientId]}, otherwise
	 * with {@code [clientId]}. None by default.
	 * @param logName the name, or {@code null} for none
	 * @return this builder
	 */
	public MqttClientBuilder logName(@Nullable String logName) {
		this.logName = logName;
		return this;
	}

	/**
	 * Set the version of MQTT to speak, and no other one; MQTT 5.0 by default. A broker
	 * that does not speak it fails the connect with an
	 * {@link MqttUnsupportedVersionException}.
	 * @param protocolVersion the version
	 * @return this builder
	 */
	public MqttClientBuilder protocolVersion(ProtocolVersion protocolVersion) {
		this.protocolVersions = List.of(Objects.requireNonNull(protocolVersion, "protocolVersion must not be null"));
		return this;
	}

	/**
	 * Let the client find out which version of MQTT to speak. All other settings must
	 * make sense in both versions; what only MQTT 5.0 knows and does without harm, such
	 * as the delay of the will, has no effect in MQTT 3.1.1.
	 * @param negotiation how to find out
	 * @return this builder
	 */
	public MqttClientBuilder protocolVersion(VersionNegotiation negotiation) {
		Objects.requireNonNull(negotiation, "negotiation must not be null");
		this.protocolVersions = List.of(ProtocolVersion.MQTT_5, ProtocolVersion.MQTT_3_1_1);
		return this;
	}

	/**
	 * Set whether the first connect discards a session that the broker has stored (Clean
	 * Start in MQTT 5.0, section 3.1.2.4; Clean Session in MQTT 3.1.1); {@code true} by
	 * default. With {@code false} the client declares that the session of an earlier
	 * process with the same client identifier is its own: what the broker has kept is
	 * delivered, but of what that process had published and not seen acknowledged the
	 * client knows nothing. A reconnect resumes the session if there can be one: in MQTT
	 * 5.0 if the session expiry agreed on is above zero, in MQTT 3.1.1 if this is
	 * {@code false}. A broker that continues any other session is left with an error.
	 * @param cleanStart whether to start with a new session
	 * @return this builder
	 */
	public MqttClientBuilder cleanStart(boolean cleanStart) {
		this.cleanStart = cleanStart;
		return this;
	}

	/**
	 * Set how long the broker keeps the session after the connection has ended (MQTT 5.0,
	 * section 3.1.2.11.2); zero by default. MQTT 3.1.1 knows for ever only.
	 * @param sessionExpiry from 0 to 4,294,967,295 seconds, the maximum being for ever
	 * @return this builder
	 */
	public MqttClientBuilder sessionExpiry(Duration sessionExpiry) {
		this.sessionExpiry = Objects.requireNonNull(sessionExpiry, "sessionExpiry must not be null");
		return this;
	}

	/**
	 * Set what becomes of messages of QoS 1 and 2 that were sent but not acknowledged
	 * when the broker has lost the session, or keeps none. By default those of QoS 1 are
	 * published again as new messages, and those of QoS 2, which must not arrive twice,
	 * fail.
	 * @param sessionLossPolicy what to do
	 * @return this builder
	 */
	public MqttClientBuilder sessionLossPolicy(SessionLossPolicy sessionLossPolicy) {
		this.sessionLossPolicy = Objects.requireNonNull(sessionLossPolicy, "sessionLossPolicy must not be null");
		return this;
	}

	/**
	 * Set when subscriptions are asked for again after a reconnect;
	 * {@link ResubscribePolicy#IF_SESSION_LOST} by default.
	 * @param resubscribePolicy the policy
	 * @return this builder
	 */
	public MqttClientBuilder resubscribe(ResubscribePolicy resubscribePolicy) {
		this.resubscribePolicy = Objects.requireNonNull(resubscribePolicy, "resubscribePolicy must not be null");
		return this;
	}

	/**
	 * Set where the client's part of the session is kept; {@link SessionStore#MEMORY} by
	 * default. A store on disk lets messages of QoS 1 and 2 that were accepted for
	 * sending, and the packet identifiers of received messages of QoS 2, survive the
	 * process. It needs a {@link #clientId}, {@link #cleanStart cleanStart(false)} and,
	 * with MQTT 5.0, a {@link #sessionExpiry}, and is opened by {@link #build()}: the
	 * client has to be closed.
	 * @param sessionStore the store, which several clients may share
	 * @return this builder
	 */
	public MqttClientBuilder sessionStore(SessionStore sessionStore) {
		this.sessionStore = Objects.requireNonNull(sessionStore, "sessionStore must not be null");
		return this;
	}

	/**
	 * Set how long nothing may be sent before a PINGREQ is (MQTT 5.0, section 3.1.2.10);
	 * 60 seconds by default. The broker may overrule it.
	 * @param keepAlive from 0 to 65,535 seconds, 0 for no pings
	 * @return this builder
	 */
	public MqttClientBuilder keepAlive(Duration keepAlive) {
		this.keepAlive = Objects.requireNonNull(keepAlive, "keepAlive must not be null");
		return this;
	}

	/**
	 * Set how long to wait for a PINGRESP before the connection is given up; 10 seconds
	 * by default.
	 * @param pingTimeout more than zero
	 * @return this builder
	 */
	public MqttClientBuilder pingTimeout(Duration pingTimeout) {
		this.pingTimeout = Objects.requireNonNull(pingTimeout, "pingTimeout must not be null");
		return this;
	}

	/**
	 * Set the time limit of one attempt to connect, from the first byte to the CONNACK,
	 * with everything in between such as proxy, TLS and WebSocket; 10 seconds by default.
	 * The first connect may take that time for each of several servers.
	 * @param connectTimeout more than zero
	 * @return this builder
	 */
	public MqttClientBuilder connectTimeout(Duration connectTimeout) {
		this.connectTimeout = Objects.requireNonNull(connectTimeout, "connectTimeout must not be null");
		return this;
	}

	/**
	 * Set the time limit of publish, subscribe, unsubscribe and disconnect, time without
	 * a connection included; 30 seconds by default. A message that was not sent by then
	 * is taken out of the outbox; for one that was sent, the exchange with the broker
	 * goes on.
	 * @param operationTimeout more than zero
	 * @return this builder
	 */
	public MqttClientBuilder operationTimeout(Duration operationTimeout) {
		this.operationTimeout = Objects.requireNonNull(operationTimeout, "operationTimeout must not be null");
		return this;
	}

	/**
	 * Set user name and password.
	 * @param username the user name
	 * @param password the password
	 * @return this builder
	 */
	public MqttClientBuilder credentials(@Nullable String username, @Nullable String password) {
		Credentials credentials = Credentials.of(username, password);
		credentials(() -> credentials);
		this.credentialsMayChange = false;
		return this;
	}

	/**
	 * Set where user name and password come from. Asked for at every attempt to connect,
	 * on a thread of the client, so that a token can be renewed.
	 * @param credentials supplies the credentials, or {@code null} for none
	 * @return this builder
	 */
	public MqttClientBuilder credentials(Supplier<@Nullable Credentials> credentials) {
		this.credentials = Objects.requireNonNull(credentials, "credentials must not be null");
		this.credentialsMayChange = true;
		return this;
	}

	/**
	 * Set where user name and password come from if that takes a while. Asked for at
	 * every attempt to connect, which waits for the answer within the connect timeout.
	 * @param credentials supplies the credentials, or {@code null} for none
	 * @return this builder
	 */
	public MqttClientBuilder credentialsAsync(Supplier<? extends CompletionStage<@Nullable Credentials>> credentials) {
		Objects.requireNonNull(credentials, "credentials must not be null");
		return credentials(() -> PendingCredentials.await(credentials.get()));
	}

	/**
	 * Set the method of enhanced authentication (MQTT 5.0, section 4.12), such as
	 * {@link ScramSha256}; none by default. Possible with {@link ProtocolVersion#MQTT_5}
	 * only: a broker that could make the client fall back to MQTT 3.1.1 would do without
	 * it.
	 * @param authenticator the method, or {@code null} for none
	 * @return this builder
	 */
	public MqttClientBuilder authenticator(@Nullable Authenticator authenticator) {
		this.authenticator = authenticator;
		return this;
	}

	/**
	 * Set the message that the broker publishes when the connection breaks.
	 * @param will the will, or {@code null} for none
	 * @return this builder
	 */
	public MqttClientBuilder will(@Nullable Will will) {
		this.will = will;
		return this;
	}

	/**
	 * Set whether to ask the broker for a base of response topics (MQTT 5.0, section
	 * 3.1.2.11.6); {@code false} by default. It is found in the result of the connect if
	 * the broker has one.
	 * @param requestResponseInformation whether to ask for it
	 * @return this builder
	 */
	public MqttClientBuilder requestResponseInformation(boolean requestResponseInformation) {
		this.requestResponseInformation = requestResponseInformation;
		return this;
	}

	/**
	 * Set whether the broker may explain failures in every packet (MQTT 5.0, section
	 * 3.1.2.11.7); {@code true} by default. If not, it does so only when it refuses or
	 * ends the connection.
	 * @param requestProblemInformation whether it may
	 * @return this builder
	 */
	public MqttClientBuilder requestProblemInformation(boolean requestProblemInformation) {
		this.requestProblemInformation = requestProblemInformation;
		return this;
	}

	/**
	 * Add a user property to CONNECT (MQTT 5.0, section 3.1.2.11.8). Order and repeats
	 * are kept.
	 * @param name the name
	 * @param value the value
	 * @return this builder
	 */
	public MqttClientBuilder userProperty(String name, String value) {
		this.userProperties.add(new UserProperty(name, value));
		return this;
	}

	/**
	 * Set how many received messages of QoS 1 and 2 may wait for their handlers; 1,000 by
	 * default. Announced to an MQTT 5.0 broker as Receive Maximum; from an MQTT 3.1.1
	 * broker the client stops to read when that many wait. Messages of QoS 0 have a limit
	 * of their own, {@link #inboxMessages}.
	 * @param receiveMaximum from 1 to 65,535
	 * @return this builder
	 */
	public MqttClientBuilder receiveMaximum(int receiveMaximum) {
		this.receiveMaximum = receiveMaximum;
		return this;
	}

	/**
	 * Set the size of the largest packet that is accepted; 16 MiB by default. Announced
	 * to an MQTT 5.0 broker. A larger packet ends the connection.
	 * @param maximumPacketSize in bytes, from 20 to 268,435,460
	 * @return this builder
	 */
	public MqttClientBuilder maximumPacketSize(int maximumPacketSize) {
		this.maximumPacketSize = maximumPacketSize;
		return this;
	}

	/**
	 * Set how many topics the broker may replace by a topic alias, a number that it sends
	 * instead of the topic (MQTT 5.0, section 3.3.2.3.4); 0 by default, because there are
	 * brokers that confuse them when subscriptions overlap, which ends the connection.
	 * Announced to an MQTT 5.0 broker as Topic Alias Maximum. Messages are handed out
	 * with their topic all the same; each alias costs the memory of one topic.
	 * @param topicAliasMaximum from 0, for none, to 65,535
	 * @return this builder
	 */
	public MqttClientBuilder topicAliasMaximum(int topicAliasMaximum) {
		this.topicAliasMaximum = topicAliasMaximum;
		return this;
	}

	/**
	 * Set how many topics are replaced by a topic alias when messages are sent, if the
	 * broker allows as many; 64 by default. The client decides by itself for which topics
	 * that saves bytes.
	 * @param outgoingTopicAliasMaximum from 0, for none, to 65,535
	 * @return this builder
	 */
	public MqttClientBuilder outgoingTopicAliasMaximum(int outgoingTopicAliasMaximum) {
		this.outgoingTopicAliasMaximum = outgoingTopicAliasMaximum;
		return this;
	}

	/**
	 * Set how much may wait to be sent, and what becomes of a message that finds no room;
	 * {@link OutboxOptions#DEFAULT} by default.
	 * @param outbox the options
	 * @return this builder
	 */
	public MqttClientBuilder outbox(OutboxOptions outbox) {
		this.outbox = Objects.requireNonNull(outbox, "outbox must not be null");
		return this;
	}

	/**
	 * Set when a lost connection is made anew; {@link ReconnectPolicy#DEFAULT} by
	 * default.
	 * @param reconnectPolicy the policy
	 * @return this builder
	 */
	public MqttClientBuilder reconnect(ReconnectPolicy reconnectPolicy) {
		this.reconnectPolicy = Objects.requireNonNull(reconnectPolicy, "reconnectPolicy must not be null");
		return this;
	}

	/**
	 * Set how many received messages of QoS 0 may wait for their handlers; 10,000 by
	 * default. A handler that is stuck may have as many of its own waiting. What becomes
	 * of messages beyond is up to {@link #onInboxOverflow}.
	 * @param messages how many messages; at least 1
	 * @return this builder
	 */
	public MqttClientBuilder inboxMessages(int messages) {
		this.inboxMessages = messages;
		return this;
	}

	/**
	 * Set how many bytes of received messages of QoS 1 and 2 may wait for their handlers,
	 * and how many of QoS 0; 64 MiB by default, four of the largest packets that are
	 * accepted by default. Counted are payload, topic and properties, from the moment
	 * when a message was read until its handlers have returned; what is acknowledged
	 * later is limited by {@link #receiveMaximum} only. When messages of QoS 1 and 2 take
	 * that much, the client reads nothing until handlers have made room, so that the
	 * broker has to wait; pings go on. That holds back the acknowledgements of messages
	 * that are published as well. What becomes of messages of QoS 0 is up to
	 * {@link #onInboxOverflow}. A message that is larger than the limit is handled when
	 * no other one waits.
	 * @param bytes how many bytes; at least 1
	 * @return this builder
	 */
	public MqttClientBuilder inboxLimit(long bytes) {
		this.inboxBytes = bytes;
		return this;
	}

	/**
	 * Set what becomes of received messages of QoS 0 when more of them wait for their
	 * handlers than {@link #inboxMessages} and {@link #inboxLimit} allow;
	 * {@link InboxOverflowPolicy#DROP_NEWEST} by default.
	 * @param inboxOverflowPolicy the policy
	 * @return this builder
	 */
	public MqttClientBuilder onInboxOverflow(InboxOverflowPolicy inboxOverflowPolicy) {
		this.inboxOverflowPolicy = Objects.requireNonNull(inboxOverflowPolicy, "inboxOverflowPolicy must not be null");
		return this;
	}

	/**
	 * Set how many handlers may run at once; 1 by default, so that all messages are
	 * handled one after the other in the order in which they come. With more, that holds
	 * for the messages of each topic only: a handler may be called for messages of
	 * different topics at the same time, and has to be thread-safe. Acknowledgements
	 * leave in the order in which the messages came in any case. Each handler that runs
	 * takes a thread, which ends when there is nothing to do.
	 * @param handlerConcurrency how many handlers; at least 1
	 * @return this builder
	 */
	public MqttClientBuilder handlerConcurrency(int handlerConcurrency) {
		this.handlerConcurrency = handlerConcurrency;
		return this;
	}

	/**
	 * Set how long a handler may run before it is taken for stuck; 60 seconds by default.
	 * It is logged with the stack of its thread, counted, told to listeners, and the
	 * other handlers go on on another thread: also in their order of arrival, but not any
	 * more one after the other with the one that is stuck. Its own messages wait for it,
	 * with a {@link #handlerConcurrency} above 1 those of the same topic, within the
	 * limits of the inbox. They hold back the acknowledgements of no others (MQTT 5.0,
	 * section 4.6): those that were overtaken stay unacknowledged on this connection, and
	 * the broker sends them again on the next one if it keeps the session; one of QoS 1
	 * is then handled again, one of QoS 2 is not. As they count against the Receive
	 * Maximum, the broker sends no more messages of QoS 1 and 2 when that many wait.
	 * @param handlerStuckAfter how long; zero for any time
	 * @return this builder
	 */
	public MqttClientBuilder handlerStuckAfter(Duration handlerStuckAfter) {
		this.handlerStuckAfter = Objects.requireNonNull(handlerStuckAfter, "handlerStuckAfter must not be null");
		return this;
	}

	/**
	 * Set what becomes of a message of QoS 1 or 2 whose handler failed;
	 * {@link HandlerFailurePolicy#LEAVE_UNACKNOWLEDGED} by default.
	 * @param handlerFailurePolicy the policy
	 * @return this builder
	 */
	public MqttClientBuilder onHandlerFailure(HandlerFailurePolicy handlerFailurePolicy) {
		this.handlerFailurePolicy = Objects.requireNonNull(handlerFailurePolicy,
				"handlerFailurePolicy must not be null");
		return this;
	}

	/**
	 * Set what becomes of a message of QoS 1 or 2 that no handler wants;
	 * {@link UnmatchedMessagePolicy#REJECT} by default. One that comes on a resumed
	 * session is kept unacknowledged before, until a matching handler is registered, but
	 * no longer than until the operation timeout after the connect, within the limits of
	 * the inbox, and not if its topic was unsubscribed.
	 * @param unmatchedMessagePolicy the policy
	 * @return this builder
	 */
	public MqttClientBuilder onUnmatchedMessage(UnmatchedMessagePolicy unmatchedMessagePolicy) {
		this.unmatchedMessagePolicy = Objects.requireNonNull(unmatchedMessagePolicy,
				"unmatchedMessagePolicy must not be null");
		return this;
	}

	/**
	 * Set the handler for messages that no subscription of this client wants, as they
	 * come from a session that an earlier process left behind. Without one, see
	 * {@link #onUnmatchedMessage}.
	 * @param defaultHandler the handler, or {@code null} for none
	 * @return this builder
	 */
	public MqttClientBuilder defaultHandler(@Nullable MessageHandler defaultHandler) {
		this.defaultHandler = defaultHandler;
		return this;
	}

	/**
	 * Add a listener for what happens to the connection.
	 * @param listener the listener
	 * @return this builder
	 */
	public MqttClientBuilder listener(MqttClientListener listener) {
		this.listeners.add(Objects.requireNonNull(listener, "listener must not be null"));
		return this;
	}

	/**
	 * Show every packet that is sent and received to a tap, for example a
	 * {@link io.topicwire.mqtt.trace.PacketLog}. May be called several times. There is
	 * none by default, which costs nothing. The client does not close the tap.
	 * @param tap the tap
	 * @return this builder
	 */
	public MqttClientBuilder trace(PacketTap tap) {
		this.taps.add(Objects.requireNonNull(tap, "tap must not be null"));
		return this;
	}

	/**
	 * Set where the client's threads come from, for example a factory of virtual threads.
	 * Called on any thread, those of the client included; must return at once. By default
	 * they are daemon platform threads with names that begin with {@code mqtt-} and the
	 * context class loader of the thread that builds the client. The one thread that is
	 * the timer of all clients of the JVM, {@code mqtt-timer}, is never made by a
	 * factory; it ends with the last client.
	 * @param threadFactory the factory
	 * @return this builder
	 */
	public MqttClientBuilder threadFactory(ThreadFactory threadFactory) {
		this.threadFactory = Objects.requireNonNull(threadFactory, "threadFactory must not be null");
		return this;
	}

	/**
	 * Set the outside world, for tests.
	 */
	MqttClientBuilder environment(Environment environment) {
		this.environment = environment;
		return this;
	}

	/**
	 * Build the client. It has no thread and no connection until it is used.
	 * @return the client
	 * @throws IllegalArgumentException if a setting is out of range, or settings
	 * contradict each other
	 * @throws MqttSessionStoreException if the session store cannot be opened
	 */
	public MqttClient build() {
		ClientSettings settings = settings();
		new SettingsCheck(settings).requireValid();
		Engine engine = new Engine(settings, this.environment);
		for (MqttClientListener listener : this.listeners) {
			engine.addListener(listener);
		}
		return new DefaultMqttClient(this.servers.url(), engine);
	}

	ClientSettings settings() {
		return new ClientSettings(this.servers.settings(), this.clientId, this.logName, this.protocolVersions,
				this.cleanStart, this.sessionExpiry, this.sessionLossPolicy, this.resubscribePolicy, this.keepAlive,
				this.pingTimeout, this.connectTimeout, this.operationTimeout, this.credentials,
				this.credentialsMayChange, this.will,
				new ConnectOptions(this.requestResponseInformation, this.requestProblemInformation,
						List.copyOf(this.userProperties), this.authenticator),
				this.receiveMaximum, this.maximumPacketSize, this.topicAliasMaximum, this.outgoingTopicAliasMaximum,
				this.outbox, this.sessionStore, this.reconnectPolicy,
				new InboxSettings(this.inboxMessages, this.inboxBytes, this.inboxOverflowPolicy),
				new HandlerSettings(this.handlerConcurrency, this.handlerStuckAfter, this.handlerFailurePolicy,
						this.unmatchedMessagePolicy, this.defaultHandler),
				List.copyOf(this.taps), this.threadFactory);
	}

}
