package io.topicwire.mqtt.spring.core;

import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.PublishResult;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConversionException;

/**
 * Sends messages. No method blocks, so all may be called from listeners. The returned
 * futures complete when the message is written (QoS 0) or the broker has taken it over
 * (QoS 1 and 2), or with an {@link MqttException}, at the latest when the client's
 * operation timeout has passed. While there is no connection messages wait in the
 * client's outbox.
 *
 * @since 0.1.0
 */
public interface MqttOperations {

	/**
	 * Send a payload with the defaults of this template.
	 * @param topic the topic name
	 * @param payload the payload: {@code byte[]}, text, anything that can be written as
	 * JSON, or {@code null} for an empty one
	 * @return what became of the message
	 * @throws MessageConversionException if the payload cannot be converted
	 * @throws IllegalArgumentException if the topic name is not valid
	 */
	CompletableFuture<PublishResult> send(String topic, @Nullable Object payload);

	/**
	 * Send a payload.
	 * @param topic the topic name
	 * @param payload the payload: {@code byte[]}, text, anything that can be written as
	 * JSON, or {@code null} for an empty one
	 * @param options how to publish the message
	 * @return what became of the message
	 * @throws MessageConversionException if the payload cannot be converted
	 * @throws IllegalArgumentException if the topic name or an option is not valid
	 */
	CompletableFuture<PublishResult> send(String topic, @Nullable Object payload, MqttPublishOptions options);

	/**
	 * Send a message whose topic and options are headers with the names of
	 * {@link io.topicwire.mqtt.spring.support.MqttHeaders}. Without a topic it is sent to
	 * the default topic.
	 * @param message the message
	 * @return what became of the message
	 * @throws MessageConversionException if the payload cannot be converted
	 * @throws IllegalArgumentException if the topic name or a header is not valid
	 * @throws IllegalStateException if there is neither a topic nor a default topic
	 */
	CompletableFuture<PublishResult> send(Message<?> message);

	/**
	 * Send a message as it is, without conversion and without defaults.
	 * @param message the message
	 * @return what became of the message
	 * @throws IllegalArgumentException if the topic name is not valid
	 */
	CompletableFuture<PublishResult> send(MqttMessage message);

	/**
	 * Send a payload to the default topic with the defaults of this template.
	 * @param payload the payload: {@code byte[]}, text, anything that can be written as
	 * JSON, or {@code null} for an empty one
	 * @return what became of the message
	 * @throws MessageConversionException if the payload cannot be converted
	 * @throws IllegalStateException if there is no default topic
	 */
	CompletableFuture<PublishResult> sendDefault(@Nullable Object payload);

	/**
	 * Return what sends over another connection.
	 * @param name the name of the connection
	 * @return the template of the connection
	 * @throws IllegalArgumentException if there is no connection of this name
	 * @throws IllegalStateException if this template does not know of other connections
	 */
	MqttOperations connection(String name);

}
