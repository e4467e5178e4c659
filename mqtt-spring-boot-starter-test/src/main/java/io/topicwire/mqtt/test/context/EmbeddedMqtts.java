package io.topicwire.mqtt.test.context;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Container annotation that aggregates several {@link EmbeddedMqtt} annotations.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(EmbeddedMqttBrokerParameterResolver.class)
public @interface EmbeddedMqtts {

	/**
	 * The annotations.
	 * @return the annotations
	 */
	EmbeddedMqtt[] value();

}
