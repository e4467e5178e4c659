package io.topicwire.mqtt.boot.endpoint;

import java.util.Locale;

import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.SubscriptionStatus;
import org.jspecify.annotations.Nullable;

/**
 * Description of a subscription.
 *
 * @param filter the topic filter
 * @param state {@code pending}, {@code active} or {@code refused}
 * @param qos the highest QoS that was asked for
 * @param grantedQos the QoS that the broker has granted, {@code null} if it has not
 * @param reason why the broker has refused, {@code null} if it has not
 * @since 0.1.0
 */
public record SubscriptionDescriptor(String filter, String state, int qos, @Nullable Integer grantedQos,
		@Nullable String reason) {

	static SubscriptionDescriptor of(SubscriptionStatus status) {
		ReasonCode reasonCode = status.reasonCode();
		int qos = status.options().qos().level();
		if (reasonCode == null) {
			return new SubscriptionDescriptor(status.filter(), "pending", qos, null, null);
		}
		if (reasonCode.isError()) {
			return new SubscriptionDescriptor(status.filter(), "refused", qos, null,
					reasonCode.name().toLowerCase(Locale.ROOT).replace('_', '-'));
		}
		return new SubscriptionDescriptor(status.filter(), "active", qos, reasonCode.code(), null);
	}

}
