package io.topicwire.mqtt.spring.core;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.util.Assert;

/**
 * A message that is being described, such as <pre class="code">
 * template.to("plants/7/commands").body(command).qos(QoS.EXACTLY_ONCE).send()
 * </pre> Immutable: each method returns a changed copy, so that a description can be kept
 * and used again.
 *
 * @since 0.1.0
 * @see MqttOperations#to(String)
 */
public final class MqttSendSpec {

	private final MqttOperations operations;

	private final String topic;

	private final @Nullable Object body;

	private final MqttPublishOptions options;

	MqttSendSpec(MqttOperations operations, String topic) {
		this(operations, topic, null, MqttPublishOptions.DEFAULTS);
	}

	private MqttSendSpec(MqttOperations operations, String topic, @Nullable Object body, MqttPublishOptions options) {
		Assert.notNull(topic, "'topic' must not be null");
		this.operations = operations;
		this.topic = topic;
		this.body = body;
		this.options = options;
	}

	/**
	 * Set the payload; empty by default.
	 * @param body {@code byte[]}, text, anything that can be written as JSON, or
	 * {@code null} for an empty payload
	 * @return a changed copy
	 */
	public MqttSendSpec body(@Nullable Object body) {
		return new MqttSendSpec(this.operations, this.topic, body, this.options);
	}

	/**
	 * Set the quality of service; that of the template by default.
	 * @param qos the quality of service
	 * @return a changed copy
	 */
	public MqttSendSpec qos(QoS qos) {
		return options(this.options.qos(qos));
	}

	/**
	 * Set whether the broker keeps the message for later subscribers; as the template
	 * says by default.
	 * @param retain whether it does
	 * @return a changed copy
	 */
	public MqttSendSpec retain(boolean retain) {
		return options(this.options.retain(retain));
	}

	/**
	 * Set the lifetime of the message; unlimited by default. MQTT 5.0 only.
	 * @param messageExpiry from 0 to 4,294,967,295 seconds, fractions dropped
	 * @return a changed copy
	 */
	public MqttSendSpec messageExpiry(Duration messageExpiry) {
		return options(this.options.messageExpiry(messageExpiry));
	}

	/**
	 * Set what the payload is; as the message converter says by default. MQTT 5.0 only.
	 * @param contentType usually a MIME type
	 * @return a changed copy
	 */
	public MqttSendSpec contentType(String contentType) {
		return options(this.options.contentType(contentType));
	}

	/**
	 * Set where a reply is to be published to; none by default. MQTT 5.0 only. Not for
	 * {@link #sendAndReceive}, which has a topic of its own.
	 * @param responseTopic a topic name
	 * @return a changed copy
	 */
	public MqttSendSpec responseTopic(String responseTopic) {
		return options(this.options.responseTopic(responseTopic));
	}

	/**
	 * Set what a reply has to repeat; nothing by default. MQTT 5.0 only. Not for
	 * {@link #sendAndReceive}, which makes it up.
	 * @param correlationData at most 65,535 bytes, not copied
	 * @return a changed copy
	 */
	public MqttSendSpec correlationData(byte[] correlationData) {
		return options(this.options.correlationData(correlationData));
	}

	/**
	 * Add a user property. MQTT 5.0 only.
	 * @param name the name
	 * @param value the value
	 * @return a changed copy
	 */
	public MqttSendSpec userProperty(String name, String value) {
		return options(this.options.userProperty(name, value));
	}

	/**
	 * Set what the topic name was made of, by which the message is observed; not known by
	 * default.
	 * @param topicTemplate a topic template such as <code>plants/{plant}/commands</code>
	 * @return a changed copy
	 */
	public MqttSendSpec topicTemplate(String topicTemplate) {
		return options(this.options.topicTemplate(topicTemplate));
	}

	private MqttSendSpec options(MqttPublishOptions options) {
		return new MqttSendSpec(this.operations, this.topic, this.body, options);
	}

	/**
	 * Send the message.
	 * @return what became of it
	 * @see MqttOperations#send(String, Object, MqttPublishOptions)
	 */
	public CompletableFuture<PublishResult> send() {
		return this.operations.send(this.topic, this.body, this.options);
	}

	/**
	 * Send the message as a request and wait for the reply, without blocking.
	 * @param <T> the type of the reply
	 * @param responseType the type of the reply
	 * @return the reply
	 * @see MqttOperations#sendAndReceive(String, Object, MqttPublishOptions,
	 * ParameterizedTypeReference)
	 */
	public <T> CompletableFuture<T> sendAndReceive(Class<T> responseType) {
		return sendAndReceive(ParameterizedTypeReference.forType(responseType));
	}

	/**
	 * Send the message as a request and wait for the reply, without blocking.
	 * @param <T> the type of the reply
	 * @param responseType the type of the reply
	 * @return the reply
	 * @see MqttOperations#sendAndReceive(String, Object, MqttPublishOptions,
	 * ParameterizedTypeReference)
	 */
	public <T> CompletableFuture<T> sendAndReceive(ParameterizedTypeReference<T> responseType) {
		return this.operations.sendAndReceive(this.topic, this.body, this.options, responseType);
	}

}
