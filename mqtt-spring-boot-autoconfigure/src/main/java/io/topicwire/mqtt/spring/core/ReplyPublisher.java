package io.topicwire.mqtt.spring.core;

import java.util.Collections;
import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.spring.support.MqttHeaders;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogMessage;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.util.Assert;

/**
 * Publishes what answers a received message (MQTT 5.0, section 4.10). Thread-safe.
 *
 * @since 0.1.0
 */
public final class ReplyPublisher {

	private static final Log logger = LogFactory.getLog(ReplyPublisher.class);

	private static final MessageHeaders NO_HEADERS = new MessageHeaders(Collections.emptyMap());

	private final MqttOperations operations;

	private final MessageConverter messageConverter;

	private final ReplyOptions options;

	/**
	 * Create a publisher.
	 * @param operations publishes replies
	 * @param messageConverter turns them into bytes
	 */
	public ReplyPublisher(MqttOperations operations, MessageConverter messageConverter) {
		this(operations, messageConverter, ReplyOptions.DEFAULTS);
	}

	/**
	 * Create a publisher.
	 * @param operations publishes replies
	 * @param messageConverter turns them into bytes
	 * @param options what is to be said about them
	 */
	public ReplyPublisher(MqttOperations operations, MessageConverter messageConverter, ReplyOptions options) {
		Assert.notNull(operations, "'operations' must not be null");
		Assert.notNull(messageConverter, "'messageConverter' must not be null");
		Assert.notNull(options, "'options' must not be null");
		this.operations = operations;
		this.messageConverter = messageConverter;
		this.options = options;
	}

	/**
	 * Publish a reply. It goes to the topic that it names itself, which a
	 * {@link MqttMessage} or the header {@link MqttHeaders#TOPIC} of a {@link Message}
	 * does; else to the response topic of the request; else to the given topic. It
	 * repeats the correlation data of the request, is not retained, and has the QoS of
	 * the request but at least 1, unless its headers say otherwise. The post-processor of
	 * the options has the last word.
	 * @param request the message to answer
	 * @param topic the topic if nothing else names one, {@code null} for none
	 * @param reply the payload, a {@link Message} with headers, or a {@link MqttMessage}
	 * as it is to be sent
	 * @return completed when the reply is published, at once with {@code null} if there
	 * is no topic for it, exceptionally if it could not be published
	 * @throws org.springframework.messaging.converter.MessageConversionException if
	 * nothing is known that converts the reply
	 */
	public CompletableFuture<@Nullable PublishResult> publish(MqttMessage request, @Nullable String topic,
			Object reply) {
		MqttMessage message = (reply instanceof MqttMessage complete) ? complete : toMqttMessage(request, topic, reply);
		if (message == null) {
			logger.debug(LogMessage.format("There is no topic for the reply to the message from topic '%s'",
					request.topic()));
			return CompletableFuture.completedFuture(null);
		}
		byte[] correlationData = request.properties().correlationData();
		if (correlationData != null && message.properties().correlationData() == null) {
			message = message.correlationData(correlationData);
		}
		String contentType = this.options.contentType();
		if (contentType != null && message.properties().contentType() == null) {
			message = message.contentType(contentType);
		}
		return this.operations.send(postProcess(request, message)).thenApply((result) -> result);
	}

	private MqttMessage postProcess(MqttMessage request, MqttMessage message) {
		ReplyPostProcessor postProcessor = this.options.postProcessor();
		if (postProcessor == null) {
			return message;
		}
		MqttMessage processed = postProcessor.postProcess(request, message);
		Assert.state(processed != null,
				() -> "Reply post-processor %s has made nothing of the reply to the message from topic '%s'; return one"
					.formatted(postProcessor.getClass().getName(), request.topic()));
		return processed;
	}

	private @Nullable MqttMessage toMqttMessage(MqttMessage request, @Nullable String topic, Object reply) {
		MessageHeaders headers = (reply instanceof Message<?> message) ? message.getHeaders() : NO_HEADERS;
		String target = determineTopic(headers, request, topic);
		if (target == null) {
			return null;
		}
		QoS qos = (request.qos() != QoS.AT_MOST_ONCE) ? request.qos() : QoS.AT_LEAST_ONCE;
		MqttPublishOptions options = HeaderPublishOptions.of(headers);
		if (options.contentType() == null) {
			// The converter wants to know
			options = options.contentType(this.options.contentType());
		}
		return new PayloadMessage(target, (reply instanceof Message<?> message) ? message.getPayload() : reply, options)
			.toMqttMessage(this.messageConverter, qos, false);
	}

	private static @Nullable String determineTopic(MessageHeaders headers, MqttMessage request,
			@Nullable String topic) {
		String own = headers.get(MqttHeaders.TOPIC, String.class);
		if (own != null) {
			return own;
		}
		String responseTopic = request.properties().responseTopic();
		return (responseTopic != null) ? responseTopic : topic;
	}

}
