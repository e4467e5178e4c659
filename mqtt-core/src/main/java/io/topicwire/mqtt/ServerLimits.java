package io.topicwire.mqtt;

/**
 * What the broker allows on a connection (MQTT 5.0, section 3.2.2.3). A broker of MQTT
 * 3.1.1 announces no limits.
 *
 * @param receiveMaximum how many messages of QoS 1 and 2 may be unacknowledged at a time,
 * from 1 to 65,535
 * @param maximumQos the highest QoS that may be published
 * @param retainAvailable whether retained messages may be published
 * @param maximumPacketSize the largest packet that may be sent, in bytes
 * @param topicAliasMaximum how many topic aliases may be used, from 0 to 65,535
 * @param wildcardSubscriptionAvailable whether topic filters may hold wildcards
 * @param subscriptionIdentifierAvailable whether subscriptions may have identifiers
 * @param sharedSubscriptionAvailable whether subscriptions may be shared
 * @since 0.1.0
 */
public record ServerLimits(int receiveMaximum, QoS maximumQos, boolean retainAvailable, long maximumPacketSize,
		int topicAliasMaximum, boolean wildcardSubscriptionAvailable, boolean subscriptionIdentifierAvailable,
		boolean sharedSubscriptionAvailable) {

	/**
	 * The limits of the protocol itself, in force when a broker announces none.
	 */
	public static final ServerLimits NONE = new ServerLimits(65_535, QoS.EXACTLY_ONCE, true, 268_435_460L, 0, true,
			true, true);

}
