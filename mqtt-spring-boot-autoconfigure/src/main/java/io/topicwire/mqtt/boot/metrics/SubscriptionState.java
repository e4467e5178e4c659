package io.topicwire.mqtt.boot.metrics;

import java.util.Locale;

import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.SubscriptionStatus;
import io.topicwire.mqtt.client.MqttClient;

/**
 * How a subscription can be.
 */
enum SubscriptionState {

	/**
	 * The broker has granted it.
	 */
	ACTIVE,

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

	long count(MqttClient client) {
		return client.subscriptionStatus().stream().filter((status) -> of(status) == this).count();
	}

	private static SubscriptionState of(SubscriptionStatus status) {
		ReasonCode reasonCode = status.reasonCode();
		if (reasonCode == null) {
			return PENDING;
		}
		return reasonCode.isError() ? FAILED : ACTIVE;
	}

}
