package io.topicwire.mqtt.boot.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import io.topicwire.mqtt.HandlerFailurePolicy;
import io.topicwire.mqtt.spring.listener.AckMode;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.convert.DurationUnit;

/**
 * Defaults of listeners.
 *
 * @since 0.1.0
 */
public class MqttListenerProperties {

	/**
	 * Whether listeners are started with the application.
	 */
	private boolean autoStartup = true;

	/**
	 * Highest QoS at which the broker delivers to listeners that do not say theirs: 0, 1
	 * or 2.
	 */
	private int qos = 1;

	/**
	 * How many listeners may run at once. With 1 all messages are handled one after the
	 * other, with more those of each topic.
	 */
	private int concurrency = 1;

	/**
	 * How long a listener may run before it is taken for stuck, and the others go on
	 * without it. Zero for any time. If a duration suffix is not specified, seconds will
	 * be used.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private Duration stuckAfter = Duration.ofSeconds(60);

	/**
	 * Time without a message after which a listener is told to be idle by an event, again
	 * and again. If a duration suffix is not specified, seconds will be used.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private @Nullable Duration idleEventInterval;

	/**
	 * What becomes of a message of QoS 1 or 2 whose listener failed. Only a session that
	 * outlives the connection can leave it unacknowledged.
	 */
	private HandlerFailurePolicy onFailure = HandlerFailurePolicy.LEAVE_UNACKNOWLEDGED;

	/**
	 * How long the application waits for a listener to return when it stops. If a
	 * duration suffix is not specified, seconds will be used.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private Duration gracefulShutdownPeriod = Duration.ofSeconds(30);

	/**
	 * Whether listeners are observed, which makes a timer and continues the trace that a
	 * message tells.
	 */
	private boolean observationEnabled = true;

	/**
	 * When messages of QoS 1 and 2 are acknowledged whose listener does not say so.
	 */
	private AckMode ackMode = AckMode.AUTO;

	/**
	 * How many messages a listener that takes batches is handed at most, from 1 to 1000,
	 * unless it says so itself.
	 */
	private int batchSize = 100;

	/**
	 * How long the first message of a batch waits for others, unless the listener says so
	 * itself. Zero for batches of what came while the listener was busy.
	 */
	private Duration batchTimeout = Duration.ofSeconds(1);

	/**
	 * What becomes of a message that a listener could not handle, after all attempts. A
	 * bean of type MqttMessageRecoverer takes precedence.
	 */
	private MqttListenerRecovererType recoverer = MqttListenerRecovererType.NONE;

	/**
	 * Topic that dead letters are published to, in which {topic} stands for the original
	 * topic. No listener whose messages go there may subscribe to it.
	 */
	private String deadLetterTopic = "dead-letters/{topic}";

	@NestedConfigurationProperty
	private final MqttListenerRetryProperties retry = new MqttListenerRetryProperties();

	public AckMode getAckMode() {
		return this.ackMode;
	}

	public void setAckMode(AckMode ackMode) {
		this.ackMode = ackMode;
	}

	public int getBatchSize() {
		return this.batchSize;
	}

	public void setBatchSize(int batchSize) {
		this.batchSize = batchSize;
	}

	public Duration getBatchTimeout() {
		return this.batchTimeout;
	}

	public void setBatchTimeout(Duration batchTimeout) {
		this.batchTimeout = batchTimeout;
	}

	public MqttListenerRecovererType getRecoverer() {
		return this.recoverer;
	}

	public void setRecoverer(MqttListenerRecovererType recoverer) {
		this.recoverer = recoverer;
	}

	public String getDeadLetterTopic() {
		return this.deadLetterTopic;
	}

	public void setDeadLetterTopic(String deadLetterTopic) {
		this.deadLetterTopic = deadLetterTopic;
	}

	public MqttListenerRetryProperties getRetry() {
		return this.retry;
	}

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

	public @Nullable Duration getIdleEventInterval() {
		return this.idleEventInterval;
	}

	public void setIdleEventInterval(@Nullable Duration idleEventInterval) {
		this.idleEventInterval = idleEventInterval;
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

	public boolean isObservationEnabled() {
		return this.observationEnabled;
	}

	public void setObservationEnabled(boolean observationEnabled) {
		this.observationEnabled = observationEnabled;
	}

}
