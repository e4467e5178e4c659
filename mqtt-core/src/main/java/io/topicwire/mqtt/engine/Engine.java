package io.topicwire.mqtt.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.topicwire.mqtt.ClientStatistics;
import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.ConnectionStatus;
import io.topicwire.mqtt.DisconnectOptions;
import io.topicwire.mqtt.MqttClientListener;
import io.topicwire.mqtt.MqttClosedException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttSessionStoreException;
import io.topicwire.mqtt.OutboxStatus;
import io.topicwire.mqtt.PendingStatistics;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.SubscriptionStatus;
import io.topicwire.mqtt.session.OutgoingPublishes;
import io.topicwire.mqtt.session.PacketIdentifiers;
import io.topicwire.mqtt.session.SessionState;
import io.topicwire.mqtt.topic.TopicFilter;
import org.jspecify.annotations.Nullable;

/**
 * A client without its face: puts the parts together and takes the lock for them. All
 * methods but {@link #close()} return at once.
 */
public final class Engine {

	/**
	 * Completes a future on the thread that has the result. Only for futures that no
	 * application code hangs on.
	 */
	public static final Executor DIRECT = Runnable::run;

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	private static final Duration FAREWELL_RESERVE = Duration.ofSeconds(2);

	private final ClientLock lock = new ClientLock();

	private final ClientContext context;

	private final SerialExecutor callbacks;

	private final SerialExecutor authentication;

	private final SessionJournal journal;

	private final Operations operations;

	private final OutgoingPublishes<PendingPublish> inFlight;

	private final Publisher publisher;

	private final PublishIntake intake;

	private final Sender sender;

	private final Subscriptions subscriptions;

	private final Reception reception;

	private final Connector connector;

	private final Alarm closeAlarm;

	private final CompletableFuture<@Nullable Void> closed = new CompletableFuture<>();

	// Looked at without the lock as well, so that nothing is handed in that would need a
	// thread to be refused
	private volatile boolean closing;

	/**
	 * Create an engine. It has no thread and no connection until it is used.
	 * @param settings the settings
	 * @param environment the outside world
	 */
	public Engine(ClientSettings settings, Environment environment) {
		String name = settings.clientId().isEmpty() ? settings.servers().addresses().get(0).toString()
				: settings.clientId();
		String threadName = "mqtt-" + name;
		ClientLog log = new ClientLog(this.lock, settings.logName(),
				(settings.logName() != null) ? settings.clientId() : name);
		ClientThreads threads = new ClientThreads(this.lock, settings.threadFactory());
		Timer timer = (environment.timer() != null) ? environment.timer() : new SystemTimer(threads, log);
		this.callbacks = new SerialExecutor(threads, threadName + "-callbacks", this.lock, log);
		this.authentication = new SerialExecutor(threads, threadName + "-authentication", this.lock, log);
		this.journal = new SessionJournal(settings.sessionStore(), settings.clientId(), this.lock,
				new SerialExecutor(threads, threadName + "-store", this.lock, log), log);
		this.context = new ClientContext(settings, this.lock, timer, threads, new Listeners(this.callbacks, log),
				new Counters(), log, new PacketTrace(settings.taps(),
						new SerialExecutor(threads, threadName + "-trace", this.lock, log), timer, log),
				this.journal, this.authentication);
		this.operations = new Operations(settings.operationTimeout(), timer, this.lock);
		PacketIdentifiers<Object> packetIdentifiers = new PacketIdentifiers<>();
		this.inFlight = new OutgoingPublishes<>(packetIdentifiers, this.journal);
		this.publisher = new Publisher(this.operations, settings.outbox(), this.inFlight, settings.sessionLossPolicy(),
				this.journal, timer, this::connectionState, this.context.counters(),
				new PublishFailures(this.context.counters(), this.context.listeners(), log),
				new PublishCompletions(this.lock, this.callbacks));
		this.intake = new PublishIntake(this::takeOver, timer);
		this.lock.leftBehind(this.intake);
		this.sender = new Sender(this.publisher, this.journal, this.lock);
		this.subscriptions = new Subscriptions(packetIdentifiers, this.operations, this.context.listeners(), log,
				this.sender::send, settings.resubscribePolicy());
		this.reception = new Reception(this.context, this.subscriptions, this.sender, threadName + "-handlers");
		Traffic traffic = new Traffic(this.publisher, new PublishAnswers(this.inFlight), this.subscriptions,
				this.reception, this.sender);
		this.connector = new Connector(this.context,
				(owner, attempt) -> new Link(this.context, owner, attempt, traffic,
						environment.streams().create(attempt.server(), settings.servers().streamOptions()), threadName),
				this.operations, new Backoff(settings.reconnectPolicy(), settings.credentialsMayChange(),
						settings.servers().addresses().size() == 1, environment.random()));
		this.closeAlarm = this.context.newAlarm();
		if (this.journal.isDurable()) {
			this.journal.onFailure(() -> SessionSnapshot.of(this.publisher.unfinished(), this.reception.receipts()),
					this::storeFailed);
		}
		restore();
	}

	private ConnectionState connectionState() {
		return this.connector.state();
	}

	private void restore() {
		SessionState state = this.journal.load();
		this.lock.acquire();
		try {
			this.publisher.restore(state.publishes());
			this.reception.restore(state.received());
		}
		finally {
			this.lock.release();
		}
	}

	private void storeFailed(MqttSessionStoreException failure) {
		this.context.log().error("The session store failed", failure);
		this.context.listeners().tell((listener) -> listener.sessionStoreFailed(failure));
		this.publisher.storeFailed(failure);
		this.connector.storeFailed(failure);
	}

	/**
	 * Return where futures are completed that application code may hang on.
	 * @return runs tasks one after the other, never under the lock of the client
	 */
	public Executor callbacks() {
		return this.callbacks;
	}

	/**
	 * Return whether the current thread belongs to this client, so that it must not wait
	 * for it.
	 * @return whether it is a thread of the client
	 */
	public boolean isOwnThread() {
		return this.context.threads().isOwn(Thread.currentThread());
	}

	/**
	 * Connect.
	 * @param completion where the future is completed
	 * @return what was agreed on
	 */
	public CompletableFuture<ConnectResult> connect(Executor completion) {
		this.lock.acquire();
		try {
			return this.closing ? CompletableFuture.failedFuture(closedException())
					: this.connector.connect(completion);
		}
		finally {
			this.lock.release();
		}
	}

	/**
	 * Publish a message.
	 * @param message the message, with a valid topic
	 * @param timeout the time limit, or {@code null} for that of most operations
	 * @return what became of it, completed where {@link #callbacks()} are run
	 */
	public CompletableFuture<PublishResult> publish(MqttMessage message, @Nullable Duration timeout) {
		if (this.closing) {
			return CompletableFuture.failedFuture(closedException());
		}
		if (timeout != null) {
			this.lock.acquire();
		}
		else if (!this.lock.tryAcquire()) {
			if (this.intake.hasRoom(message)) {
				return handIn(message);
			}
			this.lock.acquire();
		}
		try {
			if (this.closing) {
				return CompletableFuture.failedFuture(closedException());
			}
			CompletableFuture<PublishResult> result = this.publisher.publish(message, timeout, false);
			this.sender.wakeUp();
			return result;
		}
		finally {
			this.lock.release();
		}
	}

	/**
	 * Leave a message to the thread that has the lock: to wait for it would mean to be
	 * stopped and woken up for each batch that is being written, which costs a third of
	 * what can be published.
	 */
	private CompletableFuture<PublishResult> handIn(MqttMessage message) {
		CompletableFuture<PublishResult> future = new CompletableFuture<>();
		this.intake.add(this.publisher.pending(message, future, false));
		this.lock.leftSomethingBehind();
		return future;
	}

	private void takeOver(PendingPublish publish, long nanoTime) {
		if (this.closing) {
			publish.refuse(closedException());
			return;
		}
		try {
			this.publisher.takeOver(publish, nanoTime);
		}
		finally {
			this.sender.wakeUp();
		}
	}

	/**
	 * Publish a message for a caller who waits for what becomes of it. Writes the message
	 * here and now if nothing else is being written, so that this may block, but not
	 * longer than the operation may take.
	 * @param message the message, with a valid topic
	 * @param timeout the time limit, or {@code null} for that of most operations
	 * @return what became of it; nothing must hang on it but the waiting caller
	 */
	public CompletableFuture<PublishResult> publishForCaller(MqttMessage message, @Nullable Duration timeout) {
		CompletableFuture<PublishResult> result;
		ConnectionWriter writer = null;
		this.lock.acquire();
		try {
			if (this.closing) {
				return CompletableFuture.failedFuture(closedException());
			}
			result = this.publisher.publish(message, timeout, true);
			if (timeout == null) {
				// Others may have little time, and must not depend on how fast the broker
				// takes it in
				writer = this.sender.takeAsCaller();
			}
			if (writer == null) {
				this.sender.wakeUp();
			}
		}
		finally {
			this.lock.release();
		}
		if (writer != null) {
			writer.writeAsCaller();
		}
		return result;
	}

	/**
	 * Publish a message without waiting for what becomes of it.
	 * @param message the message, with a valid topic
	 * @param completion where the future is completed
	 * @return completed when the message is accepted, and stored if it is to survive, or
	 * {@code null} if that is done already
	 */
	public @Nullable CompletableFuture<@Nullable Void> enqueue(MqttMessage message, Executor completion) {
		this.lock.acquireSoon();
		try {
			if (this.closing) {
				return CompletableFuture.failedFuture(closedException());
			}
			CompletableFuture<@Nullable Void> result = this.publisher.enqueue(message, completion);
			this.sender.wakeUp();
			return result;
		}
		finally {
			this.lock.release();
		}
	}

	/**
	 * Register a handler and subscribe.
	 * @param filter the topic filter
	 * @param options the options
	 * @param recipient who gets the messages
	 * @param completion where the future is completed
	 * @return what was registered
	 */
	public CompletableFuture<Registration> subscribe(TopicFilter filter, SubscribeOptions options, Recipient recipient,
			Executor completion) {
		return unlessClosed(() -> {
			boolean idle = this.connector.state() == ConnectionState.DISCONNECTED;
			CompletableFuture<Registration> result = this.subscriptions.subscribe(filter, options, recipient, idle,
					completion);
			this.reception.handlersChanged();
			return result;
		});
	}

	/**
	 * Register a handler and let it be subscribed when that is possible.
	 * @param filter the topic filter
	 * @param options the options
	 * @param recipient who gets the messages
	 * @return what was registered
	 */
	public Registration register(TopicFilter filter, SubscribeOptions options, Recipient recipient) {
		return this.lock.call(() -> {
			if (this.closing) {
				throw closedException();
			}
			Registration registration = this.subscriptions.register(filter, options, recipient);
			this.reception.handlersChanged();
			return registration;
		});
	}

	/**
	 * Return a publisher of messages that subscribes when it is subscribed to.
	 * @param <T> the type of the items
	 * @param filter the topic filter
	 * @param options the options
	 * @param signal hands a message to a subscriber
	 * @return the publisher
	 */
	public <T> Flow.Publisher<T> messages(TopicFilter filter, SubscribeOptions options,
			MessagePublisher.Signal<T> signal) {
		return this.lock.call(() -> new MessagePublisher<>(
				new MessagePublisher.Source(filter.toString(), this.context, this.reception.dispatcher(),
						this.reception.receiver().caller(), (recipient) -> register(filter, options, recipient),
						(registration) -> unsubscribe(registration, DIRECT)),
				signal));
	}

	/**
	 * Remove a handler, and its subscription with the last one.
	 * @param registration what was registered
	 * @param completion where the future is completed
	 * @return completed when the broker has confirmed it
	 */
	public CompletableFuture<@Nullable Void> unsubscribe(Registration registration, Executor completion) {
		return unlessClosed(() -> {
			CompletableFuture<@Nullable Void> result = this.subscriptions.unsubscribe(registration, completion);
			this.reception.handlersRemoved();
			return result;
		});
	}

	/**
	 * Remove all handlers of a topic filter and its subscription.
	 * @param filter the topic filter
	 * @param completion where the future is completed
	 * @return completed when the broker has confirmed it
	 */
	public CompletableFuture<@Nullable Void> unsubscribe(String filter, Executor completion) {
		return unlessClosed(() -> {
			CompletableFuture<@Nullable Void> result = this.subscriptions.unsubscribe(filter, completion);
			this.reception.handlersRemoved();
			return result;
		});
	}

	/**
	 * Return what the broker said about a subscription last.
	 * @param registration what was registered
	 * @return the reason code, or {@code null} if there is none
	 */
	public @Nullable ReasonCode reasonCode(Registration registration) {
		return this.lock.call(() -> this.subscriptions.reasonCode(registration));
	}

	/**
	 * Ping the broker.
	 * @param completion where the future is completed
	 * @return time from PINGREQ to PINGRESP
	 */
	public CompletableFuture<Duration> ping(Executor completion) {
		return unlessClosed(() -> this.connector.ping(completion));
	}

	/**
	 * Authenticate again.
	 * @param completion where the future is completed
	 * @return completed when both sides are content
	 */
	public CompletableFuture<@Nullable Void> reauthenticate(Executor completion) {
		return unlessClosed(() -> this.connector.reauthenticate(completion));
	}

	/**
	 * Make the connection anew once the operations under way are finished.
	 * @param completion where the future is completed
	 * @return what was agreed on
	 */
	public CompletableFuture<ConnectResult> reconnect(Executor completion) {
		return unlessClosed(() -> this.connector.reconnect(completion));
	}

	/**
	 * Disconnect once the operations under way are finished.
	 * @param options how to leave
	 * @param completion where the future is completed
	 * @return completed when the connection is closed
	 * @throws IllegalArgumentException if the options do not fit the settings
	 */
	public CompletableFuture<@Nullable Void> disconnect(DisconnectOptions options, Executor completion) {
		Duration sessionExpiry = options.sessionExpiry();
		if (sessionExpiry != null && !sessionExpiry.isZero() && this.context.settings().sessionExpiry().isZero()) {
			throw new IllegalArgumentException("A session that ends with the connection cannot be kept for "
					+ sessionExpiry + " after all; build the client with a sessionExpiry");
		}
		return this.lock.call(() -> this.connector.disconnect(options, completion));
	}

	private <T extends @Nullable Object> CompletableFuture<T> unlessClosed(Supplier<CompletableFuture<T>> action) {
		return this.lock.call(() -> this.closing ? CompletableFuture.failedFuture(closedException()) : action.get());
	}

	private static MqttClosedException closedException() {
		return new MqttClosedException("The client is closed");
	}

	/**
	 * Return how the connection is.
	 * @return the status
	 */
	public ConnectionStatus status() {
		return this.lock.call(this.connector::status);
	}

	/**
	 * Return how full the outbox is.
	 * @return the status
	 */
	public OutboxStatus outboxStatus() {
		return this.lock.call(this.publisher::outboxStatus);
	}

	/**
	 * Return how the subscriptions are.
	 * @return the status of each
	 */
	public List<SubscriptionStatus> subscriptionStatus() {
		return this.lock.call(this.subscriptions::status);
	}

	/**
	 * Return what was counted.
	 * @return the statistics
	 */
	public ClientStatistics statistics() {
		return this.lock.call(() -> this.context.counters().snapshot(pending()));
	}

	private PendingStatistics pending() {
		return new PendingStatistics(this.inFlight.inFlight(), this.inFlight.receiveMaximum(),
				this.reception.unanswered(), this.reception.oldestAge(this.context.timer().nanoTime()),
				this.reception.waiting(), this.reception.waitingBytes());
	}

	/**
	 * Return the client identifier.
	 * @return the configured or assigned one, or an empty string
	 */
	public String clientId() {
		return this.connector.clientId();
	}

	/**
	 * Return what the lines of the client in the log begin with.
	 * @return its name in the log and its client identifier, as far as there are any, in
	 * brackets
	 */
	public String logPrefix() {
		return this.context.log().prefix();
	}

	/**
	 * Add a listener.
	 * @param listener the listener
	 */
	public void addListener(MqttClientListener listener) {
		this.context.listeners().add(listener);
	}

	/**
	 * Remove a listener.
	 * @param listener the listener
	 */
	public void removeListener(MqttClientListener listener) {
		this.context.listeners().remove(listener);
	}

	/**
	 * Disconnect and give up all threads. Waits for that unless it runs on one of them.
	 */
	public void close() {
		this.lock.run(this::beginClose);
		if (isOwnThread()) {
			return;
		}
		try {
			awaitClosed();
			awaitThreads();
		}
		catch (InterruptedException ex) {
			this.lock.run(this::terminate);
			Thread.currentThread().interrupt();
		}
	}

	private void awaitClosed() throws InterruptedException {
		try {
			this.closed.get(CLOSE_TIMEOUT.plus(FAREWELL_RESERVE).toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException | ExecutionException ex) {
			this.lock.run(this::terminate);
		}
	}

	private void awaitThreads() throws InterruptedException {
		ClientThreads threads = this.context.threads();
		if (threads.awaitEnd(CLOSE_TIMEOUT)) {
			return;
		}
		threads.interrupt();
		if (!threads.awaitEnd(FAREWELL_RESERVE)) {
			this.context.log().warn("The client is closed, but a handler or listener does not return");
			// Whoever comes next needs the session
			this.lock.run(this.journal::close);
			this.journal.awaitClosed(FAREWELL_RESERVE);
		}
	}

	private void beginClose() {
		if (this.closing) {
			return;
		}
		this.closing = true;
		Duration operationTimeout = this.context.settings().operationTimeout();
		this.closeAlarm.set((operationTimeout.compareTo(CLOSE_TIMEOUT) < 0) ? operationTimeout : CLOSE_TIMEOUT,
				this.connector::endLink);
		// Longer than the alarm, so that there is time for DISCONNECT. Completed under
		// the lock, by this client's own code
		this.connector.disconnect(DisconnectOptions.DEFAULT.timeout(CLOSE_TIMEOUT.plus(FAREWELL_RESERVE)), DIRECT)
			.whenComplete((result, failure) -> this.lock.run(this::terminate));
	}

	private void terminate() {
		if (this.closed.isDone()) {
			return;
		}
		this.closeAlarm.cancel();
		this.connector.close(closedException());
		this.publisher.close();
		this.operations.fail(Engine::closedException);
		this.reception.close();
		this.subscriptions.close();
		// Handlers that still run may succeed
		this.reception.shutdown(() -> this.lock.run(this.journal::close));
		this.authentication.shutdown();
		this.callbacks.shutdown();
		this.context.trace().shutdown();
		this.context.timer().close();
		this.closed.complete(null);
	}

}
