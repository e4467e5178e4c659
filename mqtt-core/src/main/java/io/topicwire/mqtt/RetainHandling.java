package io.topicwire.mqtt;

/**
 * Whether the broker sends retained messages when a subscription is made (MQTT 5.0,
 * section 3.8.3.1). MQTT 3.1.1 knows {@link #SEND} only.
 *
 * @since 0.1.0
 */
public enum RetainHandling {

	/**
	 * Send the retained messages at every subscribe.
	 */
	SEND,

	/**
	 * Send the retained messages only if the subscription did not exist before.
	 */
	SEND_IF_NEW,

	/**
	 * Send no retained messages.
	 */
	DO_NOT_SEND

}
