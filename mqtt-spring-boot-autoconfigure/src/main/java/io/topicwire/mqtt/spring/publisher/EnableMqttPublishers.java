package io.topicwire.mqtt.spring.publisher;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AliasFor;

/**
 * Looks for interfaces with {@link MqttPublisher @MqttPublisher} and makes beans of them.
 * Needs a bean of type {@link io.topicwire.mqtt.spring.core.MqttOperations}. In a Spring
 * Boot application only needed for packages other than that of the application class.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Import(MqttPublishersRegistrar.class)
public @interface EnableMqttPublishers {

	/**
	 * Alias for {@link #basePackages()}.
	 * @return the packages
	 */
	@AliasFor("basePackages")
	String[] value() default {};

	/**
	 * Packages to look in, together with those below them; by default, that of the
	 * annotated class unless {@link #basePackageClasses()} names others.
	 * @return the packages
	 */
	@AliasFor("value")
	String[] basePackages() default {};

	/**
	 * Classes whose packages to look in.
	 * @return the classes
	 */
	Class<?>[] basePackageClasses() default {};

}
