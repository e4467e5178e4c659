package io.topicwire.mqtt.boot.metrics;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;

import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.SubscriptionStatus;

/**
 * How a subscription can be.
 */
enum SubscriptionState {

	/**
	 * The broker has granted it.
	 */
	ACTIVE,

	/**
	 * The broker has granted it, but all its listeners are paused.
	 */
	PAUSED,

	/**
	 * The broker was not asked or has not answered yet.
	 */
	PENDING,

	/**
	 * The broker has refused it.
	 */
	FAILED;

	String tag() {
		return name().toLowerCase(Locale.ROOT);
	}

	long count(Collection<SubscriptionStatus> subscriptions, Set<String> pausedFilters) {
		return subscriptions.stream().filter((status) -> of(status, pausedFilters) == this).count();
	}

	private static SubscriptionState of(SubscriptionStatus status, Set<String> pausedFilters) {
		ReasonCode reasonCode = status.reasonCode();
		if (reasonCode == null) {
			return PENDING;
		}
		if (reasonCode.isError()) {
			return FAILED;
		}
		return pausedFilters.contains(status.filter()) ? PAUSED : ACTIVE;
	}

}
