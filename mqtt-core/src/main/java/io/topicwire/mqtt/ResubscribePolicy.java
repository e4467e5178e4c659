package io.topicwire.mqtt;

/**
 * When subscriptions are asked for again after a reconnect. Those that the broker has not
 * granted are in any case.
 *
 * @since 0.1.0
 */
public enum ResubscribePolicy {

	/**
	 * When the broker has lost the session, with which it has lost the subscriptions. The
	 * default.
	 */
	IF_SESSION_LOST,

	/**
	 * After every reconnect, for brokers that now and then forget subscriptions of a
	 * session that they say they have kept. Retained messages then come again each time,
	 * unless a subscription says with its {@link RetainHandling} that it does not want
	 * them again.
	 */
	ALWAYS

}
