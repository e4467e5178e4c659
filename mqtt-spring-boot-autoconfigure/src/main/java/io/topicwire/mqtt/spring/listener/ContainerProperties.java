package io.topicwire.mqtt.spring.listener;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.topic.TopicTemplate;
import org.aopalliance.aop.Advice;
import org.jspecify.annotations.Nullable;

import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.util.Assert;

/**
 * What a listener container is to do. Not to be changed once the container is started.
 *
 * @since 0.1.0
 */
public class ContainerProperties {

	private final List<TopicTemplate> topics;

	private SubscribeOptions subscribeOptions = SubscribeOptions.of(QoS.AT_LEAST_ONCE);

	private AckMode ackMode = AckMode.AUTO;

	private boolean autoStartup = true;

	private int phase;

	private Duration gracefulShutdownPeriod = Duration.ofSeconds(30);

	private @Nullable Duration idleEventInterval;

	private Duration stuckAfter = Duration.ofSeconds(60);

	private boolean virtualThreads;

	private @Nullable Integer concurrency;

	private @Nullable AsyncTaskExecutor taskExecutor;

	private int batchSize = 100;

	private Duration batchTimeout = Duration.ofSeconds(1);

	private @Nullable RetryPolicy retryPolicy;

	private @Nullable MqttMessageRecoverer recoverer;

	private @Nullable MqttMessageFilter filter;

	private @Nullable MqttMessageInterceptor interceptor;

	private List<Advice> adviceChain = Collections.emptyList();

	/**
	 * Create properties.
	 * @param topics the topics; of several with the same filter the first counts
	 */
	public ContainerProperties(Collection<TopicTemplate> topics) {
		Assert.notNull(topics, "'topics' must not be null");
		this.topics = List.copyOf(topics);
	}

	/**
	 * Return the topics.
	 * @return the topics
	 */
	public List<TopicTemplate> getTopics() {
		return new ArrayList<>(this.topics);
	}

	public SubscribeOptions getSubscribeOptions() {
		return this.subscribeOptions;
	}

	/**
	 * Set how the broker shall serve the subscriptions; QoS 1 and otherwise as with MQTT
	 * 3.1.1 by default.
	 * @param subscribeOptions the options
	 */
	public void setSubscribeOptions(SubscribeOptions subscribeOptions) {
		Assert.notNull(subscribeOptions, "'subscribeOptions' must not be null");
		this.subscribeOptions = subscribeOptions;
	}

	public AckMode getAckMode() {
		return this.ackMode;
	}

	/**
	 * Set when messages are acknowledged; {@link AckMode#AUTO} by default.
	 * @param ackMode the mode
	 */
	public void setAckMode(AckMode ackMode) {
		Assert.notNull(ackMode, "'ackMode' must not be null");
		this.ackMode = ackMode;
	}

	public boolean isAutoStartup() {
		return this.autoStartup;
	}

	/**
	 * Set whether the container is started with the application; {@code true} by default.
	 * @param autoStartup whether it is
	 */
	public void setAutoStartup(boolean autoStartup) {
		this.autoStartup = autoStartup;
	}

	public int getPhase() {
		return this.phase;
	}

	/**
	 * Set when the container is started and stopped with the application, compared with
	 * other containers: those of a lower phase are started before and stopped after it; 0
	 * by default. Clients connect after all of them are started, and disconnect after all
	 * are stopped, or have no more time for that.
	 * @param phase the phase
	 */
	public void setPhase(int phase) {
		this.phase = phase;
	}

	public Duration getGracefulShutdownPeriod() {
		return this.gracefulShutdownPeriod;
	}

	/**
	 * Set how long stopping waits for the listener; 30 seconds by default.
	 * @param gracefulShutdownPeriod the period, zero for not at all
	 */
	public void setGracefulShutdownPeriod(Duration gracefulShutdownPeriod) {
		Assert.notNull(gracefulShutdownPeriod, "'gracefulShutdownPeriod' must not be null");
		this.gracefulShutdownPeriod = gracefulShutdownPeriod;
	}

	public Duration getStuckAfter() {
		return this.stuckAfter;
	}

	/**
	 * Set how long a call of a listener with threads of its own may take before it is
	 * taken for stuck: logged with the stack of its thread, counted, and told by a
	 * {@link io.topicwire.mqtt.spring.event.MqttListenerStuckEvent}; 60 seconds by
	 * default. Threads of the client are watched by the client.
	 * @param stuckAfter how long; zero for any time
	 */
	public void setStuckAfter(Duration stuckAfter) {
		Assert.isTrue(!stuckAfter.isNegative(), () -> "'stuckAfter' must not be negative but is " + stuckAfter);
		this.stuckAfter = stuckAfter;
	}

	public boolean isVirtualThreads() {
		return this.virtualThreads;
	}

	/**
	 * Set whether threads of the listener's own are virtual ones, which need Java 21;
	 * {@code false} by default. Has no effect on a task executor that is set.
	 * @param virtualThreads whether they are
	 */
	public void setVirtualThreads(boolean virtualThreads) {
		this.virtualThreads = virtualThreads;
	}

	public @Nullable Duration getIdleEventInterval() {
		return this.idleEventInterval;
	}

	/**
	 * Set after how long without a message a
	 * {@link io.topicwire.mqtt.spring.event.MqttListenerIdleEvent} is published, and
	 * again each time when that time has gone by once more; never by default.
	 * @param idleEventInterval more than zero, or {@code null} for never
	 */
	public void setIdleEventInterval(@Nullable Duration idleEventInterval) {
		Assert.isTrue(idleEventInterval == null || idleEventInterval.compareTo(Duration.ZERO) > 0,
				() -> "'idleEventInterval' must be more than zero but is " + idleEventInterval);
		this.idleEventInterval = idleEventInterval;
	}

	public @Nullable Integer getConcurrency() {
		return this.concurrency;
	}

	/**
	 * Set how many messages the listener handles at once, on threads of its own; those of
	 * one topic in their order in any case. A message whose listener has returned a
	 * future counts until that completes, though it takes no thread. By default the
	 * threads of the client call the listener, unless a task executor or a retry policy
	 * is set or the listener returns futures, and then the concurrency is 1.
	 * @param concurrency the number, at least 1, or {@code null} for the default
	 */
	public void setConcurrency(@Nullable Integer concurrency) {
		Assert.isTrue(concurrency == null || concurrency > 0,
				() -> "'concurrency' must be at least 1 but is " + concurrency);
		this.concurrency = concurrency;
	}

	public @Nullable AsyncTaskExecutor getTaskExecutor() {
		return this.taskExecutor;
	}

	/**
	 * Set what runs the listener. By default each container that needs threads of its own
	 * starts them when messages come.
	 * @param taskExecutor the executor
	 */
	public void setTaskExecutor(@Nullable AsyncTaskExecutor taskExecutor) {
		this.taskExecutor = taskExecutor;
	}

	public int getBatchSize() {
		return this.batchSize;
	}

	/**
	 * Set how many messages a listener that takes batches is handed at most; 100 by
	 * default.
	 * @param batchSize the number, from 1 to 1,000
	 */
	public void setBatchSize(int batchSize) {
		Assert.isTrue(batchSize > 0 && batchSize <= MessageLanes.MAX_MESSAGES,
				() -> "'batchSize' must be from 1 to %d but is %d".formatted(MessageLanes.MAX_MESSAGES, batchSize));
		this.batchSize = batchSize;
	}

	public Duration getBatchTimeout() {
		return this.batchTimeout;
	}

	/**
	 * Set how long the first message of a batch waits for others; one second by default.
	 * @param batchTimeout the time, zero for batches of what came while the listener was
	 * busy
	 */
	public void setBatchTimeout(Duration batchTimeout) {
		Assert.isTrue(!batchTimeout.isNegative(), () -> "'batchTimeout' must not be negative but is " + batchTimeout);
		this.batchTimeout = batchTimeout;
	}

	public @Nullable RetryPolicy getRetryPolicy() {
		return this.retryPolicy;
	}

	/**
	 * Set which failures are retried, how often, and how long to wait before; none by
	 * default. The message stays unacknowledged meanwhile, and keeps waiting those of its
	 * topic (with a concurrency of 1, all of this listener) that came later. Errors in
	 * the conversion of a message are never retried.
	 * @param retryPolicy the policy
	 */
	public void setRetryPolicy(@Nullable RetryPolicy retryPolicy) {
		this.retryPolicy = retryPolicy;
	}

	public @Nullable MqttMessageRecoverer getRecoverer() {
		return this.recoverer;
	}

	/**
	 * Set what decides about messages that the listener could not handle. By default it
	 * is the client's {@link io.topicwire.mqtt.HandlerFailurePolicy}.
	 * @param recoverer the recoverer
	 */
	public void setRecoverer(@Nullable MqttMessageRecoverer recoverer) {
		this.recoverer = recoverer;
	}

	public @Nullable MqttMessageFilter getFilter() {
		return this.filter;
	}

	/**
	 * Set what keeps messages from the listener; nothing by default.
	 * @param filter the filter
	 */
	public void setFilter(@Nullable MqttMessageFilter filter) {
		this.filter = filter;
	}

	public @Nullable MqttMessageInterceptor getInterceptor() {
		return this.interceptor;
	}

	/**
	 * Set what changes messages before the listener gets them; nothing by default. It is
	 * the container factory that wraps the listener: a container that was made without
	 * one does not ask it.
	 * @param interceptor the interceptor
	 */
	public void setInterceptor(@Nullable MqttMessageInterceptor interceptor) {
		this.interceptor = interceptor;
	}

	public List<Advice> getAdviceChain() {
		return new ArrayList<>(this.adviceChain);
	}

	/**
	 * Set what is called around the listener at each attempt, the first one outermost;
	 * nothing by default. It sees the call of
	 * {@link MqttMessageListener#onMessage(io.topicwire.mqtt.MqttMessage, java.util.Map, io.topicwire.mqtt.spring.support.Acknowledgment)},
	 * which may return before the message is handled. It is the container factory that
	 * wraps the listener: a container that was made without one knows no advice.
	 * @param adviceChain the advice
	 */
	public void setAdviceChain(Advice... adviceChain) {
		this.adviceChain = List.of(adviceChain);
	}

}
