package io.topicwire.mqtt;

import java.util.ServiceLoader;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.topicwire.mqtt.store.DiskSessionStore;

/**
 * Tests for the dependencies between the packages and to the outside.
 */
@AnalyzeClasses(packages = "io.topicwire.mqtt", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	private static final String ROOT = "io.topicwire.mqtt";

	@ArchTest
	final ArchRule arrowsOnlyRunDown = Architectures.layeredArchitecture()
		.consideringOnlyDependenciesInLayers()
		.layer("client")
		.definedBy(ROOT + ".client..")
		.layer("engine")
		.definedBy(ROOT + ".engine..")
		.layer("store")
		.definedBy(ROOT + ".store..")
		.optionalLayer("trace")
		.definedBy(ROOT + ".trace..")
		.layer("session")
		.definedBy(ROOT + ".session..")
		.layer("stream")
		.definedBy(ROOT + ".stream..")
		.layer("packet")
		.definedBy(ROOT + ".packet..")
		.layer("topic")
		.definedBy(ROOT + ".topic..")
		.layer("auth")
		.definedBy(ROOT + ".auth..")
		.layer("root")
		.definedBy(ROOT)
		.whereLayer("client")
		.mayNotBeAccessedByAnyLayer()
		.whereLayer("engine")
		.mayOnlyBeAccessedByLayers("client")
		.whereLayer("store")
		.mayNotBeAccessedByAnyLayer()
		.whereLayer("trace")
		.mayOnlyBeAccessedByLayers("client", "engine")
		.whereLayer("session")
		.mayOnlyBeAccessedByLayers("client", "engine", "store")
		.whereLayer("stream")
		.mayOnlyBeAccessedByLayers("client", "engine")
		.whereLayer("packet")
		.mayOnlyBeAccessedByLayers("engine", "session", "trace", "store")
		.whereLayer("topic")
		.mayOnlyBeAccessedByLayers("client", "engine", "session", "trace", "packet")
		.whereLayer("auth")
		.mayOnlyBeAccessedByLayers("client", "engine")
		.whereLayer("root")
		.mayOnlyBeAccessedByLayers("client", "engine", "session", "trace", "store", "packet", "topic", "auth");

	@ArchTest
	final ArchRule everyClassHasItsPlace = ArchRuleDefinition.classes()
		.should()
		.resideInAnyPackage(ROOT, ROOT + ".client..", ROOT + ".engine..", ROOT + ".trace..", ROOT + ".session..",
				ROOT + ".store..", ROOT + ".stream..", ROOT + ".packet..", ROOT + ".topic..", ROOT + ".auth..",
				ROOT + ".text");

	@ArchTest
	final ArchRule packagesHaveNoCycles = SlicesRuleDefinition.slices()
		.matching(ROOT + ".(**)")
		.should()
		.beFreeOfCycles();

	@ArchTest
	final ArchRule groundFloorKnowsNothingButTheCellar = ArchRuleDefinition.classes()
		.that()
		.resideInAPackage(ROOT)
		.should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage(ROOT, ROOT + ".text", "java..", "org.jspecify.annotations");

	@ArchTest
	final ArchRule cellarKnowsNothing = ArchRuleDefinition.classes()
		.that()
		.resideInAPackage(ROOT + ".text")
		.should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage(ROOT + ".text", "java..", "org.jspecify.annotations");

	@ArchTest
	final ArchRule streamsKnowNothingOfMqtt = ArchRuleDefinition.classes()
		.that()
		.resideInAPackage(ROOT + ".stream..")
		.should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage(ROOT + ".stream..", ROOT + ".text", "java..", "javax.net.ssl", "org.jspecify.annotations");

	@ArchTest
	final ArchRule packetsKnowNothingOfStreams = ArchRuleDefinition.noClasses()
		.that()
		.resideInAPackage(ROOT + ".packet..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage(ROOT + ".stream..", "java.net..");

	@ArchTest
	final ArchRule protocolIsPure = ArchRuleDefinition.noClasses()
		.that()
		.resideInAnyPackage(ROOT, ROOT + ".auth..", ROOT + ".topic..", ROOT + ".packet..", ROOT + ".session..",
				ROOT + ".text")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("java.io", "java.net..", "java.nio.channels..", "java.util.concurrent.locks");

	@ArchTest
	final ArchRule thereAreNoDependencies = ArchRuleDefinition.classes()
		.that()
		.resideOutsideOfPackage(ROOT + ".store..")
		.should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage(ROOT + "..", "java..", "javax.crypto..", "javax.net.ssl", "org.jspecify.annotations");

	// So that a native image needs no configuration
	@ArchTest
	final ArchRule thereIsNoReflection = ArchRuleDefinition.noClasses()
		.should()
		.dependOnClassesThat()
		.resideInAPackage("java.lang.reflect..")
		.orShould()
		.dependOnClassesThat()
		.areAssignableTo(ServiceLoader.class);

	@ArchTest
	final ArchRule storeHasOneDependency = ArchRuleDefinition.classes()
		.that()
		.resideInAPackage(ROOT + ".store..")
		.should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage(ROOT + "..", "java..", "org.h2.mvstore..", "org.jspecify.annotations");

	@ArchTest
	final ArchRule storeCanBeAskedForWithoutItsDependency = ArchRuleDefinition.noClasses()
		.that()
		.areAssignableTo(DiskSessionStore.class)
		.should()
		.dependOnClassesThat()
		.resideInAPackage("org.h2..");

	@ArchTest
	final ArchRule logsGoToTheLoggerOfThePlatform = ArchRuleDefinition.noClasses()
		.should()
		.dependOnClassesThat()
		.resideInAPackage("java.util.logging..");

}
