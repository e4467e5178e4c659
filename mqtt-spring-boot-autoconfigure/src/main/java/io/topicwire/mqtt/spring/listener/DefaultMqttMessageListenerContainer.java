package io.topicwire.mqtt.spring.listener;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import io.topicwire.mqtt.Acknowledgement;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.event.MqttEventPublisher;
import io.topicwire.mqtt.spring.support.DelayThread;
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

	private final ContainerSubscriptions subscriptions;

	private final ContainerEvents events = new ContainerEvents(this);

	private final ListenerContext context;

	private final MessageIntake intake;

	private final @Nullable IdleMonitor idleMonitor;

	private final ListenerLifecycle lifecycle;

	/**
	 * Create a container.
	 * @param listenerId the identifier of the listener
	 * @param client the client to subscribe with
	 * @param listener the listener to call
	 * @param properties what to do
	 */
	public DefaultMqttMessageListenerContainer(String listenerId, MqttClient client, MqttMessageListener listener,
			ContainerProperties properties) {
		this(listenerId, client, properties, (context) -> new SingleMessageIntake(context, listener));
	}

	private DefaultMqttMessageListenerContainer(String listenerId, MqttClient client, ContainerProperties properties,
			Function<ListenerContext, MessageIntake> intake) {
		DelayThread.start();
		this.listenerId = listenerId;
		this.client = client;
		this.properties = properties;
		this.subscriptions = new ContainerSubscriptions(client, properties, this::handle);
		this.context = new ListenerContext(this, properties, createLanes(), new InvocationGate(),
				new ListenerCounters(), createWatch(), this.events);
		this.intake = intake.apply(this.context);
		this.idleMonitor = createIdleMonitor();
		this.lifecycle = new ListenerLifecycle(this.context, this.intake, this.idleMonitor);
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
		return new DefaultMqttMessageListenerContainer(listenerId, client, properties,
				(context) -> new BatchIntake(context, listener));
	}

	private MessageLanes createLanes() {
		AsyncTaskExecutor executor = this.properties.getTaskExecutor();
		Integer concurrency = this.properties.getConcurrency();
		return new MessageLanes((executor != null) ? executor : createExecutor("-"),
				(concurrency != null) ? concurrency : 1);
	}

	private @Nullable ListenerWatch createWatch() {
		Duration stuckAfter = this.properties.getStuckAfter();
		return stuckAfter.isZero() ? null : new ListenerWatch(this.listenerId, this.client::logPrefix, stuckAfter,
				createExecutor("-watch-"), this::stuck);
	}

	private @Nullable IdleMonitor createIdleMonitor() {
		Duration interval = this.properties.getIdleEventInterval();
		return (interval != null) ? new IdleMonitor(interval, createExecutor("-idle-"), this.events::idle) : null;
	}

	private SimpleAsyncTaskExecutor createExecutor(String threadNameSuffix) {
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor(this.listenerId + threadNameSuffix);
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
		this.events.setPublisher(eventPublisher);
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
		return this.subscriptions.topics().filters();
	}

	@Override
	public synchronized void addTopics(String... topics) {
		this.subscriptions.addTopics(topics);
		if (isRunning()) {
			this.subscriptions.subscribe();
		}
	}

	@Override
	public synchronized void removeTopics(String... topics) {
		this.subscriptions.removeTopics(topics);
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
		return this.lifecycle.isOpen();
	}

	@Override
	public synchronized void start() {
		this.lifecycle.open();
		this.subscriptions.subscribe();
	}

	@Override
	public void stop() {
		// At once, so that nobody subscribes anew in between
		synchronized (this) {
			this.subscriptions.unsubscribe();
			this.lifecycle.refuseMessages();
		}
		this.lifecycle.awaitReturn();
	}

	@Override
	public void pause() {
		this.lifecycle.pause();
	}

	@Override
	public void resume() {
		this.lifecycle.resume();
	}

	@Override
	public boolean isPauseRequested() {
		return this.context.lanes().isPaused();
	}

	@Override
	public boolean isContainerPaused() {
		return this.lifecycle.isResting();
	}

	@Override
	public boolean isListenerThread() {
		return this.context.gate().isInside();
	}

	@Override
	public void hold() {
		this.lifecycle.hold();
	}

	@Override
	public void suspend() {
		this.lifecycle.refuseMessages();
		this.lifecycle.awaitReturn();
	}

	@Override
	public void shut() {
		this.lifecycle.shut();
	}

	@Override
	public void stopAbnormally(Throwable reason) {
		// Not waiting, because the caller may be what is waited for
		if (!this.lifecycle.shut()) {
			return;
		}
		logger.error("%s Listener '%s' is suspended because it failed; start its container when that is mended"
			.formatted(this.client.logPrefix(), this.listenerId));
		this.events.failed(null, reason);
	}

	@Override
	public ListenerStatistics getStatistics() {
		return this.context.counters().toStatistics(this.intake.waiting());
	}

	private void stuck(MqttMessage message, Duration elapsed) {
		this.context.counters().stuck.increment();
		this.events.stuck(message, elapsed);
	}

	private void handle(MqttMessage message, Acknowledgement acknowledgement) throws InterruptedException {
		if (this.idleMonitor != null) {
			this.idleMonitor.messageReceived();
		}
		this.intake.take(message, this.subscriptions.topics().variables(message.topic()), acknowledgement);
	}

	@Nullable ListenerWatch watch() {
		return this.context.watch();
	}

	@Override
	public String toString() {
		return "Listener '%s' of %s, %s".formatted(this.listenerId, this.subscriptions.topics(), this.intake);
	}

}
