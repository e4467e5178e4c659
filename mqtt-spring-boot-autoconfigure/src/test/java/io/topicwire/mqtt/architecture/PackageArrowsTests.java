package io.topicwire.mqtt.architecture;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.topicwire.mqtt.stream.TlsOptions;
import org.junit.jupiter.api.Test;

/**
 * Tests that dependencies between packages run one way.
 */
class PackageArrowsTests {

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages("io.topicwire.mqtt.spring", "io.topicwire.mqtt.boot");

	private static final String BASE = "io.topicwire.mqtt";

	@Test
	void packagesAreFreeOfCycles() {
		ArchRule rule = SlicesRuleDefinition.slices().matching("(**)").should().beFreeOfCycles();
		rule.check(CLASSES);
	}

	@Test
	void messagingLayerDoesNotKnowBoot() {
		ArchRule rule = ArchRuleDefinition.noClasses()
			.that()
			.resideInAPackage(BASE + ".spring..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.boot..", BASE + ".boot..");
		rule.check(CLASSES);
	}

	@Test
	void onlyTheFaceOfTheClientIsKnown() {
		ArchRule rule = ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackage(BASE + ".boot.console")
			.should()
			.dependOnClassesThat(JavaClass.Predicates
				.resideInAnyPackage(BASE + ".packet..", BASE + ".stream..", BASE + ".session..", BASE + ".trace..",
						BASE + ".engine..")
				.and(DescribedPredicate.not(JavaClass.Predicates.type(TlsOptions.class))));
		rule.check(CLASSES);
	}

	@Test
	void supportKnowsTheClientOnly() {
		ArchRule rule = onlyKnows("spring.support");
		rule.check(CLASSES);
	}

	@Test
	void observationKnowsTheClientOnly() {
		ArchRule rule = onlyKnows("spring.observation");
		rule.check(CLASSES);
	}

	@Test
	void eventKnowsTheClientOnly() {
		ArchRule rule = onlyKnows("spring.event");
		rule.check(CLASSES);
	}

	@Test
	void coreKnowsSupport() {
		ArchRule rule = onlyKnows("spring.core", "spring.observation", "spring.support");
		rule.check(CLASSES);
	}

	@Test
	void publisherKnowsCore() {
		ArchRule rule = onlyKnows("spring.publisher", "spring.core", "spring.support");
		rule.check(CLASSES);
	}

	@Test
	void listenerKnowsCore() {
		ArchRule rule = onlyKnows("spring.listener", "spring.core", "spring.event", "spring.observation",
				"spring.support");
		rule.check(CLASSES);
	}

	@Test
	void configKnowsListener() {
		ArchRule rule = onlyKnows("spring.config", "spring.core", "spring.event", "spring.listener",
				"spring.observation", "spring.support");
		rule.check(CLASSES);
	}

	@Test
	void annotationKnowsConfig() {
		ArchRule rule = onlyKnows("spring.annotation", "spring.config", "spring.core", "spring.listener",
				"spring.support");
		rule.check(CLASSES);
	}

	@Test
	void healthKnowsTheClientOnly() {
		ArchRule rule = onlyKnows("boot.health");
		rule.check(CLASSES);
	}

	@Test
	void metricsKnowListenersOnly() {
		ArchRule rule = onlyKnows("boot.metrics", "boot.support", "spring.config", "spring.listener");
		rule.check(CLASSES);
	}

	@Test
	void supportOfBootKnowsTheClientOnly() {
		ArchRule rule = onlyKnows("boot.support");
		rule.check(CLASSES);
	}

	@Test
	void consoleKnowsPacketsAndListeners() {
		ArchRule rule = onlyKnows("boot.console", "boot.support", "packet", "trace", "spring.config", "spring.core",
				"spring.listener");
		rule.check(CLASSES);
	}

	@Test
	void consoleIsServedByWhatKnowsNothingElse() {
		ArchRule servlet = onlyKnows("boot.console.servlet", "boot.console");
		servlet.check(CLASSES);
		ArchRule reactive = onlyKnows("boot.console.reactive", "boot.console");
		reactive.check(CLASSES);
	}

	@Test
	void consoleKnowsNoWebFramework() {
		ArchRule rule = ArchRuleDefinition.noClasses()
			.that()
			.resideInAPackage(BASE + ".boot.console")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.web..", "org.springframework.http..", "jakarta.servlet..",
					"reactor..");
		rule.check(CLASSES);
	}

	@Test
	void endpointKnowsListenersOnly() {
		ArchRule rule = onlyKnows("boot.endpoint", "spring.config", "spring.listener");
		rule.check(CLASSES);
	}

	@Test
	void micrometerIsKnownToMetricsOnlyExceptForObservation() {
		ArchRule rule = ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackages(BASE + ".boot.metrics", BASE + ".boot.autoconfigure.metrics")
			.should()
			.dependOnClassesThat(JavaClass.Predicates.resideInAPackage("io.micrometer..")
				// What observations describe themselves with is in the latter
				.and(JavaClass.Predicates.resideOutsideOfPackages("io.micrometer.observation..",
						"io.micrometer.common..")));
		rule.check(CLASSES);
	}

	private static ArchRule onlyKnows(String name, String... others) {
		Set<String> known = Stream.concat(Stream.of(name, "client", "topic"), Stream.of(others))
			.map((suffix) -> BASE + "." + suffix)
			.collect(Collectors.toCollection(HashSet::new));
		known.add(BASE);
		return ArchRuleDefinition.noClasses()
			.that()
			.resideInAPackage(BASE + "." + name)
			.should()
			.dependOnClassesThat(DescribedPredicate.describe("are in other packages of this project than " + known,
					(type) -> type.getPackageName().startsWith(BASE) && !known.contains(type.getPackageName())));
	}

}
