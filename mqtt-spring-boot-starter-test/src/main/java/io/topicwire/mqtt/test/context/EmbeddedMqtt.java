package io.topicwire.mqtt.test.context;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.topicwire.mqtt.spring.core.MqttClientRegistry;
import io.topicwire.mqtt.test.EmbeddedMqttBroker;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Annotation for Spring tests that need an MQTT broker: starts one at a free port before
 * the application context, and stops it after that. Contexts that are cached are so with
 * their broker; other contexts have other brokers.
 * <p>
 * {@code mqtt.url} is set to the broker, with higher precedence than any other source of
 * properties. The broker is the bean {@code embeddedMqttBroker}, and a parameter of type
 * {@link EmbeddedMqttBroker} of test and lifecycle methods: <pre class="code">
 * &#064;SpringBootTest
 * &#064;EmbeddedMqtt
 * class AlarmTests {
 *
 *     &#064;Test
 *     void alarmIsRaised(EmbeddedMqttBroker broker) {
 *         CapturedMessages alarms = broker.capture("alarms/#");
 *         broker.awaitSubscription("temperatures/+");
 *         broker.publish("temperatures/7", "95.5");
 *         assertThat(alarms.awaitOne().topic()).isEqualTo("alarms/7");
 *     }
 *
 * }
 * </pre> Repeated with the name of another {@link #connection() connection} there is
 * another broker.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@Repeatable(EmbeddedMqtts.class)
@ExtendWith(EmbeddedMqttBrokerParameterResolver.class)
public @interface EmbeddedMqtt {

	/**
	 * Name of the connection that uses the broker. That of {@code cloud} is set as
	 * {@code mqtt.connection.cloud.url}, and its broker is the bean
	 * {@code cloudEmbeddedMqttBroker} with the qualifier {@code cloud}.
	 * @return the name of the connection
	 */
	String connection() default MqttClientRegistry.DEFAULT_CONNECTION;

}
