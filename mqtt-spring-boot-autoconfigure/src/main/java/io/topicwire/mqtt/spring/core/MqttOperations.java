package io.topicwire.mqtt.spring.core;

import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.PublishResult;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConversionException;

/**
 * Sends messages. All methods but {@link #sendAndWait} return without waiting, so they
 * may be called from listeners. The returned futures complete when the message is written
 * (QoS 0) or the broker has taken it over (QoS 1 and 2), or with an
 * {@link MqttException}, at the latest when the client's operation timeout has passed.
 * While there is no connection messages wait in the client's outbox.
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
	 * Send a payload and wait until it is written (QoS 0) or the broker has taken it over
	 * (QoS 1 and 2). Not for listeners.
	 * @param topic the topic name
	 * @param payload the payload: {@code byte[]}, text, anything that can be written as
	 * JSON, or {@code null} for an empty one
	 * @param options how to publish the message
	 * @return what the broker said
	 * @throws MqttException if it fails, at the latest when the client's operation
	 * timeout has passed
	 * @throws MessageConversionException if the payload cannot be converted
	 * @throws IllegalArgumentException if the topic name or an option is not valid
	 * @throws IllegalStateException if called on a thread of the client, such as that of
	 * a listener
	 */
	PublishResult sendAndWait(String topic, @Nullable Object payload, MqttPublishOptions options);

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
	 * Begin to describe a message.
	 * @param topic the topic name
	 * @return the description, to be completed and sent
	 */
	default MqttSendSpec to(String topic) {
		return new MqttSendSpec(this, topic);
	}

	/**
	 * Send a request with the defaults of this template and wait for its reply, without
	 * blocking.
	 * @param <T> the type of the reply
	 * @param topic the topic name
	 * @param request the payload of the request
	 * @param responseType the type of the reply
	 * @return the reply
	 * @see #sendAndReceive(String, Object, MqttPublishOptions,
	 * ParameterizedTypeReference)
	 */
	default <T> CompletableFuture<T> sendAndReceive(String topic, @Nullable Object request, Class<T> responseType) {
		return sendAndReceive(topic, request, MqttPublishOptions.DEFAULTS,
				ParameterizedTypeReference.forType(responseType));
	}

	/**
	 * Send a request with the defaults of this template and wait for its reply, without
	 * blocking.
	 * @param <T> the type of the reply
	 * @param topic the topic name
	 * @param request the payload of the request
	 * @param responseType the type of the reply
	 * @return the reply
	 * @see #sendAndReceive(String, Object, MqttPublishOptions,
	 * ParameterizedTypeReference)
	 */
	default <T> CompletableFuture<T> sendAndReceive(String topic, @Nullable Object request,
			ParameterizedTypeReference<T> responseType) {
		return sendAndReceive(topic, request, MqttPublishOptions.DEFAULTS, responseType);
	}

	/**
	 * Send a request and wait for its reply, without blocking. The request has a response
	 * topic and correlation data, which whoever answers has to publish the reply to and
	 * with (MQTT 5.0, section 4.10). Any number of requests may wait at once. Unless the
	 * options say otherwise a request expires when its reply is no longer waited for.
	 * <p>
	 * Do not wait for the reply in a listener: it could only be received when the
	 * listener has returned.
	 * @param <T> the type of the reply
	 * @param topic the topic name
	 * @param request the payload of the request
	 * @param options how to publish the request; without response topic and correlation
	 * data
	 * @param responseType the type of the reply: {@code byte[]}, {@code String}, any type
	 * that JSON can be read into, or {@link MqttMessage} for the message itself
	 * @return the reply; fails with an {@link io.topicwire.mqtt.MqttTimeoutException} if
	 * there is none in time, with an {@link io.topicwire.mqtt.MqttPublishException} if
	 * the broker says that nobody receives the request, with a
	 * {@link MessageConversionException} if the reply is not of its type, and with an
	 * {@link IllegalStateException} over MQTT 3.1.1
	 * @throws MessageConversionException if the payload cannot be converted
	 * @throws IllegalArgumentException if the topic name or an option is not valid
	 */
	<T> CompletableFuture<T> sendAndReceive(String topic, @Nullable Object request, MqttPublishOptions options,
			ParameterizedTypeReference<T> responseType);

	/**
	 * Use the client.
	 * @param <T> the type of the result
	 * @param action what to do with the client
	 * @return what the action returns
	 */
	<T extends @Nullable Object> T execute(MqttClientCallback<T> action);

	/**
	 * Return what sends over another connection.
	 * @param name the name of the connection
	 * @return the template of the connection
	 * @throws IllegalArgumentException if there is no connection of this name
	 * @throws IllegalStateException if this template does not know of other connections
	 */
	MqttOperations connection(String name);

}
