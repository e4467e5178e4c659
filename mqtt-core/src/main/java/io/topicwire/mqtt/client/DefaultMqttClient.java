package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

import io.topicwire.mqtt.AcknowledgeableMessage;
import io.topicwire.mqtt.AcknowledgingHandler;
import io.topicwire.mqtt.ClientStatistics;
import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.ConnectionStatus;
import io.topicwire.mqtt.DisconnectOptions;
import io.topicwire.mqtt.MessageHandler;
import io.topicwire.mqtt.MqttClientListener;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.OutboxStatus;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.SubscriptionStatus;
import io.topicwire.mqtt.engine.Engine;
import io.topicwire.mqtt.engine.Recipient;
import io.topicwire.mqtt.topic.TopicFilter;
import org.jspecify.annotations.Nullable;

/**
 * Client that checks arguments, offers blocking forms and leaves the rest to the engine.
 */
final class DefaultMqttClient implements MqttClient {

	private final String url;

	private final Engine engine;

	private final PublishCheck publishCheck = new PublishCheck();

	DefaultMqttClient(String url, Engine engine) {
		this.url = url;
		this.engine = engine;
	}

	@Override
	public ConnectResult connect() {
		requireForeignThread("connect");
		return await(this.engine.connect(Engine.DIRECT));
	}

	@Override
	public CompletableFuture<ConnectResult> connectAsync() {
		return this.engine.connect(this.engine.callbacks());
	}

	@Override
	public PublishResult publish(MqttMessage message) {
		requireForeignThread("publish");
		return await(this.engine.publishForCaller(this.publishCheck.outgoing(message), null));
	}

	@Override
	public PublishResult publish(MqttMessage message, Duration timeout) {
		requireForeignThread("publish");
		return await(this.engine.publishForCaller(this.publishCheck.outgoing(message), requireTimeout(timeout)));
	}

	@Override
	public CompletableFuture<PublishResult> publishAsync(MqttMessage message) {
		return this.engine.publish(this.publishCheck.outgoing(message), null);
	}

	@Override
	public CompletableFuture<PublishResult> publishAsync(MqttMessage message, Duration timeout) {
		return this.engine.publish(this.publishCheck.outgoing(message), requireTimeout(timeout));
	}

	private static Duration requireTimeout(Duration timeout) {
		SettingsCheck.requirePositive("Timeout", timeout);
		return timeout;
	}

	@Override
	public void enqueue(MqttMessage message) {
		requireForeignThread("enqueue");
		CompletableFuture<@Nullable Void> accepted = this.engine.enqueue(this.publishCheck.outgoing(message),
				Engine.DIRECT);
		if (accepted != null) {
			await(accepted);
		}
	}

	@Override
	public CompletableFuture<@Nullable Void> enqueueAsync(MqttMessage message) {
		CompletableFuture<@Nullable Void> accepted = this.engine.enqueue(this.publishCheck.outgoing(message),
				this.engine.callbacks());
		if (accepted != null) {
			return accepted;
		}
		return CompletableFuture.completedFuture(null);
	}

	@Override
	public Subscription subscribe(String filter, QoS qos, MessageHandler handler) {
		return subscribe(filter, SubscribeOptions.of(qos), handler);
	}

	@Override
	public Subscription subscribe(String filter, SubscribeOptions options, MessageHandler handler) {
		return subscribe(filter, options, Recipient.of(requireHandler(handler)));
	}

	@Override
	public Subscription subscribe(String filter, SubscribeOptions options, AcknowledgingHandler handler) {
		return subscribe(filter, options, Recipient.of(requireHandler(handler)));
	}

	private Subscription subscribe(String filter, SubscribeOptions options, Recipient recipient) {
		requireForeignThread("subscribe");
		return await(subscribe(filter, options, recipient, Engine.DIRECT));
	}

	@Override
	public CompletableFuture<Subscription> subscribeAsync(String filter, QoS qos, MessageHandler handler) {
		return subscribeAsync(filter, SubscribeOptions.of(qos), handler);
	}

	@Override
	public CompletableFuture<Subscription> subscribeAsync(String filter, SubscribeOptions options,
			MessageHandler handler) {
		return subscribe(filter, options, Recipient.of(requireHandler(handler)), this.engine.callbacks());
	}

	@Override
	public CompletableFuture<Subscription> subscribeAsync(String filter, SubscribeOptions options,
			AcknowledgingHandler handler) {
		return subscribe(filter, options, Recipient.of(requireHandler(handler)), this.engine.callbacks());
	}

	private CompletableFuture<Subscription> subscribe(String filter, SubscribeOptions options, Recipient recipient,
			Executor completion) {
		TopicFilter topicFilter = check(filter, options);
		CompletableFuture<Subscription> result = new CompletableFuture<>();
		// Not thenApply, which would wrap the failure
		this.engine.subscribe(topicFilter, options, recipient, completion).whenComplete((registration, failure) -> {
			if (failure != null) {
				result.completeExceptionally(failure);
			}
			else {
				result.complete(new DefaultSubscription(this.engine, registration));
			}
		});
		return result;
	}

	@Override
	public Subscription register(String filter, SubscribeOptions options, MessageHandler handler) {
		return register(filter, options, Recipient.of(requireHandler(handler)));
	}

	@Override
	public Subscription register(String filter, SubscribeOptions options, AcknowledgingHandler handler) {
		return register(filter, options, Recipient.of(requireHandler(handler)));
	}

	private Subscription register(String filter, SubscribeOptions options, Recipient recipient) {
		return new DefaultSubscription(this.engine, this.engine.register(check(filter, options), options, recipient));
	}

	@Override
	public Flow.Publisher<MqttMessage> messages(String filter, SubscribeOptions options) {
		return this.engine.messages(check(filter, options), options, (subscriber, answer) -> {
			subscriber.onNext(answer.message());
			answer.acknowledge();
		});
	}

	@Override
	public Flow.Publisher<AcknowledgeableMessage> acknowledgeableMessages(String filter, SubscribeOptions options) {
		return this.engine.messages(check(filter, options), options,
				(subscriber, answer) -> subscriber.onNext(new AcknowledgeableMessage(answer.message(), answer)));
	}

	private static <T> T requireHandler(T handler) {
		return Objects.requireNonNull(handler, "handler must not be null");
	}

	private static TopicFilter check(String filter, SubscribeOptions options) {
		TopicFilter topicFilter = TopicFilter.of(filter);
		Objects.requireNonNull(options, "options must not be null");
		if (topicFilter.isShared() && options.noLocal()) {
			throw new IllegalArgumentException(
					"Shared subscription '" + filter + "' must not be no-local; leave that option out");
		}
		return topicFilter;
	}

	@Override
	public void unsubscribe(String filter) {
		requireForeignThread("unsubscribe");
		await(unsubscribe(filter, Engine.DIRECT));
	}

	@Override
	public CompletableFuture<@Nullable Void> unsubscribeAsync(String filter) {
		return unsubscribe(filter, this.engine.callbacks());
	}

	private CompletableFuture<@Nullable Void> unsubscribe(String filter, Executor completion) {
		return this.engine.unsubscribe(TopicFilter.of(filter).toString(), completion);
	}

	@Override
	public Duration ping() {
		requireForeignThread("ping");
		return await(this.engine.ping(Engine.DIRECT));
	}

	@Override
	public CompletableFuture<Duration> pingAsync() {
		return this.engine.ping(this.engine.callbacks());
	}

	@Override
	public void reauthenticate() {
		requireForeignThread("reauthenticate");
		await(this.engine.reauthenticate(Engine.DIRECT));
	}

	@Override
	public CompletableFuture<@Nullable Void> reauthenticateAsync() {
		return this.engine.reauthenticate(this.engine.callbacks());
	}

	@Override
	public ConnectResult reconnect() {
		requireForeignThread("reconnect");
		return await(this.engine.reconnect(Engine.DIRECT));
	}

	@Override
	public CompletableFuture<ConnectResult> reconnectAsync() {
		return this.engine.reconnect(this.engine.callbacks());
	}

	@Override
	public ConnectionStatus status() {
		return this.engine.status();
	}

	@Override
	public OutboxStatus outboxStatus() {
		return this.engine.outboxStatus();
	}

	@Override
	public List<SubscriptionStatus> subscriptionStatus() {
		return this.engine.subscriptionStatus();
	}

	@Override
	public ClientStatistics statistics() {
		return this.engine.statistics();
	}

	@Override
	public String clientId() {
		return this.engine.clientId();
	}

	@Override
	public String logPrefix() {
		return this.engine.logPrefix();
	}

	@Override
	public String url() {
		return this.url;
	}

	@Override
	public void addListener(MqttClientListener listener) {
		this.engine.addListener(Objects.requireNonNull(listener, "listener must not be null"));
	}

	@Override
	public void removeListener(MqttClientListener listener) {
		this.engine.removeListener(listener);
	}

	@Override
	public void disconnect() {
		disconnect(DisconnectOptions.DEFAULT);
	}

	@Override
	public void disconnect(DisconnectOptions options) {
		requireForeignThread("disconnect");
		await(this.engine.disconnect(options, Engine.DIRECT));
	}

	@Override
	public CompletableFuture<@Nullable Void> disconnectAsync() {
		return disconnectAsync(DisconnectOptions.DEFAULT);
	}

	@Override
	public CompletableFuture<@Nullable Void> disconnectAsync(DisconnectOptions options) {
		return this.engine.disconnect(options, this.engine.callbacks());
	}

	@Override
	public void close() {
		this.engine.close();
	}

	private void requireForeignThread(String operation) {
		if (this.engine.isOwnThread()) {
			throw new IllegalStateException(
					"A handler, listener or future stage must not wait for its own client: call " + operation
							+ "Async() instead of " + operation + "()");
		}
	}

	private static <T extends @Nullable Object> T await(CompletableFuture<T> future) {
		try {
			return future.get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new MqttException("Interrupted while waiting for the broker; the operation goes on", ex);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof MqttException failure) {
				throw failure;
			}
			throw new MqttException("Operation failed unexpectedly: " + ex.getCause(), ex.getCause());
		}
	}

	@Override
	public String toString() {
		return "MqttClient[url=" + this.url + ", clientId=" + clientId() + "]";
	}

}
