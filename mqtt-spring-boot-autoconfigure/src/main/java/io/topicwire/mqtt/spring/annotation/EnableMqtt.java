package io.topicwire.mqtt.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Import;

/**
 * Enables {@link MqttListener @MqttListener} methods of the beans of an application
 * context. Needs a bean {@code mqttListenerContainerFactory} of type
 * {@link io.topicwire.mqtt.spring.config.MqttListenerContainerFactory}, unless every
 * listener names another one. Not needed in a Spring Boot application.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Import(MqttListenerConfiguration.class)
public @interface EnableMqtt {

}
