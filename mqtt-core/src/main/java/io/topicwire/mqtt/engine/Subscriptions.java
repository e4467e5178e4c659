package io.topicwire.mqtt.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.topicwire.mqtt.MessageHandler;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttSubscribeException;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.ServerLimits;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Property;
import io.topicwire.mqtt.packet.Suback;
import io.topicwire.mqtt.packet.Subscribe;
import io.topicwire.mqtt.packet.Unsuback;
import io.topicwire.mqtt.packet.Unsubscribe;
import io.topicwire.mqtt.session.DesiredSubscriptions;
import io.topicwire.mqtt.session.PacketIdentifiers;
import io.topicwire.mqtt.topic.TopicFilter;
import io.topicwire.mqtt.topic.TopicTrie;
import org.jspecify.annotations.Nullable;

/**
 * The handlers that are registered and the subscriptions they need. Guarded by the lock
 * of the client, but for {@link #handlers(String)}.
 */
final class Subscriptions {

	// One SUBSCRIBE for that many filters stays small and its answer is easy to match
	private static final int MAXIMUM_BATCH = 100;

	private final Map<String, List<Registration>> registrations = new HashMap<>();

	private final Map<String, List<Subscribing>> subscribing = new HashMap<>();

	private final Map<String, List<Operation<@Nullable Void>>> unsubscribing = new HashMap<>();

	private final DesiredSubscriptions desired = new DesiredSubscriptions();

	private final PacketIdentifiers<Object> packetIdentifiers;

	private final Operations operations;

	private final Listeners listeners;

	private final ClientLog log;

	private final Consumer<Packet> sender;

	private volatile TopicTrie<Registration> trie = TopicTrie.empty();

	private boolean connected;

	private ServerLimits limits = ServerLimits.NONE;

	// Becomes smaller when the broker does not take packets of that size
	private int batch = MAXIMUM_BATCH;

	Subscriptions(PacketIdentifiers<Object> packetIdentifiers, Operations operations, Listeners listeners,
			ClientLog log, Consumer<Packet> sender) {
		this.packetIdentifiers = packetIdentifiers;
		this.operations = operations;
		this.listeners = listeners;
		this.log = log;
		this.sender = sender;
	}

	/**
	 * Return the handlers for a topic. Needs no lock.
	 */
	List<Registration> handlers(String topic) {
		List<Registration> handlers = new ArrayList<>(2);
		this.trie.match(topic, handlers::add);
		return handlers;
	}

	/**
	 * Register a handler and ask for the subscription it needs.
	 */
	Registration register(TopicFilter filter, SubscribeOptions options, MessageHandler handler) {
		Registration registration = add(filter, options, handler);
		synchronize();
		return registration;
	}

	/**
	 * Register a handler and wait for the subscription it needs.
	 * @param idle whether the client does not even try to connect, so that there is
	 * nobody to wait for
	 */
	CompletableFuture<Registration> subscribe(TopicFilter filter, SubscribeOptions options, MessageHandler handler,
			boolean idle, Executor completion) {
		Registration registration = add(filter, options, handler);
		if (idle || this.desired.isGranted(filter.toString())) {
			return CompletableFuture.completedFuture(registration);
		}
		List<Subscribing> waiting = this.subscribing.computeIfAbsent(filter.toString(), (key) -> new ArrayList<>());
		Operation<Registration> operation = this.operations.start(() -> "Subscribe to '" + filter + "'",
				(expired) -> waiting.removeIf((subscribing) -> subscribing.operation() == expired), completion);
		waiting.add(new Subscribing(registration, operation));
		synchronize();
		return operation.future();
	}

	private Registration add(TopicFilter filter, SubscribeOptions options, MessageHandler handler) {
		Registration registration = new Registration(filter, options, handler);
		List<Registration> sameFilter = this.registrations.computeIfAbsent(filter.toString(),
				(key) -> new ArrayList<>());
		sameFilter.add(registration);
		this.trie = this.trie.with(filter.matchingFilter(), registration);
		want(filter.toString(), sameFilter);
		return registration;
	}

	private void want(String filter, List<Registration> sameFilter) {
		QoS qos = QoS.AT_MOST_ONCE;
		for (Registration registration : sameFilter) {
			QoS other = registration.options().qos();
			qos = (other.compareTo(qos) > 0) ? other : qos;
		}
		SubscribeOptions last = sameFilter.get(sameFilter.size() - 1).options();
		this.desired.want(filter,
				new SubscribeOptions(qos, last.noLocal(), last.retainAsPublished(), last.retainHandling()));
		finish(this.unsubscribing.remove(filter), null);
	}

	/**
	 * Remove one handler, and the subscription with the last one.
	 */
	CompletableFuture<@Nullable Void> unsubscribe(Registration registration, Executor completion) {
		String filter = registration.filter().toString();
		List<Registration> sameFilter = this.registrations.getOrDefault(filter, List.of());
		if (!sameFilter.contains(registration)) {
			return CompletableFuture.completedFuture(null);
		}
		if (sameFilter.size() == 1) {
			return unsubscribe(filter, completion);
		}
		remove(registration);
		return CompletableFuture.completedFuture(null);
	}

	/**
	 * Remove all handlers of a topic filter and its subscription.
	 */
	CompletableFuture<@Nullable Void> unsubscribe(String filter, Executor completion) {
		List.copyOf(this.registrations.getOrDefault(filter, List.of())).forEach(this::remove);
		List<Subscribing> waiting = this.subscribing.remove(filter);
		if (waiting != null) {
			waiting.forEach((subscribing) -> subscribing.operation()
				.fail(new MqttException("Subscribe to '" + filter + "' was given up by an unsubscribe")));
		}
		if (!this.desired.forget(filter)) {
			return CompletableFuture.completedFuture(null);
		}
		List<Operation<@Nullable Void>> sameFilter = this.unsubscribing.computeIfAbsent(filter,
				(key) -> new ArrayList<>());
		Operation<@Nullable Void> operation = this.operations.start(() -> "Unsubscribe from '" + filter + "'",
				sameFilter::remove, completion);
		sameFilter.add(operation);
		synchronize();
		return operation.future();
	}

	private void remove(Registration registration) {
		String filter = registration.filter().toString();
		List<Registration> sameFilter = this.registrations.get(filter);
		if (sameFilter != null && sameFilter.remove(registration)) {
			this.trie = this.trie.without(registration.filter().matchingFilter(), registration);
			if (sameFilter.isEmpty()) {
				this.registrations.remove(filter);
			}
		}
	}

	@Nullable ReasonCode reasonCode(Registration registration) {
		return this.desired.reasonCode(registration.filter().toString());
	}

	/**
	 * Start anew on another connection.
	 * @param sessionPresent whether the broker continues the session
	 * @param limits what the broker allows
	 */
	void connected(boolean sessionPresent, ServerLimits limits) {
		this.limits = limits;
		List<String> unanswered = new ArrayList<>();
		for (Object value : this.packetIdentifiers.values()) {
			if (value instanceof Unsubscribe unsubscribe) {
				unanswered.addAll(unsubscribe.filters());
				this.packetIdentifiers.release(unsubscribe.packetIdentifier());
			}
			else if (value instanceof Subscribe subscribe) {
				this.packetIdentifiers.release(subscribe.packetIdentifier());
			}
		}
		this.desired.restart(sessionPresent, unanswered);
		if (!sessionPresent) {
			// With the session the broker has lost the subscriptions
			List.copyOf(this.unsubscribing.keySet())
				.forEach((filter) -> finish(this.unsubscribing.remove(filter), null));
		}
		this.connected = true;
		this.batch = MAXIMUM_BATCH;
		synchronize();
	}

	void disconnected() {
		this.connected = false;
	}

	/**
	 * Ask the broker for what is wanted and not there, and the other way round.
	 */
	private void synchronize() {
		while (this.connected && this.packetIdentifiers.isAvailable()) {
			List<String> unwanted = this.desired.takeUnwanted(this.batch);
			if (!unwanted.isEmpty()) {
				this.sender.accept(this.packetIdentifiers
					.acquire((packetIdentifier) -> new Unsubscribe(packetIdentifier, unwanted, Properties.NONE)));
				continue;
			}
			List<Subscribe.Request> needed = this.desired.takeNeeded(this.batch);
			if (needed.isEmpty()) {
				return;
			}
			request(needed.stream().filter(this::isAllowed).toList());
		}
	}

	private void request(List<Subscribe.Request> requests) {
		if (!requests.isEmpty()) {
			this.sender.accept(this.packetIdentifiers
				.acquire((packetIdentifier) -> new Subscribe(packetIdentifier, requests, Properties.NONE)));
		}
	}

	/**
	 * Return whether the broker allows a subscription. One that it does not allow is
	 * refused in its name: the broker would end the connection.
	 */
	private boolean isAllowed(Subscribe.Request request) {
		TopicFilter filter = TopicFilter.of(request.filter());
		ReasonCode refusal = null;
		if (filter.isShared() && !this.limits.sharedSubscriptionAvailable()) {
			refusal = ReasonCode.SHARED_SUBSCRIPTIONS_NOT_SUPPORTED;
		}
		else if (filter.hasWildcards() && !this.limits.wildcardSubscriptionAvailable()) {
			refusal = ReasonCode.WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED;
		}
		if (refusal != null) {
			answered(request, refusal, null);
		}
		return refusal == null;
	}

	void answered(Suback suback) {
		if (this.packetIdentifiers.get(suback.packetIdentifier()) instanceof Subscribe subscribe) {
			Answers.requireOnePer(subscribe.requests(), suback.reasonCodes(), "SUBACK");
			this.packetIdentifiers.release(suback.packetIdentifier());
			String reason = suback.properties().get(Property.REASON_STRING);
			for (int i = 0; i < subscribe.requests().size(); i++) {
				answered(subscribe.requests().get(i), suback.reasonCodes().get(i), reason);
			}
			synchronize();
		}
	}

	private void answered(Subscribe.Request request, ReasonCode reasonCode, @Nullable String reason) {
		if (!this.desired.answered(request, reasonCode)) {
			return;
		}
		List<Subscribing> waiting = this.subscribing.remove(request.filter());
		if (!reasonCode.isError()) {
			if (waiting != null) {
				waiting.forEach((subscribing) -> subscribing.operation().complete(subscribing.registration()));
			}
			return;
		}
		MqttSubscribeException failure = new MqttSubscribeException(reasonCode,
				"The broker refused the subscription to '" + request.filter() + "': " + reasonCode
						+ ((reason != null) ? ", " + reason : ""));
		if (waiting == null || waiting.isEmpty()) {
			this.log.warn(failure.getMessage());
			this.listeners.tell((listener) -> listener.subscriptionRefused(request.filter(), failure));
			return;
		}
		waiting.forEach((subscribing) -> remove(subscribing.registration()));
		List<Registration> others = this.registrations.get(request.filter());
		if (others != null) {
			// Those who were served before go on with what they had
			want(request.filter(), others);
		}
		else {
			this.desired.forget(request.filter());
		}
		waiting.forEach((subscribing) -> subscribing.operation().fail(failure));
	}

	void answered(Unsuback unsuback) {
		if (this.packetIdentifiers.get(unsuback.packetIdentifier()) instanceof Unsubscribe unsubscribe) {
			// MQTT 3.1.1 has no reason codes here: the answer as such is the success
			List<ReasonCode> reasonCodes = unsuback.reasonCodes().isEmpty() ? Answers.success(unsubscribe.filters())
					: unsuback.reasonCodes();
			Answers.requireOnePer(unsubscribe.filters(), reasonCodes, "UNSUBACK");
			this.packetIdentifiers.release(unsuback.packetIdentifier());
			for (int i = 0; i < unsubscribe.filters().size(); i++) {
				String filter = unsubscribe.filters().get(i);
				ReasonCode reasonCode = reasonCodes.get(i);
				finish(this.unsubscribing.remove(filter),
						reasonCode.isError()
								? new MqttSubscribeException(reasonCode,
										"The broker refused to end the subscription to '" + filter + "': " + reasonCode)
								: null);
			}
			synchronize();
		}
	}

	/**
	 * Handle that a packet cannot be written. What does not fit together is asked for in
	 * smaller parts.
	 */
	void rejected(Packet packet, MqttException failure) {
		if (packet instanceof Subscribe subscribe) {
			this.packetIdentifiers.release(subscribe.packetIdentifier());
			List<Subscribe.Request> requests = subscribe.requests();
			if (requests.size() > 1) {
				this.batch = Math.min(this.batch, requests.size() / 2);
				requests.forEach(this.desired::retry);
			}
			else {
				requests.forEach((request) -> answered(request, ReasonCode.PACKET_TOO_LARGE, failure.getMessage()));
			}
		}
		else if (packet instanceof Unsubscribe unsubscribe) {
			this.packetIdentifiers.release(unsubscribe.packetIdentifier());
			List<String> filters = unsubscribe.filters();
			if (filters.size() > 1) {
				this.batch = Math.min(this.batch, filters.size() / 2);
				this.desired.retry(filters);
			}
			else {
				filters.forEach((filter) -> finish(this.unsubscribing.remove(filter), failure));
			}
		}
		synchronize();
	}

	private static void finish(@Nullable List<Operation<@Nullable Void>> operations, @Nullable MqttException failure) {
		if (operations == null) {
			return;
		}
		for (Operation<@Nullable Void> operation : operations) {
			if (failure != null) {
				operation.fail(failure);
			}
			else {
				operation.complete(null);
			}
		}
	}

	/**
	 * A subscribe that waits for the broker.
	 *
	 * @param registration the handler
	 * @param operation the operation
	 */
	private record Subscribing(Registration registration, Operation<Registration> operation) {

	}

}
