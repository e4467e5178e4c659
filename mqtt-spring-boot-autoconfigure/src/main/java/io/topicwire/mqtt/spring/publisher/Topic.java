package io.topicwire.mqtt.spring.publisher;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says where and how a method of an {@link MqttPublisher @MqttPublisher} publishes.
 * <p>
 * Its parameters are:
 * <ul>
 * <li>at most one payload, optionally marked with
 * {@link org.springframework.messaging.handler.annotation.Payload @Payload}; without any,
 * and for {@code null}, the payload is empty;</li>
 * <li>the variables of the topic, by
 * {@link org.springframework.messaging.handler.annotation.DestinationVariable @DestinationVariable};</li>
 * <li>headers, by {@link org.springframework.messaging.handler.annotation.Header @Header}
 * with a name of {@link io.topicwire.mqtt.spring.support.MqttHeaders} that a message is
 * sent with, or that of a user property; {@code null} leaves it out.</li>
 * </ul>
 * <p>
 * What it returns says how it works:
 * <ul>
 * <li>{@code CompletableFuture<Void>} or {@code CompletableFuture<PublishResult>}: does
 * not wait;</li>
 * <li>{@code void} or {@link io.topicwire.mqtt.PublishResult}: waits until the message is
 * written (QoS 0) or the broker has taken it over (QoS 1 and 2); not for listeners, where
 * it fails with an {@link IllegalStateException};</li>
 * <li>{@code CompletableFuture} of any other type: asks and does not wait for the reply,
 * as {@link io.topicwire.mqtt.spring.core.MqttOperations#sendAndReceive} does;</li>
 * <li>any other type: asks and waits for the reply; not for listeners.</li>
 * </ul>
 * All attributes may hold <code>${…}</code> placeholders.
 *
 * @since 0.1.0
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Topic {

	/**
	 * Topic name to publish to, with variables in braces, each of which stands for one
	 * level, or for any number as <code>{name*}</code> at the end.
	 * @return the topic template
	 */
	String value();

	/**
	 * Quality of service: {@code 0}, {@code 1} or {@code 2}; that of the template by
	 * default.
	 * @return the QoS
	 */
	String qos() default "";

	/**
	 * Whether the broker keeps the message for later subscribers: {@code true} or
	 * {@code false}; as the template says by default.
	 * @return whether it does
	 */
	String retain() default "";

	/**
	 * Lifetime of the message such as {@code 30s}, from 0 to 4,294,967,295 seconds;
	 * unlimited by default. MQTT 5.0 only.
	 * @return the lifetime
	 */
	String messageExpiry() default "";

	/**
	 * What the payload is, usually a MIME type; as the message converter says by default.
	 * MQTT 5.0 only.
	 * @return the content type
	 */
	String contentType() default "";

}
