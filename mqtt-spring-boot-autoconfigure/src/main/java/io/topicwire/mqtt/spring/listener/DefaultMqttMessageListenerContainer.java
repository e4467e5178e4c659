package io.topicwire.mqtt.spring.listener;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.topicwire.mqtt.Acknowledgement;
import io.topicwire.mqtt.AcknowledgingHandler;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.client.Subscription;
import io.topicwire.mqtt.spring.event.MqttEventPublisher;
import io.topicwire.mqtt.spring.event.MqttListenerFailedEvent;
import io.topicwire.mqtt.spring.event.MqttListenerIdleEvent;
import io.topicwire.mqtt.spring.event.MqttListenerStuckEvent;
import io.topicwire.mqtt.spring.support.Acknowledgment;
import io.topicwire.mqtt.topic.TopicTemplate;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.util.Assert;

/**
 * {@link MqttMessageListenerContainer} on an {@link MqttClient}. The threads of the
 * client call the listener, or those of an executor if {@link ContainerProperties} say
 * so.
 *
 * @since 0.1.0
 */
public class DefaultMqttMessageListenerContainer implements MqttMessageListenerContainer {

	private static final Log logger = LogFactory.getLog(DefaultMqttMessageListenerContainer.class);

	private final String listenerId;

	private final MqttClient client;

	private final ContainerProperties properties;

	private volatile ListenerTopics topics;

	private final @Nullable MqttMessageListener listener;

	private final @Nullable MqttBatchMessageListener batchListener;

	private final InvocationGate gate = new InvocationGate();

	private final ListenerCounters counters = new ListenerCounters();

	private final MessageLanes lanes;

	private final @Nullable BatchCollector batches;

	private final @Nullable IdleMonitor idleMonitor;

	private final @Nullable ListenerWatch watch;

	private volatile @Nullable MqttEventPublisher eventPublisher;

	// Whether the threads of the client call the listener
	private final boolean direct;

	private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();

	// Whether the listener was waited for already, so that to suspend takes no second
	// period
	private volatile boolean heldInVain;

	// One object for all topics: the client calls it once for a message that matches
	// several
	private final AcknowledgingHandler handler = this::handle;

	/**
	 * Create a container.
	 * @param listenerId the identifier of the listener
	 * @param client the client to subscribe with
	 * @param listener the listener to call
	 * @param properties what to do
	 */
	public DefaultMqttMessageListenerContainer(String listenerId, MqttClient client, MqttMessageListener listener,
			ContainerProperties properties) {
		this(listenerId, client, listener, null, properties);
	}

	private DefaultMqttMessageListenerContainer(String listenerId, MqttClient client,
			@Nullable MqttMessageListener listener, @Nullable MqttBatchMessageListener batchListener,
			ContainerProperties properties) {
		DelayThread.start();
		this.listenerId = listenerId;
		this.client = client;
		this.listener = listener;
		this.batchListener = batchListener;
		this.properties = properties;
		this.topics = ListenerTopics.of(properties.getTopics());
		AsyncTaskExecutor executor = properties.getTaskExecutor();
		Integer concurrency = properties.getConcurrency();
		this.direct = listener != null && executor == null && concurrency == null && properties.getRetryPolicy() == null
				&& !listener.isAsyncReplies();
		AsyncTaskExecutor threads = (executor != null) ? executor : createExecutor(listenerId + "-");
		this.lanes = new MessageLanes(threads, (concurrency != null) ? concurrency : 1);
		this.batches = (batchListener != null)
				? new BatchCollector(properties.getBatchSize(), properties.getBatchTimeout(), this::requestBatch)
				: null;
		this.watch = properties.getStuckAfter().isZero() ? null : new ListenerWatch(listenerId, client::logPrefix,
				properties.getStuckAfter(), createExecutor(listenerId + "-watch-"), this::stuck);
		Duration idleEventInterval = properties.getIdleEventInterval();
		this.idleMonitor = (idleEventInterval != null)
				? new IdleMonitor(idleEventInterval, createExecutor(listenerId + "-idle-"), this::idle) : null;
	}

	/**
	 * Create a container that hands over messages in batches.
	 * @param listenerId the identifier of the listener
	 * @param client the client to subscribe with
	 * @param listener the listener to call
	 * @param properties what to do
	 * @return the container
	 * @throws IllegalStateException if the concurrency is more than 1
	 */
	public static DefaultMqttMessageListenerContainer ofBatches(String listenerId, MqttClient client,
			MqttBatchMessageListener listener, ContainerProperties properties) {
		Integer concurrency = properties.getConcurrency();
		Assert.state(concurrency == null || concurrency == 1,
				() -> "Listener '%s' takes batches and has concurrency %d; batches are handled one after the other, so that topics keep their order: set its concurrency to 1, and its batch size to what it can handle at once"
					.formatted(listenerId, concurrency));
		return new DefaultMqttMessageListenerContainer(listenerId, client, null, listener, properties);
	}

	private SimpleAsyncTaskExecutor createExecutor(String threadNamePrefix) {
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor(threadNamePrefix);
		if (this.properties.isVirtualThreads()) {
			executor.setVirtualThreads(true);
		}
		return executor;
	}

	/**
	 * Set what publishes the events of this container; none are published by default.
	 * @param eventPublisher the publisher
	 */
	public void setEventPublisher(@Nullable MqttEventPublisher eventPublisher) {
		this.eventPublisher = eventPublisher;
	}

	@Override
	public String getListenerId() {
		return this.listenerId;
	}

	@Override
	public MqttClient getClient() {
		return this.client;
	}

	@Override
	public List<String> getTopicFilters() {
		return this.topics.filters();
	}

	@Override
	public synchronized void addTopics(String... topics) {
		this.topics = this.topics.with(Stream.of(topics).map(TopicTemplate::of).toList());
		if (isRunning()) {
			subscribe();
		}
	}

	@Override
	public synchronized void removeTopics(String... topics) {
		List<String> filters = Stream.of(topics).map((topic) -> TopicTemplate.of(topic).filter()).toList();
		for (String filter : filters) {
			Subscription subscription = this.subscriptions.remove(filter);
			if (subscription != null) {
				subscription.close();
			}
		}
		// Last, for the variables of what comes until then
		this.topics = this.topics.without(filters);
	}

	@Override
	public boolean isAutoStartup() {
		return this.properties.isAutoStartup();
	}

	@Override
	public int getPhase() {
		return this.properties.getPhase();
	}

	@Override
	public boolean isRunning() {
		return this.gate.isOpen() && (this.batches == null || this.batches.isOpen());
	}

	@Override
	public synchronized void start() {
		this.heldInVain = false;
		this.lanes.open();
		this.gate.open();
		if (this.batches != null) {
			this.batches.open();
		}
		if (this.idleMonitor != null) {
			this.idleMonitor.start();
		}
		subscribe();
	}

	private void subscribe() {
		// Not waiting for the broker: a refusal is logged by the client, and asked for
		// anew
		for (String filter : this.topics.filters()) {
			this.subscriptions.computeIfAbsent(filter,
					(missing) -> this.client.register(missing, this.properties.getSubscribeOptions(), this.handler));
		}
	}

	@Override
	public void stop() {
		// At once, so that nobody subscribes anew in between
		synchronized (this) {
			this.subscriptions.values().forEach(Subscription::close);
			this.subscriptions.clear();
			refuseMessages();
		}
		awaitReturn();
	}

	@Override
	public void pause() {
		this.lanes.pause();
		if (this.batches != null) {
			this.batches.pause();
		}
	}

	@Override
	public void resume() {
		if (this.batches != null) {
			this.batches.resume();
		}
		this.lanes.resume();
	}

	@Override
	public boolean isPauseRequested() {
		return this.lanes.isPaused();
	}

	@Override
	public boolean isContainerPaused() {
		return this.lanes.isPaused() && this.lanes.isResting() && this.gate.isEmpty();
	}

	@Override
	public boolean isListenerThread() {
		return this.gate.isInside();
	}

	@Override
	public void hold() {
		long start = System.nanoTime();
		if (this.batches != null) {
			this.batches.hold();
			awaitBatches(this.batches);
		}
		boolean returned = this.gate.hold(remainingPeriod(start));
		this.heldInVain = !returned;
		warnUnless(returned);
	}

	@Override
	public void suspend() {
		refuseMessages();
		awaitReturn();
	}

	/**
	 * Take no further messages. Of those that are there, batches are made and handed over
	 * first.
	 */
	private synchronized void refuseMessages() {
		if (this.batches != null) {
			this.batches.shut();
		}
		else {
			shut();
		}
	}

	private void awaitReturn() {
		long start = System.nanoTime();
		if (this.batches != null) {
			awaitBatches(this.batches);
			synchronized (this) {
				if (this.batches.isOpen()) {
					// Started again meanwhile
					return;
				}
				shut();
			}
		}
		boolean returned = this.gate.close(remainingPeriod(start));
		warnUnless(returned || this.heldInVain);
	}

	private void awaitBatches(BatchCollector batches) {
		// A listener that stops its own container would wait for itself
		if (!this.gate.isInside()) {
			batches.awaitEmpty(period());
		}
	}

	private Duration period() {
		return this.heldInVain ? Duration.ZERO : this.properties.getGracefulShutdownPeriod();
	}

	private Duration remainingPeriod(long start) {
		return period().minusNanos(System.nanoTime() - start);
	}

	/**
	 * Take no further messages, and begin no further call.
	 * @return whether the container was not shut
	 */
	private synchronized boolean shut() {
		if (this.batches != null) {
			this.batches.cancel().forEach((message) -> discard(message.acknowledgement()));
		}
		boolean open = this.gate.shut();
		this.lanes.close();
		if (this.idleMonitor != null) {
			this.idleMonitor.stop();
		}
		return open;
	}

	private void warnUnless(boolean returned) {
		if (!returned) {
			logger.warn("%s Listener '%s' did not return within %d seconds; stopping without it".formatted(
					this.client.logPrefix(), this.listenerId, this.properties.getGracefulShutdownPeriod().toSeconds()));
		}
	}

	@Override
	public void stopAbnormally(Throwable reason) {
		// Not waiting, because the caller may be what is waited for
		if (!shut()) {
			return;
		}
		logger.error("%s Listener '%s' is suspended because it failed; start its container when that is mended"
			.formatted(this.client.logPrefix(), this.listenerId));
		publish((publisher) -> publisher.publish(new MqttListenerFailedEvent(this, this.listenerId, null, reason)));
	}

	@Override
	public ListenerStatistics getStatistics() {
		return this.counters.toStatistics((this.batches != null) ? this.batches.waiting() : this.lanes.waiting());
	}

	private void idle(Duration time) {
		publish((publisher) -> publisher
			.publish(new MqttListenerIdleEvent(this, this.listenerId, time, getTopicFilters(), isPauseRequested())));
	}

	private void stuck(MqttMessage message, Duration elapsed) {
		this.counters.stuck.increment();
		publish((publisher) -> publisher.publish(new MqttListenerStuckEvent(this, this.listenerId, message, elapsed)));
	}

	/**
	 * Handle that a message is left to the client's failure policy.
	 */
	void failed(MqttMessage message, ListenerExecutionFailedException failure) {
		this.counters.failures.increment();
		publish((publisher) -> publisher.publish(new MqttListenerFailedEvent(this, this.listenerId, message, failure)));
	}

	void countConversionError(Throwable failure) {
		if (Attempts.isConversionError(failure)) {
			this.counters.conversionErrors.increment();
		}
	}

	private void publish(Consumer<MqttEventPublisher> action) {
		MqttEventPublisher publisher = this.eventPublisher;
		if (publisher != null) {
			action.accept(publisher);
		}
	}

	private void handle(MqttMessage message, Acknowledgement acknowledgement) throws InterruptedException {
		if (this.idleMonitor != null) {
			this.idleMonitor.messageReceived();
		}
		if (this.batches != null) {
			BatchMessage batched = new BatchMessage(message, this.topics.variables(message.topic()), acknowledgement,
					System.nanoTime());
			if (!this.batches.add(batched)) {
				discard(acknowledgement);
			}
			return;
		}
		MessageInvocation invocation = new MessageInvocation(this, message, this.topics.variables(message.topic()),
				acknowledgement);
		if (this.direct && invocation.runIfIdle()) {
			return;
		}
		invocation.queued();
		if (!this.lanes.execute(invocation)) {
			invocation.cancel();
		}
	}

	private void requestBatch() {
		Assert.state(this.batches != null && this.batchListener != null, "Listener does not take batches");
		if (!this.lanes.enqueue(new BatchInvocation(this, this.batchListener, this.batches))) {
			this.batches.refused();
		}
	}

	/**
	 * Leave a message unacknowledged that will not be handled.
	 */
	void discard(Acknowledgement acknowledgement) {
		this.counters.discarded.increment();
		acknowledgement.fail(new CancellationException("Listener '%s' is stopped".formatted(this.listenerId)));
	}

	InvocationGate gate() {
		return this.gate;
	}

	ListenerCounters counters() {
		return this.counters;
	}

	MessageLanes lanes() {
		return this.lanes;
	}

	@Nullable ListenerWatch watch() {
		return this.watch;
	}

	ContainerProperties properties() {
		return this.properties;
	}

	@Nullable CompletionStage<?> call(MqttMessage message, Map<String, String> topicVariables, Acknowledgment acknowledgment)
			throws Exception {
		Assert.state(this.listener != null, "Listener takes batches");
		return this.listener.onMessage(message, topicVariables, acknowledgment);
	}

	ListenerExecutionFailedException describe(MqttMessage message, Throwable failure) {
		if (failure instanceof ListenerExecutionFailedException described) {
			return described;
		}
		return new ListenerExecutionFailedException("Listener '%s' failed on message from topic '%s' with QoS %d"
			.formatted(this.listenerId, message.topic(), message.qos().level()), failure);
	}

	@Override
	public String toString() {
		return "Listener '%s' of %s, %s".formatted(this.listenerId, this.topics,
				(this.listener != null) ? this.listener : this.batchListener);
	}

}
