package io.topicwire.mqtt.conformance;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.Tag;

/**
 * Says which statements of MQTT 3.1.1 a test proves, or every test of a class.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.METHOD, ElementType.TYPE })
@Tag("mqtt-3.1.1")
public @interface Mqtt3 {

	/**
	 * Return the identifiers of the statements.
	 * @return identifiers from the table of MQTT 3.1.1, such as {@code MQTT-3.3.1-1}
	 */
	String[] value();

}
