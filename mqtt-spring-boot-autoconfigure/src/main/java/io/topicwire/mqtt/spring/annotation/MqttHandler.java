package io.topicwire.mqtt.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.messaging.handler.annotation.MessageMapping;

/**
 * Marks a method of a class with {@link MqttListener @MqttListener}. Of these methods the
 * one is called whose payload parameter takes what the message converter makes of a
 * message when it is asked for an {@link Object}; with JSON that is a map, a list, a
 * string, a number or a boolean, so that a converter that knows types is needed for
 * others. If there is no such method, or if the converter makes nothing of the message,
 * the {@link #isDefault() default method} is called, which converts the payload to the
 * type of its own parameter. Methods may have all parameters and results that those with
 * {@code @MqttListener} may have.
 *
 * @since 0.1.0
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@MessageMapping
public @interface MqttHandler {

	/**
	 * Whether the method is called for messages that no other method of the class takes;
	 * one method of a class may be that.
	 * @return {@code false} by default
	 */
	boolean isDefault() default false;

}
