package io.topicwire.mqtt.leftover;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Errors that a test, or any test of a class, lets the client log. All others let the
 * test fail.
 */
@Documented
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
public @interface ExpectedErrors {

	/**
	 * What the messages contain.
	 * @return a part of each message
	 */
	String[] value();

}
