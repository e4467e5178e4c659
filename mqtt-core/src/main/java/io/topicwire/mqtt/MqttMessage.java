package io.topicwire.mqtt;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * An application message: a topic name, a payload, and how it is to be delivered (MQTT
 * 5.0, section 3.3). Immutable; the methods with an argument return a changed copy:
 * <pre class="code">
 * MqttMessage.of("plants/7/state", "running").qos(QoS.AT_LEAST_ONCE).retain(true)
 * </pre> Payload arrays are not copied, neither on the way in nor on the way out: do not
 * change an array after it was handed over.
 *
 * @since 0.1.0
 */
public final class MqttMessage {

	private static final byte[] EMPTY = {};

	private final String topic;

	private final byte[] payload;

	private final QoS qos;

	private final boolean retain;

	private final boolean duplicate;

	private final MessageProperties properties;

	/**
	 * Create a message with all its parts, as it is done for a received one. Applications
	 * use {@link #of(String, byte[])}.
	 * @param topic the topic name
	 * @param payload the payload
	 * @param qos the quality of service
	 * @param retain whether the RETAIN flag is set
	 * @param duplicate whether the message was received with the DUP flag
	 * @param properties the properties
	 */
	public MqttMessage(String topic, byte[] payload, QoS qos, boolean retain, boolean duplicate,
			MessageProperties properties) {
		this.topic = Objects.requireNonNull(topic, "topic must not be null");
		this.payload = Objects.requireNonNull(payload, "payload must not be null");
		this.qos = Objects.requireNonNull(qos, "qos must not be null");
		this.retain = retain;
		this.duplicate = duplicate;
		this.properties = Objects.requireNonNull(properties, "properties must not be null");
	}

	/**
	 * Return a message of QoS 0 that is not retained.
	 * @param topic the topic name; checked when the message is published
	 * @param payload the payload, not copied
	 * @return the message
	 */
	public static MqttMessage of(String topic, byte[] payload) {
		return new MqttMessage(topic, payload, QoS.AT_MOST_ONCE, false, false, MessageProperties.NONE);
	}

	/**
	 * Return a message of QoS 0 that is not retained.
	 * @param topic the topic name; checked when the message is published
	 * @param payload the payload, sent in UTF-8
	 * @return the message
	 */
	public static MqttMessage of(String topic, String payload) {
		return of(topic, payload.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Return a message without payload. Published with {@link #retain(boolean)} it
	 * removes the retained message of its topic (MQTT 5.0, section 3.3.1.3).
	 * @param topic the topic name; checked when the message is published
	 * @return the message
	 */
	public static MqttMessage empty(String topic) {
		return of(topic, EMPTY);
	}

	/**
	 * Return the reply to this message, which is a request (MQTT 5.0, section 4.10): a
	 * message to its response topic, with its correlation data and its quality of
	 * service.
	 * @param payload the payload, not copied
	 * @return the reply
	 * @throws IllegalStateException if this message has no response topic
	 */
	public MqttMessage reply(byte[] payload) {
		String responseTopic = this.properties.responseTopic();
		if (responseTopic == null) {
			throw new IllegalStateException(
					"The message to topic '" + this.topic + "' asks for no reply: it has no response topic");
		}
		return of(responseTopic, payload).qos(this.qos).correlationData(this.properties.correlationData());
	}

	/**
	 * Return the topic name.
	 * @return the topic name
	 */
	public String topic() {
		return this.topic;
	}

	/**
	 * Return a copy with another topic.
	 * @param topic the topic name; checked when the message is published
	 * @return the changed message
	 */
	public MqttMessage topic(String topic) {
		return new MqttMessage(topic, this.payload, this.qos, this.retain, this.duplicate, this.properties);
	}

	/**
	 * Return the payload.
	 * @return the payload itself, not a copy
	 */
	public byte[] payload() {
		return this.payload;
	}

	/**
	 * Return a copy with another payload.
	 * @param payload the payload, not copied
	 * @return the changed message
	 */
	public MqttMessage payload(byte[] payload) {
		return new MqttMessage(this.topic, payload, this.qos, this.retain, this.duplicate, this.properties);
	}

	/**
	 * Return the payload as text.
	 * @return the payload decoded as UTF-8, malformed input replaced by U+FFFD
	 */
	public String payloadAsString() {
		return new String(this.payload, StandardCharsets.UTF_8);
	}

	/**
	 * Return the quality of service.
	 * @return the quality of service
	 */
	public QoS qos() {
		return this.qos;
	}

	/**
	 * Return a copy with another quality of service.
	 * @param qos the quality of service
	 * @return the changed message
	 */
	public MqttMessage qos(QoS qos) {
		return new MqttMessage(this.topic, this.payload, qos, this.retain, this.duplicate, this.properties);
	}

	/**
	 * Return whether the RETAIN flag is set: for a message to publish, whether the broker
	 * keeps it for later subscribers; for a received one, whether it had been kept.
	 * @return whether the RETAIN flag is set
	 */
	public boolean retain() {
		return this.retain;
	}

	/**
	 * Return a copy with or without the RETAIN flag.
	 * @param retain whether the RETAIN flag is set
	 * @return the changed message
	 */
	public MqttMessage retain(boolean retain) {
		return new MqttMessage(this.topic, this.payload, this.qos, retain, this.duplicate, this.properties);
	}

	/**
	 * Return whether the message was received with the DUP flag. Says only that the
	 * broker sent this packet before, never that the message was delivered before;
	 * ignored when publishing.
	 * @return whether the DUP flag was set
	 */
	public boolean duplicate() {
		return this.duplicate;
	}

	/**
	 * Return the MQTT 5.0 properties.
	 * @return the properties
	 */
	public MessageProperties properties() {
		return this.properties;
	}

	/**
	 * Return a copy with other MQTT 5.0 properties.
	 * @param properties the properties
	 * @return the changed message
	 */
	public MqttMessage properties(MessageProperties properties) {
		return new MqttMessage(this.topic, this.payload, this.qos, this.retain, this.duplicate, properties);
	}

	/**
	 * Return a copy that says whether its payload is UTF-8 text.
	 * @param payloadIsText whether the payload is UTF-8 text
	 * @return the changed message
	 */
	public MqttMessage payloadIsText(boolean payloadIsText) {
		return properties(this.properties.payloadIsText(payloadIsText));
	}

	/**
	 * Return a copy with another lifetime (MQTT 5.0, section 3.3.2.3.3). It begins when
	 * the message is published: one that is not sent in time, whatever the version of
	 * MQTT, fails with {@link MqttMessageExpiredException}, and otherwise the broker is
	 * told what is left of it. The lifetime of zero is for subscribers that the broker
	 * reaches at once.
	 * @param messageExpiry from 0 to 4,294,967,295 seconds, fractions dropped, or
	 * {@code null} if the message never expires
	 * @return the changed message
	 */
	public MqttMessage messageExpiry(@Nullable Duration messageExpiry) {
		return properties(
				this.properties.messageExpiryInterval((messageExpiry != null) ? messageExpiry.getSeconds() : null));
	}

	/**
	 * Return a copy with another content type.
	 * @param contentType what the payload is, usually a MIME type
	 * @return the changed message
	 */
	public MqttMessage contentType(@Nullable String contentType) {
		return properties(this.properties.contentType(contentType));
	}

	/**
	 * Return a copy that asks for a reply.
	 * @param responseTopic topic name that the reply is to be published to
	 * @return the changed message
	 */
	public MqttMessage responseTopic(@Nullable String responseTopic) {
		return properties(this.properties.responseTopic(responseTopic));
	}

	/**
	 * Return a copy with other correlation data.
	 * @param correlationData what a reply has to repeat, not copied
	 * @return the changed message
	 */
	public MqttMessage correlationData(byte @Nullable [] correlationData) {
		return properties(this.properties.correlationData(correlationData));
	}

	/**
	 * Return a copy with one more user property.
	 * @param name the name
	 * @param value the value
	 * @return the changed message
	 */
	public MqttMessage userProperty(String name, String value) {
		return properties(this.properties.userProperty(new UserProperty(name, value)));
	}

	/**
	 * Return the user properties.
	 * @return the user properties in their order
	 */
	public List<UserProperty> userProperties() {
		return this.properties.userProperties();
	}

	/**
	 * Describe the message without its payload, which may be confidential.
	 */
	@Override
	public String toString() {
		return "MqttMessage[topic=" + this.topic + ", qos=" + this.qos.level() + ", retain=" + this.retain
				+ ", payload of " + this.payload.length + " bytes]";
	}

}
