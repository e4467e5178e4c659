package io.topicwire.mqtt.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttSubscribeException;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.ResubscribePolicy;
import io.topicwire.mqtt.ServerLimits;
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
import org.jspecify.annotations.Nullable;

/**
 * Asks the broker for what is wanted and not there, and the other way round, with
 * SUBSCRIBE and UNSUBSCRIBE (MQTT 5.0, sections 3.8 to 3.11). Guarded by the lock of the
 * client.
 */
final class SubscriptionRequests {

	// One SUBSCRIBE for that many filters stays small and its answer is easy to match
	private static final int MAXIMUM_BATCH = 100;

	private final DesiredSubscriptions desired;

	private final PacketIdentifiers<Object> packetIdentifiers;

	private final Consumer<Packet> sender;

	private final ResubscribePolicy resubscribePolicy;

	private final Owner owner;

	private boolean connected;

	private ServerLimits limits = ServerLimits.NONE;

	// Whether subscriptions are given identifiers
	private boolean identified;

	// Becomes smaller when the broker does not take packets of that size
	private int batch = MAXIMUM_BATCH;

	SubscriptionRequests(DesiredSubscriptions desired, PacketIdentifiers<Object> packetIdentifiers,
			Consumer<Packet> sender, ResubscribePolicy resubscribePolicy, Owner owner) {
		this.desired = desired;
		this.packetIdentifiers = packetIdentifiers;
		this.sender = sender;
		this.resubscribePolicy = resubscribePolicy;
		this.owner = owner;
	}

	/**
	 * Start anew on another connection.
	 * @param sessionPresent whether the broker continues the session
	 * @param limits what the broker allows
	 * @param identified whether the broker takes subscription identifiers
	 */
	void connected(boolean sessionPresent, ServerLimits limits, boolean identified) {
		this.desired.restart(sessionPresent, releaseUnanswered());
		// What was subscribed without an identifier would be passed over
		if (this.resubscribePolicy == ResubscribePolicy.ALWAYS || (identified && !this.identified)) {
			this.desired.renew();
		}
		this.limits = limits;
		this.identified = identified;
		this.connected = true;
		this.batch = MAXIMUM_BATCH;
		synchronize();
	}

	/**
	 * Forget the requests of the last connection.
	 * @return the topic filters that the broker was to forget
	 */
	private List<String> releaseUnanswered() {
		List<String> filters = new ArrayList<>();
		for (Object value : this.packetIdentifiers.values()) {
			if (value instanceof Unsubscribe unsubscribe) {
				filters.addAll(unsubscribe.filters());
				this.packetIdentifiers.release(unsubscribe.packetIdentifier());
			}
			else if (value instanceof Subscribe subscribe) {
				this.packetIdentifiers.release(subscribe.packetIdentifier());
			}
		}
		return filters;
	}

	void disconnected() {
		this.connected = false;
	}

	/**
	 * Send what is to be asked for, if there is a connection.
	 */
	void synchronize() {
		while (this.connected && this.packetIdentifiers.isAvailable()) {
			List<String> unwanted = this.desired.takeUnwanted(this.batch);
			if (!unwanted.isEmpty()) {
				this.sender.accept(this.packetIdentifiers
					.acquire((packetIdentifier) -> new Unsubscribe(packetIdentifier, unwanted, Properties.NONE)));
				continue;
			}
			List<Subscribe.Request> needed = this.desired
				.takeNeeded(Math.min(this.batch, this.packetIdentifiers.available()));
			if (needed.isEmpty()) {
				return;
			}
			subscribe(needed.stream().filter(this::isAllowed).toList());
		}
	}

	/**
	 * Return whether the broker allows a subscription. One that it does not allow is
	 * refused in its name.
	 */
	private boolean isAllowed(Subscribe.Request request) {
		MqttSubscribeException refusal = SubscribeLimits.check(TopicFilter.of(request.filter()), this.limits);
		if (refusal != null) {
			answered(request, refusal.reasonCode(), refusal);
		}
		return refusal == null;
	}

	private void subscribe(List<Subscribe.Request> requests) {
		if (this.identified) {
			// An identifier is that of a whole SUBSCRIBE
			requests.forEach((request) -> subscribe(List.of(request), identify(request)));
		}
		else if (!requests.isEmpty()) {
			subscribe(requests, Properties.NONE);
		}
	}

	private Properties identify(Subscribe.Request request) {
		return Properties.builder()
			.addIfPresent(Property.SUBSCRIPTION_IDENTIFIER, this.owner.identifier(request.filter()))
			.build();
	}

	private void subscribe(List<Subscribe.Request> requests, Properties properties) {
		this.sender.accept(this.packetIdentifiers
			.acquire((packetIdentifier) -> new Subscribe(packetIdentifier, requests, properties)));
	}

	void answered(Suback suback) {
		if (this.packetIdentifiers.get(suback.packetIdentifier()) instanceof Subscribe subscribe) {
			AnswerCheck.requireOnePer(subscribe.requests(), suback.reasonCodes(), "SUBACK");
			this.packetIdentifiers.release(suback.packetIdentifier());
			String reason = suback.properties().get(Property.REASON_STRING);
			for (int i = 0; i < subscribe.requests().size(); i++) {
				Subscribe.Request request = subscribe.requests().get(i);
				ReasonCode reasonCode = suback.reasonCodes().get(i);
				answered(request, reasonCode, reasonCode.isError() ? refused(request, reasonCode, reason) : null);
			}
			synchronize();
		}
	}

	private static MqttSubscribeException refused(Subscribe.Request request, ReasonCode reasonCode,
			@Nullable String reason) {
		return new MqttSubscribeException(reasonCode, "The broker refused the subscription to '" + request.filter()
				+ "': " + reasonCode + ((reason != null) ? ", " + reason : ""));
	}

	private void answered(Subscribe.Request request, ReasonCode reasonCode, @Nullable MqttSubscribeException failure) {
		if (this.desired.answered(request, reasonCode)) {
			this.owner.subscribed(request.filter(), failure);
		}
	}

	void answered(Unsuback unsuback) {
		if (this.packetIdentifiers.get(unsuback.packetIdentifier()) instanceof Unsubscribe unsubscribe) {
			// MQTT 3.1.1 has no reason codes here: the answer as such is the success
			List<ReasonCode> reasonCodes = unsuback.reasonCodes().isEmpty() ? AnswerCheck.success(unsubscribe.filters())
					: unsuback.reasonCodes();
			AnswerCheck.requireOnePer(unsubscribe.filters(), reasonCodes, "UNSUBACK");
			this.packetIdentifiers.release(unsuback.packetIdentifier());
			for (int i = 0; i < unsubscribe.filters().size(); i++) {
				String filter = unsubscribe.filters().get(i);
				ReasonCode reasonCode = reasonCodes.get(i);
				this.owner.unsubscribed(filter,
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
			rejected(subscribe.requests(), failure);
		}
		else if (packet instanceof Unsubscribe unsubscribe) {
			this.packetIdentifiers.release(unsubscribe.packetIdentifier());
			List<String> filters = unsubscribe.filters();
			if (filters.size() > 1) {
				this.batch = Math.min(this.batch, filters.size() / 2);
				this.desired.retry(filters);
			}
			else {
				filters.forEach((filter) -> this.owner.unsubscribed(filter, failure));
			}
		}
		synchronize();
	}

	private void rejected(List<Subscribe.Request> requests, MqttException failure) {
		if (requests.size() > 1) {
			this.batch = Math.min(this.batch, requests.size() / 2);
			requests.forEach(this.desired::retry);
		}
		else {
			requests.forEach((request) -> answered(request, ReasonCode.PACKET_TOO_LARGE,
					refused(request, ReasonCode.PACKET_TOO_LARGE, failure.getMessage())));
		}
	}

	/**
	 * What {@link SubscriptionRequests} needs from its owner.
	 */
	interface Owner {

		/**
		 * Return the number that stands for a subscription.
		 * @param filter the topic filter
		 * @return from 1 to 268,435,455, or {@code null} for none
		 */
		@Nullable Integer identifier(String filter);

		/**
		 * Handle the answer about a subscription that is still wanted.
		 * @param filter the topic filter
		 * @param failure why it was refused, or {@code null} if it was granted
		 */
		void subscribed(String filter, @Nullable MqttSubscribeException failure);

		/**
		 * Handle the answer about a subscription that was to be removed.
		 * @param filter the topic filter
		 * @param failure why it was not removed, or {@code null} if it was
		 */
		void unsubscribed(String filter, @Nullable MqttException failure);

	}

}
