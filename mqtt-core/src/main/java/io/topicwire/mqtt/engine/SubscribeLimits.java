package io.topicwire.mqtt.engine;

import io.topicwire.mqtt.MqttSubscribeException;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.ServerLimits;
import io.topicwire.mqtt.topic.TopicFilter;
import org.jspecify.annotations.Nullable;

/**
 * What a broker does not let a client subscribe to (MQTT 5.0, sections 3.2.2.3.11 and
 * 3.2.2.3.13). It would end the connection.
 */
final class SubscribeLimits {

	private SubscribeLimits() {
	}

	static @Nullable MqttSubscribeException check(TopicFilter filter, ServerLimits limits) {
		if (filter.isShared() && !limits.sharedSubscriptionAvailable()) {
			return new MqttSubscribeException(ReasonCode.SHARED_SUBSCRIPTIONS_NOT_SUPPORTED,
					"The broker has no shared subscriptions, so that '" + filter + "' was not asked for; subscribe to '"
							+ filter.matchingFilter() + "' instead");
		}
		if (filter.hasWildcards() && !limits.wildcardSubscriptionAvailable()) {
			return new MqttSubscribeException(ReasonCode.WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED,
					"The broker allows no wildcards in topic filters, so that '" + filter
							+ "' was not asked for; subscribe to each topic by its name");
		}
		return null;
	}

}
