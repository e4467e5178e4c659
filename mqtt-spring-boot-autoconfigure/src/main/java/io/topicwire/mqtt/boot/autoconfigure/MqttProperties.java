package io.topicwire.mqtt.boot.autoconfigure;

import java.io.File;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

import io.topicwire.mqtt.HandlerFailurePolicy;
import io.topicwire.mqtt.InboxOverflowPolicy;
import io.topicwire.mqtt.OfflinePolicy;
import io.topicwire.mqtt.OutboxFullPolicy;
import io.topicwire.mqtt.SessionLossPolicy;
import io.topicwire.mqtt.UnmatchedMessagePolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

/**
 * Configuration properties for MQTT.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("mqtt")
public class MqttProperties {

	/**
	 * URL of the broker.
	 */
	private String url = "mqtt://localhost:1883";

	/**
	 * Client identifier. Two clients with the same one throw each other out. By default,
	 * up to 14 letters and digits of the application name, a hyphen and 8 random
	 * hexadecimal digits, chosen anew at each start.
	 */
	private @Nullable String clientId;

	/**
	 * Login user of the broker.
	 */
	private @Nullable String username;

	/**
	 * Login password of the broker.
	 */
	private @Nullable String password;

	/**
	 * Version of MQTT to speak: 5, 3.1.1, or auto to try 5 first and 3.1.1 if the broker
	 * refuses it.
	 */
	private String protocolVersion = "5";

	/**
	 * Whether the application fails to start when the broker cannot be reached or refuses
	 * the connection. Otherwise the application starts and the connection is retried.
	 */
	private boolean failFast;

	/**
	 * Longest time without traffic before the broker is pinged, up to 65535 seconds. Zero
	 * for no pings. If a duration suffix is not specified, seconds will be used.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private Duration keepAlive = Duration.ofSeconds(60);

	/**
	 * How long to wait for the answer to a ping before the connection is given up. If a
	 * duration suffix is not specified, seconds will be used.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private Duration pingTimeout = Duration.ofSeconds(10);

	/**
	 * Time limit of one attempt to connect. If a duration suffix is not specified,
	 * seconds will be used.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private Duration connectTimeout = Duration.ofSeconds(10);

	/**
	 * Time limit of publish, subscribe and unsubscribe, including time without a
	 * connection. If a duration suffix is not specified, seconds will be used.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private Duration operationTimeout = Duration.ofSeconds(30);

	/**
	 * How many received messages may wait for their listeners, from 1 to 65535. Announced
	 * to an MQTT 5.0 broker as Receive Maximum.
	 */
	private int receiveMaximum = 1000;

	/**
	 * Size of the largest packet that is accepted. A larger one ends the connection.
	 */
	private DataSize maximumPacketSize = DataSize.ofMegabytes(16);

	private final Session session = new Session();

	private final Outbox outbox = new Outbox();

	private final Inbox inbox = new Inbox();

	private final Recovery recovery = new Recovery();

	private final Will will = new Will();

	private final Listener listener = new Listener();

	private final Template template = new Template();

	public String getUrl() {
		return this.url;
	}

	public void setUrl(String url) {
		this.url = url;
	}

	public @Nullable String getClientId() {
		return this.clientId;
	}

	public void setClientId(@Nullable String clientId) {
		this.clientId = clientId;
	}

	public @Nullable String getUsername() {
		return this.username;
	}

	public void setUsername(@Nullable String username) {
		this.username = username;
	}

	public @Nullable String getPassword() {
		return this.password;
	}

	public void setPassword(@Nullable String password) {
		this.password = password;
	}

	public String getProtocolVersion() {
		return this.protocolVersion;
	}

	public void setProtocolVersion(String protocolVersion) {
		this.protocolVersion = protocolVersion;
	}

	public boolean isFailFast() {
		return this.failFast;
	}

	public void setFailFast(boolean failFast) {
		this.failFast = failFast;
	}

	public Duration getKeepAlive() {
		return this.keepAlive;
	}

	public void setKeepAlive(Duration keepAlive) {
		this.keepAlive = keepAlive;
	}

	public Duration getPingTimeout() {
		return this.pingTimeout;
	}

	public void setPingTimeout(Duration pingTimeout) {
		this.pingTimeout = pingTimeout;
	}

	public Duration getConnectTimeout() {
		return this.connectTimeout;
	}

	public void setConnectTimeout(Duration connectTimeout) {
		this.connectTimeout = connectTimeout;
	}

	public Duration getOperationTimeout() {
		return this.operationTimeout;
	}

	public void setOperationTimeout(Duration operationTimeout) {
		this.operationTimeout = operationTimeout;
	}

	public int getReceiveMaximum() {
		return this.receiveMaximum;
	}

	public void setReceiveMaximum(int receiveMaximum) {
		this.receiveMaximum = receiveMaximum;
	}

	public DataSize getMaximumPacketSize() {
		return this.maximumPacketSize;
	}

	public void setMaximumPacketSize(DataSize maximumPacketSize) {
		this.maximumPacketSize = maximumPacketSize;
	}

	public Session getSession() {
		return this.session;
	}

	public Outbox getOutbox() {
		return this.outbox;
	}

	public Inbox getInbox() {
		return this.inbox;
	}

	public Recovery getRecovery() {
		return this.recovery;
	}

	public Will getWill() {
		return this.will;
	}

	public Listener getListener() {
		return this.listener;
	}

	public Template getTemplate() {
		return this.template;
	}

	/**
	 * Properties of the session that the broker keeps.
	 */
	public static class Session {

		/**
		 * Whether the first connect discards a session that the broker has kept.
		 */
		private boolean cleanStart = true;

		/**
		 * How long the broker keeps the session after the connection has ended, up to
		 * 4294967295 seconds. MQTT 5.0 only. If a duration suffix is not specified,
		 * seconds will be used.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private Duration expiryInterval = Duration.ZERO;

		/**
		 * What becomes of messages that were sent but not acknowledged when the broker
		 * has lost the session: they fail, those of QoS 1 are published again, or all
		 * are, which may deliver messages of QoS 2 twice.
		 */
		private SessionLossPolicy lossPolicy = SessionLossPolicy.REPUBLISH_AT_LEAST_ONCE;

		private final Store store = new Store();

		public boolean isCleanStart() {
			return this.cleanStart;
		}

		public void setCleanStart(boolean cleanStart) {
			this.cleanStart = cleanStart;
		}

		public Duration getExpiryInterval() {
			return this.expiryInterval;
		}

		public void setExpiryInterval(Duration expiryInterval) {
			this.expiryInterval = expiryInterval;
		}

		public SessionLossPolicy getLossPolicy() {
			return this.lossPolicy;
		}

		public void setLossPolicy(SessionLossPolicy lossPolicy) {
			this.lossPolicy = lossPolicy;
		}

		public Store getStore() {
			return this.store;
		}

		/**
		 * Properties of where the client keeps its part of the session.
		 */
		public static class Store {

			/**
			 * Directory to store messages in that are to be sent, and packet identifiers
			 * of received messages of QoS 2, so that they survive the application. Needs
			 * com.h2database:h2-mvstore, a client identifier, and a session that the
			 * broker keeps. By default, nothing is stored.
			 */
			private @Nullable File directory;

			/**
			 * Whether to wait for the disk, so that what was stored survives also that
			 * the power fails.
			 */
			private boolean sync = true;

			public @Nullable File getDirectory() {
				return this.directory;
			}

			public void setDirectory(@Nullable File directory) {
				this.directory = directory;
			}

			public boolean isSync() {
				return this.sync;
			}

			public void setSync(boolean sync) {
				this.sync = sync;
			}

		}

	}

	/**
	 * Properties of the messages that wait to be sent.
	 */
	public static class Outbox {

		/**
		 * How many messages may wait to be sent.
		 */
		private int maxMessages = 10_000;

		/**
		 * How much payload may wait to be sent.
		 */
		private DataSize maxSize = DataSize.ofMegabytes(64);

		/**
		 * What becomes of a message that finds no room.
		 */
		private OutboxFullPolicy whenFull = OutboxFullPolicy.FAIL;

		/**
		 * How long a message waits for room if it is to wait. If a duration suffix is not
		 * specified, seconds will be used.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private Duration maxWait = Duration.ofSeconds(10);

		/**
		 * How many messages may wait for room if they are to wait.
		 */
		private int maxWaiting = 1_000;

		/**
		 * Which messages may wait while there is no connection.
		 */
		private OfflinePolicy whileOffline = OfflinePolicy.KEEP_ALL;

		public int getMaxMessages() {
			return this.maxMessages;
		}

		public void setMaxMessages(int maxMessages) {
			this.maxMessages = maxMessages;
		}

		public DataSize getMaxSize() {
			return this.maxSize;
		}

		public void setMaxSize(DataSize maxSize) {
			this.maxSize = maxSize;
		}

		public OutboxFullPolicy getWhenFull() {
			return this.whenFull;
		}

		public void setWhenFull(OutboxFullPolicy whenFull) {
			this.whenFull = whenFull;
		}

		public Duration getMaxWait() {
			return this.maxWait;
		}

		public void setMaxWait(Duration maxWait) {
			this.maxWait = maxWait;
		}

		public int getMaxWaiting() {
			return this.maxWaiting;
		}

		public void setMaxWaiting(int maxWaiting) {
			this.maxWaiting = maxWaiting;
		}

		public OfflinePolicy getWhileOffline() {
			return this.whileOffline;
		}

		public void setWhileOffline(OfflinePolicy whileOffline) {
			this.whileOffline = whileOffline;
		}

	}

	/**
	 * Properties of the received messages that wait for their listeners.
	 */
	public static class Inbox {

		/**
		 * How much of QoS 1 and 2 may wait for listeners, and how much of QoS 0. The
		 * broker has to wait when it is too much of QoS 1 and 2.
		 */
		private DataSize maxSize = DataSize.ofMegabytes(64);

		/**
		 * What becomes of messages of QoS 0 when too many wait for listeners.
		 */
		private InboxOverflowPolicy onOverflow = InboxOverflowPolicy.DROP_NEWEST;

		/**
		 * What becomes of a message of QoS 1 or 2 that no listener wants, as it may come
		 * from an earlier session.
		 */
		private UnmatchedMessagePolicy onUnmatched = UnmatchedMessagePolicy.REJECT;

		public DataSize getMaxSize() {
			return this.maxSize;
		}

		public void setMaxSize(DataSize maxSize) {
			this.maxSize = maxSize;
		}

		public InboxOverflowPolicy getOnOverflow() {
			return this.onOverflow;
		}

		public void setOnOverflow(InboxOverflowPolicy onOverflow) {
			this.onOverflow = onOverflow;
		}

		public UnmatchedMessagePolicy getOnUnmatched() {
			return this.onUnmatched;
		}

		public void setOnUnmatched(UnmatchedMessagePolicy onUnmatched) {
			this.onUnmatched = onUnmatched;
		}

	}

	/**
	 * Properties of the attempts to connect again. Each wait is random, so that many
	 * clients of a restarted broker spread out.
	 */
	public static class Recovery {

		/**
		 * Whether a lost connection is made anew.
		 */
		private boolean enabled = true;

		/**
		 * How many attempts in a row are made before giving up. Unlimited by default.
		 */
		private @Nullable Long maxRetries;

		/**
		 * Longest wait before the first attempt. If a duration suffix is not specified,
		 * seconds will be used.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private Duration delay = Duration.ofSeconds(1);

		/**
		 * Factor by which the longest wait grows from attempt to attempt, at least 1.
		 */
		private double multiplier = 2;

		/**
		 * Upper limit of every wait. If a duration suffix is not specified, seconds will
		 * be used.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private Duration maxDelay = Duration.ofSeconds(60);

		/**
		 * How long a connection has to last before attempts are counted anew. If a
		 * duration suffix is not specified, seconds will be used.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private Duration stableAfter = Duration.ofSeconds(30);

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public @Nullable Long getMaxRetries() {
			return this.maxRetries;
		}

		public void setMaxRetries(@Nullable Long maxRetries) {
			this.maxRetries = maxRetries;
		}

		public Duration getDelay() {
			return this.delay;
		}

		public void setDelay(Duration delay) {
			this.delay = delay;
		}

		public double getMultiplier() {
			return this.multiplier;
		}

		public void setMultiplier(double multiplier) {
			this.multiplier = multiplier;
		}

		public Duration getMaxDelay() {
			return this.maxDelay;
		}

		public void setMaxDelay(Duration maxDelay) {
			this.maxDelay = maxDelay;
		}

		public Duration getStableAfter() {
			return this.stableAfter;
		}

		public void setStableAfter(Duration stableAfter) {
			this.stableAfter = stableAfter;
		}

	}

	/**
	 * Properties of the message that the broker publishes when the connection breaks.
	 */
	public static class Will {

		/**
		 * Topic of the will. There is no will without one.
		 */
		private @Nullable String topic;

		/**
		 * Payload of the will, sent in UTF-8.
		 */
		private String payload = "";

		/**
		 * QoS of the will: 0, 1 or 2.
		 */
		private int qos;

		/**
		 * Whether the broker retains the will.
		 */
		private boolean retain;

		/**
		 * How long the broker waits before it publishes the will. A reconnect within this
		 * time cancels it. MQTT 5.0 only. If a duration suffix is not specified, seconds
		 * will be used.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private Duration delay = Duration.ZERO;

		public @Nullable String getTopic() {
			return this.topic;
		}

		public void setTopic(@Nullable String topic) {
			this.topic = topic;
		}

		public String getPayload() {
			return this.payload;
		}

		public void setPayload(String payload) {
			this.payload = payload;
		}

		public int getQos() {
			return this.qos;
		}

		public void setQos(int qos) {
			this.qos = qos;
		}

		public boolean isRetain() {
			return this.retain;
		}

		public void setRetain(boolean retain) {
			this.retain = retain;
		}

		public Duration getDelay() {
			return this.delay;
		}

		public void setDelay(Duration delay) {
			this.delay = delay;
		}

	}

	/**
	 * Defaults of listeners.
	 */
	public static class Listener {

		/**
		 * Whether listeners are started with the application.
		 */
		private boolean autoStartup = true;

		/**
		 * Highest QoS at which the broker delivers to listeners that do not say theirs:
		 * 0, 1 or 2.
		 */
		private int qos = 1;

		/**
		 * How many listeners may run at once. With 1 all messages are handled one after
		 * the other, with more those of each topic.
		 */
		private int concurrency = 1;

		/**
		 * How long a listener may run before it is taken for stuck, and the others go on
		 * without it. Zero for any time. If a duration suffix is not specified, seconds
		 * will be used.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private Duration stuckAfter = Duration.ofSeconds(60);

		/**
		 * What becomes of a message of QoS 1 or 2 whose listener failed. Only a session
		 * that outlives the connection can leave it unacknowledged.
		 */
		private HandlerFailurePolicy onFailure = HandlerFailurePolicy.LEAVE_UNACKNOWLEDGED;

		/**
		 * How long the application waits for a listener to return when it stops. If a
		 * duration suffix is not specified, seconds will be used.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private Duration gracefulShutdownPeriod = Duration.ofSeconds(30);

		public boolean isAutoStartup() {
			return this.autoStartup;
		}

		public void setAutoStartup(boolean autoStartup) {
			this.autoStartup = autoStartup;
		}

		public int getQos() {
			return this.qos;
		}

		public void setQos(int qos) {
			this.qos = qos;
		}

		public int getConcurrency() {
			return this.concurrency;
		}

		public void setConcurrency(int concurrency) {
			this.concurrency = concurrency;
		}

		public Duration getStuckAfter() {
			return this.stuckAfter;
		}

		public void setStuckAfter(Duration stuckAfter) {
			this.stuckAfter = stuckAfter;
		}

		public HandlerFailurePolicy getOnFailure() {
			return this.onFailure;
		}

		public void setOnFailure(HandlerFailurePolicy onFailure) {
			this.onFailure = onFailure;
		}

		public Duration getGracefulShutdownPeriod() {
			return this.gracefulShutdownPeriod;
		}

		public void setGracefulShutdownPeriod(Duration gracefulShutdownPeriod) {
			this.gracefulShutdownPeriod = gracefulShutdownPeriod;
		}

	}

	/**
	 * Defaults of messages that are sent.
	 */
	public static class Template {

		/**
		 * Topic of messages that do not say theirs.
		 */
		private @Nullable String defaultTopic;

		/**
		 * QoS of messages that do not say theirs: 0, 1 or 2.
		 */
		private int qos = 1;

		/**
		 * Whether messages that do not say so are retained.
		 */
		private boolean retain;

		public @Nullable String getDefaultTopic() {
			return this.defaultTopic;
		}

		public void setDefaultTopic(@Nullable String defaultTopic) {
			this.defaultTopic = defaultTopic;
		}

		public int getQos() {
			return this.qos;
		}

		public void setQos(int qos) {
			this.qos = qos;
		}

		public boolean isRetain() {
			return this.retain;
		}

		public void setRetain(boolean retain) {
			this.retain = retain;
		}

	}

}
