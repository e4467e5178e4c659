package io.topicwire.mqtt.spring.support;

/**
 * Names of message headers. Where Spring Integration has a header of the same meaning,
 * the name is the same.
 *
 * @since 0.1.0
 */
public final class MqttHeaders {

	/**
	 * Prefix of all names.
	 */
	public static final String PREFIX = "mqtt_";

	/**
	 * Topic name to publish to, a {@link String}.
	 */
	public static final String TOPIC = PREFIX + "topic";

	/**
	 * Topic name that the message was received from, a {@link String}.
	 */
	public static final String RECEIVED_TOPIC = PREFIX + "receivedTopic";

	/**
	 * QoS to publish with, an {@link Integer} from 0 to 2.
	 */
	public static final String QOS = PREFIX + "qos";

	/**
	 * QoS that the message was received with, an {@link Integer} from 0 to 2.
	 */
	public static final String RECEIVED_QOS = PREFIX + "receivedQos";

	/**
	 * Whether to publish a retained message, a {@link Boolean}.
	 */
	public static final String RETAINED = PREFIX + "retained";

	/**
	 * Whether the message was received with the RETAIN flag, a {@link Boolean}.
	 */
	public static final String RECEIVED_RETAINED = PREFIX + "receivedRetained";

	/**
	 * Whether the message was received with the DUP flag, a {@link Boolean}.
	 */
	public static final String DUPLICATE = PREFIX + "duplicate";

	/**
	 * Lifetime in seconds, a {@link Long} from 0 to 4,294,967,295.
	 */
	public static final String MESSAGE_EXPIRY_INTERVAL = PREFIX + "messageExpiryInterval";

	/**
	 * Topic name that a reply is to be published to, a {@link String}.
	 */
	public static final String RESPONSE_TOPIC = PREFIX + "responseTopic";

	/**
	 * What a reply has to repeat so that it finds its request, a {@code byte[]}.
	 */
	public static final String CORRELATION_DATA = PREFIX + "correlationData";

	/**
	 * User properties in their order, a {@link java.util.List} of
	 * {@link io.topicwire.mqtt.UserProperty}. Those of a received message are found by
	 * their own names as well, unless a header has the same one.
	 */
	public static final String USER_PROPERTIES = PREFIX + "userProperties";

	/**
	 * Whether the payload is UTF-8 text, a {@link Boolean}.
	 */
	public static final String PAYLOAD_IS_TEXT = PREFIX + "payloadIsText";

	/**
	 * The message as it was received, an {@link io.topicwire.mqtt.MqttMessage}.
	 */
	public static final String RAW_MESSAGE = PREFIX + "rawMessage";

	/**
	 * Acknowledges or refuses the message, an {@link Acknowledgment}.
	 */
	public static final String ACKNOWLEDGMENT = PREFIX + "acknowledgment";

	/**
	 * User property of a dead letter: the topic that the message was received from.
	 */
	public static final String DLT_ORIGINAL_TOPIC = PREFIX + "dlt-original-topic";

	/**
	 * User property of a dead letter: the identifier of the listener that failed.
	 */
	public static final String DLT_LISTENER_ID = PREFIX + "dlt-listener-id";

	/**
	 * User property of a dead letter: the class of the exception.
	 */
	public static final String DLT_EXCEPTION_FQCN = PREFIX + "dlt-exception-fqcn";

	/**
	 * User property of a dead letter: the message of the exception, at most 1,000
	 * characters of it.
	 */
	public static final String DLT_EXCEPTION_MESSAGE = PREFIX + "dlt-exception-message";

	/**
	 * User property of a dead letter: how often the listener was called.
	 */
	public static final String DLT_ATTEMPTS = PREFIX + "dlt-attempts";

	/**
	 * User property of a dead letter: when the last attempt failed, in UTC as in
	 * {@code 2026-01-31T12:34:56.789Z}.
	 */
	public static final String DLT_FAILED_AT = PREFIX + "dlt-failed-at";

	private MqttHeaders() {
	}

}
