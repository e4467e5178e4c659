package io.topicwire.mqtt.conformance;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Disabled;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * A method that says it proves a statement.
 *
 * @param specification where the statement is from
 * @param id the identifier of the statement
 * @param testClass the name of the class, below the root package
 * @param method the name of the method
 * @param runs whether the method is a test and not disabled
 */
record Proof(Specification specification, String id, String testClass, String method, boolean runs) {

	private static final String ROOT_PACKAGE = "io.topicwire.mqtt";

	/**
	 * Find those of all test classes.
	 */
	static List<Proof> findAll() {
		return ReflectionSupport.streamAllClassesInPackage(ROOT_PACKAGE, (type) -> true, (name) -> true)
			.flatMap((type) -> Stream.of(type.getDeclaredMethods()))
			.flatMap(Proof::findOn)
			.sorted(Comparator.comparing(Proof::testClass).thenComparing(Proof::method))
			.toList();
	}

	private static Stream<Proof> findOn(Method method) {
		boolean runs = isTest(method);
		return runs ? Stream.concat(findOn(method, method, true), findOn(method.getDeclaringClass(), method, true))
				: findOn(method, method, false);
	}

	private static Stream<Proof> findOn(AnnotatedElement element, Method method, boolean runs) {
		Mqtt3 mqtt3 = element.getAnnotation(Mqtt3.class);
		Mqtt5 mqtt5 = element.getAnnotation(Mqtt5.class);
		String testClass = method.getDeclaringClass().getName().substring(ROOT_PACKAGE.length() + 1).replace('$', '.');
		return Stream.concat(
				Stream.of((mqtt3 != null) ? mqtt3.value() : new String[0])
					.map((id) -> new Proof(Specification.MQTT_3_1_1, id, testClass, method.getName(), runs)),
				Stream.of((mqtt5 != null) ? mqtt5.value() : new String[0])
					.map((id) -> new Proof(Specification.MQTT_5, id, testClass, method.getName(), runs)));
	}

	// Those of jqwik and Jazzer too
	private static boolean isTest(Method method) {
		return AnnotationSupport.isAnnotated(method, Testable.class)
				&& !AnnotationSupport.isAnnotated(method, Disabled.class)
				&& !AnnotationSupport.isAnnotated(method.getDeclaringClass(), Disabled.class);
	}

}
