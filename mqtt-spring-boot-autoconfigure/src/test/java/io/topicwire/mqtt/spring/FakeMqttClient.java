package io.topicwire.mqtt.spring;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;

import io.topicwire.mqtt.AcknowledgeableMessage;
import io.topicwire.mqtt.Acknowledgement;
import io.topicwire.mqtt.AcknowledgingHandler;
import io.topicwire.mqtt.BrokerRemarks;
import io.topicwire.mqtt.ClientStatistics;
import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.ConnectionStatus;
import io.topicwire.mqtt.DisconnectOptions;
import io.topicwire.mqtt.MessageHandler;
import io.topicwire.mqtt.MqttClientListener;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.OutboxStatus;
import io.topicwire.mqtt.PendingStatistics;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.ReceivedStatistics;
import io.topicwire.mqtt.ServerLimits;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.SubscriptionStatus;
import io.topicwire.mqtt.TrafficStatistics;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.client.Subscription;
import io.topicwire.mqtt.topic.TopicTemplate;
import org.jspecify.annotations.Nullable;

/**
 * A client without a broker: remembers what it is asked for, and hands messages to
 * handlers when a test says so.
 */
public class FakeMqttClient implements MqttClient {

	private final List<String> events = new CopyOnWriteArrayList<>();

	private final List<MqttMessage> published = new CopyOnWriteArrayList<>();

	private final List<FakeSubscription> subscriptions = new CopyOnWriteArrayList<>();

	private final List<MqttClientListener> listeners = new CopyOnWriteArrayList<>();

	private final List<FakeAcknowledgement> acknowledgements = new CopyOnWriteArrayList<>();

	private ConnectionStatus status = new ConnectionStatus(ConnectionState.DISCONNECTED, null, 0, null, null);

	private OutboxStatus outboxStatus = new OutboxStatus(0, 0, Duration.ZERO, 0);

	private ClientStatistics statistics = new ClientStatistics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
			new ReceivedStatistics(Collections.emptyMap(), Collections.emptyMap(), 0),
			new TrafficStatistics(Map.of("CONNECT", 0L, "PUBLISH", 0L), Map.of("CONNACK", 0L, "PUBLISH", 0L), 0, 0),
			new PendingStatistics(0, 65_535, 0, Duration.ZERO, 0, 0));

	private PublishResult publishResult = PublishResult.SUCCESS;

	private volatile @Nullable CompletableFuture<PublishResult> publishing;

	private List<SubscriptionStatus> subscriptionStatus = Collections.emptyList();

	private @Nullable MqttException failure;

	/**
	 * Hand a message to all handlers that match, once each, as one that the broker has
	 * sent.
	 * @param message the message
	 * @return what the handlers threw, or told before they returned
	 */
	public List<Throwable> receive(MqttMessage message) {
		List<Throwable> failures = new ArrayList<>();
		Set<Object> called = new HashSet<>();
		for (FakeSubscription subscription : this.subscriptions) {
			if (TopicTemplate.of(subscription.filter).match(message.topic()) != null
					&& called.add(subscription.identity)) {
				FakeAcknowledgement acknowledgement = new FakeAcknowledgement(message);
				this.acknowledgements.add(acknowledgement);
				try {
					subscription.handler.handle(message, acknowledgement);
				}
				catch (Throwable ex) {
					acknowledgement.fail(ex);
				}
				failures.addAll(acknowledgement.failures);
			}
		}
		return failures;
	}

	/**
	 * Return what the handlers said about the messages that they were given, in the order
	 * in which they were given.
	 * @return the acknowledgements
	 */
	public List<FakeAcknowledgement> acknowledgements() {
		return this.acknowledgements;
	}

	public void setPublishResult(PublishResult publishResult) {
		this.publishResult = publishResult;
	}

	/**
	 * Set what tells when messages are published; all are at once by default.
	 * @param publishing completed when they are
	 */
	public void setPublishing(CompletableFuture<PublishResult> publishing) {
		this.publishing = publishing;
	}

	public void failWith(@Nullable MqttException failure) {
		this.failure = failure;
	}

	public void setStatus(ConnectionStatus status) {
		this.status = status;
	}

	public static ConnectResult connectResult() {
		return new ConnectResult("broker:1883", ProtocolVersion.MQTT_5, "meter-7", false, Duration.ofSeconds(60),
				Duration.ZERO, ServerLimits.NONE, null, BrokerRemarks.NONE);
	}

	public List<String> events() {
		return this.events;
	}

	public List<MqttMessage> published() {
		return this.published;
	}

	public List<FakeSubscription> subscriptions() {
		return this.subscriptions;
	}

	public List<MqttClientListener> listeners() {
		return this.listeners;
	}

	@Override
	public ConnectResult connect() {
		this.events.add("connect");
		if (this.failure != null) {
			throw this.failure;
		}
		return connectResult();
	}

	@Override
	public CompletableFuture<ConnectResult> connectAsync() {
		this.events.add("connectAsync");
		return (this.failure != null) ? CompletableFuture.failedFuture(this.failure)
				: CompletableFuture.completedFuture(connectResult());
	}

	@Override
	public PublishResult publish(MqttMessage message) {
		this.events.add("publish");
		this.published.add(message);
		if (this.failure != null) {
			throw this.failure;
		}
		return this.publishResult;
	}

	@Override
	public CompletableFuture<PublishResult> publishAsync(MqttMessage message) {
		this.published.add(message);
		if (this.publishing != null) {
			return this.publishing;
		}
		return (this.failure != null) ? CompletableFuture.failedFuture(this.failure)
				: CompletableFuture.completedFuture(this.publishResult);
	}

	@Override
	public PublishResult publish(MqttMessage message, Duration timeout) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletableFuture<PublishResult> publishAsync(MqttMessage message, Duration timeout) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void enqueue(MqttMessage message) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletableFuture<@Nullable Void> enqueueAsync(MqttMessage message) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Subscription subscribe(String filter, QoS qos, MessageHandler handler) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Subscription subscribe(String filter, SubscribeOptions options, MessageHandler handler) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Subscription subscribe(String filter, SubscribeOptions options, AcknowledgingHandler handler) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletableFuture<Subscription> subscribeAsync(String filter, QoS qos, MessageHandler handler) {
		return subscribeAsync(filter, SubscribeOptions.of(qos), handler);
	}

	@Override
	public CompletableFuture<Subscription> subscribeAsync(String filter, SubscribeOptions options,
			MessageHandler handler) {
		return (this.failure != null) ? CompletableFuture.failedFuture(this.failure)
				: CompletableFuture.completedFuture(register(filter, options, handler));
	}

	@Override
	public CompletableFuture<Subscription> subscribeAsync(String filter, SubscribeOptions options,
			AcknowledgingHandler handler) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Subscription register(String filter, SubscribeOptions options, MessageHandler handler) {
		return register(filter, options, (message, acknowledgement) -> {
			handler.handle(message);
			acknowledgement.acknowledge();
		}, handler);
	}

	@Override
	public Subscription register(String filter, SubscribeOptions options, AcknowledgingHandler handler) {
		return register(filter, options, handler, handler);
	}

	private Subscription register(String filter, SubscribeOptions options, AcknowledgingHandler handler,
			Object identity) {
		this.events.add("subscribe " + filter);
		FakeSubscription subscription = new FakeSubscription(filter, options, handler, identity);
		this.subscriptions.add(subscription);
		return subscription;
	}

	@Override
	public Flow.Publisher<MqttMessage> messages(String filter, SubscribeOptions options) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Flow.Publisher<AcknowledgeableMessage> acknowledgeableMessages(String filter, SubscribeOptions options) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void unsubscribe(String filter) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletableFuture<@Nullable Void> unsubscribeAsync(String filter) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Duration ping() {
		if (this.failure != null) {
			throw this.failure;
		}
		return Duration.ofMillis(5);
	}

	@Override
	public CompletableFuture<Duration> pingAsync() {
		throw new UnsupportedOperationException();
	}

	@Override
	public ConnectionStatus status() {
		return this.status;
	}

	@Override
	public OutboxStatus outboxStatus() {
		return this.outboxStatus;
	}

	public void setOutboxStatus(OutboxStatus outboxStatus) {
		this.outboxStatus = outboxStatus;
	}

	@Override
	public List<SubscriptionStatus> subscriptionStatus() {
		return this.subscriptionStatus;
	}

	public void setSubscriptionStatus(SubscriptionStatus... subscriptionStatus) {
		this.subscriptionStatus = List.of(subscriptionStatus);
	}

	@Override
	public ClientStatistics statistics() {
		return this.statistics;
	}

	public void setStatistics(ClientStatistics statistics) {
		this.statistics = statistics;
	}

	@Override
	public String clientId() {
		return "meter-7";
	}

	@Override
	public String url() {
		return "mqtt://broker:1883";
	}

	@Override
	public void addListener(MqttClientListener listener) {
		this.listeners.add(listener);
	}

	@Override
	public void removeListener(MqttClientListener listener) {
		this.listeners.remove(listener);
	}

	@Override
	public void reauthenticate() {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletableFuture<@Nullable Void> reauthenticateAsync() {
		throw new UnsupportedOperationException();
	}

	@Override
	public ConnectResult reconnect() {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletableFuture<ConnectResult> reconnectAsync() {
		this.events.add("reconnectAsync");
		return (this.failure != null) ? CompletableFuture.failedFuture(this.failure)
				: CompletableFuture.completedFuture(connectResult());
	}

	@Override
	public void disconnect() {
		throw new UnsupportedOperationException();
	}

	@Override
	public void disconnect(DisconnectOptions options) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletableFuture<@Nullable Void> disconnectAsync(DisconnectOptions options) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletableFuture<@Nullable Void> disconnectAsync() {
		this.events.add("disconnectAsync");
		return CompletableFuture.completedFuture(null);
	}

	@Override
	public void close() {
		this.events.add("close");
	}

	/**
	 * What a handler says about a message.
	 */
	public static class FakeAcknowledgement implements Acknowledgement {

		private final MqttMessage message;

		private final List<Throwable> failures = new CopyOnWriteArrayList<>();

		private final AtomicReference<String> answer = new AtomicReference<>();

		FakeAcknowledgement(MqttMessage message) {
			this.message = message;
		}

		public MqttMessage message() {
			return this.message;
		}

		/**
		 * Return the first answer, such as {@code "acknowledged"}.
		 * @return the answer, or {@code null} if there is none yet
		 */
		public @Nullable String answer() {
			return this.answer.get();
		}

		public List<Throwable> failures() {
			return this.failures;
		}

		@Override
		public boolean acknowledge() {
			return this.answer.compareAndSet(null, "acknowledged");
		}

		@Override
		public boolean reject(ReasonCode reasonCode, @Nullable String reason) {
			return this.answer.compareAndSet(null, "rejected " + reasonCode.name());
		}

		@Override
		public boolean fail(Throwable failure) {
			this.failures.add(failure);
			return this.answer.compareAndSet(null, (failure instanceof CancellationException) ? "cancelled" : "failed");
		}

	}

	/**
	 * A handler for a topic filter.
	 */
	public class FakeSubscription implements Subscription {

		private final String filter;

		private final SubscribeOptions options;

		private final AcknowledgingHandler handler;

		private final Object identity;

		FakeSubscription(String filter, SubscribeOptions options, AcknowledgingHandler handler, Object identity) {
			this.filter = filter;
			this.options = options;
			this.handler = handler;
			this.identity = identity;
		}

		@Override
		public String filter() {
			return this.filter;
		}

		@Override
		public SubscribeOptions options() {
			return this.options;
		}

		@Override
		public @Nullable ReasonCode reasonCode() {
			return null;
		}

		@Override
		public CompletableFuture<@Nullable Void> unsubscribeAsync() {
			close();
			return CompletableFuture.completedFuture(null);
		}

		@Override
		public void close() {
			FakeMqttClient.this.events.add("unsubscribe " + this.filter);
			FakeMqttClient.this.subscriptions.remove(this);
		}

	}

}
