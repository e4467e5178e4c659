package io.topicwire.mqtt.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttSubscribeException;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.ResubscribePolicy;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.SubscriptionStatus;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.Suback;
import io.topicwire.mqtt.packet.Unsuback;
import io.topicwire.mqtt.session.DesiredSubscriptions;
import io.topicwire.mqtt.session.PacketIdentifiers;
import io.topicwire.mqtt.topic.TopicFilter;
import org.jspecify.annotations.Nullable;

/**
 * The handlers that are registered and the subscriptions they need. Guarded by the lock
 * of the client, but for {@link #handlers(MqttMessage)}.
 */
final class Subscriptions implements SubscriptionRequests.Owner {

	private final Routes routes = new Routes();

	private final Map<String, List<Subscribing>> subscribing = new HashMap<>();

	private final Map<String, List<Operation<@Nullable Void>>> unsubscribing = new HashMap<>();

	private final DesiredSubscriptions desired = new DesiredSubscriptions();

	private final SubscriptionRequests requests;

	private final Operations operations;

	private final Listeners listeners;

	private final ClientLog log;

	Subscriptions(PacketIdentifiers<Object> packetIdentifiers, Operations operations, Listeners listeners,
			ClientLog log, Consumer<Packet> sender, ResubscribePolicy resubscribePolicy) {
		this.requests = new SubscriptionRequests(this.desired, packetIdentifiers, sender, resubscribePolicy, this);
		this.operations = operations;
		this.listeners = listeners;
		this.log = log;
	}

	/**
	 * Return the handlers for a message. Needs no lock.
	 */
	List<Registration> handlers(MqttMessage message) {
		return this.routes.find(message);
	}

	/**
	 * Return whether the handlers for a message were removed.
	 */
	boolean isUnsubscribed(MqttMessage message) {
		return this.routes.isRemoved(message);
	}

	/**
	 * Register a handler and ask for the subscription it needs.
	 */
	Registration register(TopicFilter filter, SubscribeOptions options, Recipient recipient) {
		Registration registration = add(filter, options, recipient);
		this.requests.synchronize();
		return registration;
	}

	/**
	 * Register a handler and wait for the subscription it needs.
	 * @param idle whether the client does not even try to connect, so that there is
	 * nobody to wait for
	 */
	CompletableFuture<Registration> subscribe(TopicFilter filter, SubscribeOptions options, Recipient recipient,
			boolean idle, Executor completion) {
		Registration registration = add(filter, options, recipient);
		if (idle || this.desired.isGranted(filter.toString())) {
			return CompletableFuture.completedFuture(registration);
		}
		List<Subscribing> waiting = this.subscribing.computeIfAbsent(filter.toString(), (key) -> new ArrayList<>());
		FutureOperation<Registration> operation = this.operations.start(() -> "Subscribe to '" + filter + "'",
				(expired) -> waiting.removeIf((subscribing) -> subscribing.operation() == expired), completion);
		waiting.add(new Subscribing(registration, operation));
		this.requests.synchronize();
		return operation.future();
	}

	private Registration add(TopicFilter filter, SubscribeOptions options, Recipient recipient) {
		Registration registration = new Registration(filter, options, recipient);
		this.routes.add(registration);
		want(filter.toString());
		return registration;
	}

	private void want(String filter) {
		List<Registration> sameFilter = this.routes.of(filter);
		QoS qos = QoS.AT_MOST_ONCE;
		for (Registration registration : sameFilter) {
			QoS other = registration.options().qos();
			qos = (other.compareTo(qos) > 0) ? other : qos;
		}
		SubscribeOptions last = sameFilter.get(sameFilter.size() - 1).options();
		this.desired.want(filter,
				new SubscribeOptions(qos, last.noLocal(), last.retainAsPublished(), last.retainHandling()));
		unsubscribed(filter, null);
	}

	/**
	 * Remove one handler, and the subscription with the last one.
	 */
	CompletableFuture<@Nullable Void> unsubscribe(Registration registration, Executor completion) {
		String filter = registration.filter().toString();
		List<Registration> sameFilter = this.routes.of(filter);
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
		this.routes.of(filter).forEach(this::remove);
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
		FutureOperation<@Nullable Void> operation = this.operations.start(() -> "Unsubscribe from '" + filter + "'",
				sameFilter::remove, completion);
		sameFilter.add(operation);
		this.requests.synchronize();
		return operation.future();
	}

	private void remove(Registration registration) {
		this.routes.remove(registration);
		registration.remove();
	}

	/**
	 * Remove everything. The broker is not told.
	 */
	void close() {
		this.routes.all().forEach(this::remove);
	}

	@Nullable ReasonCode reasonCode(Registration registration) {
		return this.desired.reasonCode(registration.filter().toString());
	}

	List<SubscriptionStatus> status() {
		List<SubscriptionStatus> status = new ArrayList<>();
		for (String filter : this.desired.filters()) {
			SubscribeOptions options = this.desired.options(filter);
			if (options != null) {
				status.add(new SubscriptionStatus(filter, options, this.desired.reasonCode(filter)));
			}
		}
		return status;
	}

	/**
	 * Start anew on another connection.
	 * @param connection what was agreed on
	 */
	void connected(ConnectResult connection) {
		boolean identified = connection.protocolVersion() == ProtocolVersion.MQTT_5
				&& connection.limits().subscriptionIdentifierAvailable();
		if (!connection.sessionPresent()) {
			// With the session the broker has lost the subscriptions
			for (String filter : List.copyOf(this.unsubscribing.keySet())) {
				unsubscribed(filter, null);
			}
		}
		this.requests.connected(connection.sessionPresent(), connection.limits(), identified);
	}

	void disconnected() {
		this.requests.disconnected();
	}

	void answered(Suback suback) {
		this.requests.answered(suback);
	}

	void answered(Unsuback unsuback) {
		this.requests.answered(unsuback);
	}

	void rejected(Packet packet, MqttException failure) {
		this.requests.rejected(packet, failure);
	}

	@Override
	public @Nullable Integer identifier(String filter) {
		return this.routes.identifier(filter);
	}

	@Override
	public void subscribed(String filter, @Nullable MqttSubscribeException failure) {
		List<Subscribing> waiting = this.subscribing.remove(filter);
		if (failure != null) {
			refused(filter, failure, (waiting != null) ? waiting : List.of());
		}
		else {
			granted(filter);
			if (waiting != null) {
				waiting.forEach((subscribing) -> subscribing.operation().complete(subscribing.registration()));
			}
		}
	}

	private void granted(String filter) {
		ReasonCode reasonCode = this.desired.reasonCode(filter);
		if (reasonCode != null && !reasonCode.isError()) {
			QoS granted = QoS.of(reasonCode.code());
			this.listeners.tell((listener) -> listener.subscribed(filter, granted));
		}
	}

	private void refused(String filter, MqttSubscribeException failure, List<Subscribing> waiting) {
		if (waiting.isEmpty()) {
			this.log.warn(failure.getMessage());
			this.listeners.tell((listener) -> listener.subscriptionRefused(filter, failure));
			this.routes.of(filter).forEach((registration) -> registration.recipient().refused(failure));
			return;
		}
		waiting.forEach((subscribing) -> remove(subscribing.registration()));
		if (!this.routes.of(filter).isEmpty()) {
			// Those who were served before go on with what they had
			want(filter);
		}
		else {
			this.desired.forget(filter);
		}
		waiting.forEach((subscribing) -> subscribing.operation().fail(failure));
	}

	@Override
	public void unsubscribed(String filter, @Nullable MqttException failure) {
		finish(this.unsubscribing.remove(filter), failure);
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
