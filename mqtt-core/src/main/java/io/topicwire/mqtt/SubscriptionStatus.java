package io.topicwire.mqtt;

import org.jspecify.annotations.Nullable;

/**
 * How a subscription is at one moment.
 *
 * @param filter the topic filter
 * @param options the options that are asked for, for all handlers of the filter together
 * @param reasonCode what the broker said about it last, the granted QoS or an error, or
 * {@code null} if it was not asked or has not answered yet
 * @since 0.1.0
 */
public record SubscriptionStatus(String filter, SubscribeOptions options, @Nullable ReasonCode reasonCode) {

}
