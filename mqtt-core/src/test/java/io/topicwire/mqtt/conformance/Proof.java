package io.topicwire.mqtt.conformance;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.properties.HasAnnotations;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Disabled;
import org.junit.platform.commons.annotation.Testable;

/**
 * A method that says it proves a statement.
 *
 * @param specification where the statement is from
 * @param id the identifier of the statement
 * @param test the class and the method
 * @param runs whether the method is a test and not disabled
 */
record Proof(Specification specification, String id, String test, boolean runs) {

	/**
	 * Find those of all test classes.
	 */
	static List<Proof> findAll() {
		return new ClassFileImporter().withImportOption(new ImportOption.OnlyIncludeTests())
			.importPackages("io.topicwire.mqtt")
			.stream()
			.flatMap(Proof::findIn)
			.sorted(Comparator.comparing(Proof::test))
			.toList();
	}

	private static Stream<Proof> findIn(JavaClass testClass) {
		return testClass.getMethods()
			.stream()
			.flatMap((method) -> Stream.concat(findOn(method, method),
					isTest(method) ? findOn(testClass, method) : Stream.empty()));
	}

	private static Stream<Proof> findOn(HasAnnotations<?> annotated, JavaMethod method) {
		Stream<Proof> mqtt3 = annotated.tryGetAnnotationOfType(Mqtt3.class)
			.stream()
			.flatMap((annotation) -> Stream.of(annotation.value()))
			.map((id) -> of(Specification.MQTT_3_1_1, id, method));
		Stream<Proof> mqtt5 = annotated.tryGetAnnotationOfType(Mqtt5.class)
			.stream()
			.flatMap((annotation) -> Stream.of(annotation.value()))
			.map((id) -> of(Specification.MQTT_5, id, method));
		return Stream.concat(mqtt3, mqtt5);
	}

	private static Proof of(Specification specification, String id, JavaMethod method) {
		return new Proof(specification, id, method.getOwner().getSimpleName() + "." + method.getName(), isTest(method));
	}

	// Those of jqwik and Jazzer too
	private static boolean isTest(JavaMethod method) {
		return method.isMetaAnnotatedWith(Testable.class) && !method.isAnnotatedWith(Disabled.class)
				&& !method.getOwner().isAnnotatedWith(Disabled.class);
	}

}
