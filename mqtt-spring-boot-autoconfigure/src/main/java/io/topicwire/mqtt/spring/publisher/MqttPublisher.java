package io.topicwire.mqtt.spring.publisher;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an interface whose methods publish messages. It becomes a bean:
 * <pre class="code">
 * &#64;MqttPublisher
 * interface Devices {
 *
 * 	&#64;Topic("devices/{id}/commands")
 * 	CompletableFuture&lt;Void&gt; send(&#64;DestinationVariable String id, Command command);
 *
 * }
 * </pre> Every method that is not a default one needs a {@link Topic @Topic}. Mistakes
 * keep the application from starting.
 *
 * @since 0.1.0
 * @see Topic
 * @see EnableMqttPublishers
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface MqttPublisher {

	/**
	 * Name of the connection to publish over; the default one by default. May hold
	 * <code>${…}</code> placeholders.
	 * @return the name of the connection
	 */
	String connection() default "";

}
