package io.topicwire.mqtt.jars;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks what is in the jars that users get. Runs when the jars are made, which is after
 * the tests.
 */
class PublishedJarsCheck {

	private static final String VERSION = System.getProperty("jars.version");

	private static final Path OWN = Path.of(System.getProperty("jars.own"));

	@ParameterizedTest
	@ValueSource(strings = { "mqtt-core-%s.jar", "mqtt-core-%s-tests.jar", "mqtt-spring-boot-autoconfigure-%s.jar",
			"mqtt-spring-boot-starter-%s.jar", "mqtt-spring-boot-starter-test-%s.jar" })
	void licenseAndNoticeAreInTheJar(String name) throws IOException {
		try (JarFile jar = open(name)) {
			assertThat(read(jar, "META-INF/LICENSE.txt")).startsWith("MIT License")
				.contains("The Topicwire authors", "WITHOUT WARRANTY OF ANY KIND");
			assertThat(read(jar, "META-INF/NOTICE.txt")).startsWith("MQTT for Spring Boot " + VERSION + "\n")
				.contains("The Topicwire authors", "MIT License");
		}
	}

	@ParameterizedTest
	@CsvSource({ "mqtt-core-%s.jar, MQTT Core", "mqtt-core-%s-tests.jar, MQTT Core",
			"mqtt-spring-boot-autoconfigure-%s.jar, MQTT Spring Boot Auto-configuration",
			"mqtt-spring-boot-starter-%s.jar, MQTT Spring Boot Starter",
			"mqtt-spring-boot-starter-test-%s.jar, MQTT Spring Boot Test Starter" })
	void manifestTellsTitleVersionAndJdk(String name, String title) throws IOException {
		try (JarFile jar = open(name)) {
			Attributes attributes = jar.getManifest().getMainAttributes();
			assertThat(attributes.getValue("Implementation-Title")).isEqualTo(title);
			assertThat(attributes.getValue("Implementation-Version")).isEqualTo(VERSION);
			assertThat(attributes.getValue("Build-Jdk-Spec")).isNotEmpty();
		}
	}

	@Test
	void clientIsAModule() throws IOException {
		try (JarFile jar = open("mqtt-core-%s.jar")) {
			assertThat(jar.getEntry("module-info.class")).isNotNull();
		}
	}

	@ParameterizedTest
	@CsvSource({ "mqtt-spring-boot-autoconfigure-%s.jar, io.topicwire.mqtt.boot",
			"mqtt-spring-boot-starter-%s.jar, io.topicwire.mqtt.starter",
			"mqtt-spring-boot-starter-test-%s.jar, io.topicwire.mqtt.test" })
	void othersHaveANameAsModules(String name, String module) throws IOException {
		try (JarFile jar = open(name)) {
			assertThat(jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name")).isEqualTo(module);
		}
	}

	@Test
	void starterHasNothingButDependenciesAndSaysSo() throws IOException {
		try (JarFile jar = open("mqtt-spring-boot-starter-%s.jar")) {
			assertThat(jar.stream().map(ZipEntry::getName)).allMatch((name) -> name.startsWith("META-INF/"));
			assertThat(jarType(jar)).isEqualTo("dependencies-starter");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "mqtt-core-%s.jar", "mqtt-spring-boot-autoconfigure-%s.jar",
			"mqtt-spring-boot-starter-test-%s.jar" })
	void jarsWithClassesAreNotLeftOutOfApplications(String name) throws IOException {
		try (JarFile jar = open(name)) {
			assertThat(jar.stream().map(ZipEntry::getName)).anyMatch((entry) -> entry.endsWith(".class"));
			assertThat(jarType(jar)).isNull();
		}
	}

	private static String jarType(JarFile jar) throws IOException {
		return jar.getManifest().getMainAttributes().getValue("Spring-Boot-Jar-Type");
	}

	private static String read(JarFile jar, String name) throws IOException {
		ZipEntry entry = jar.getEntry(name);
		assertThat(entry).as(name + " in " + jar.getName()).isNotNull();
		try (InputStream stream = jar.getInputStream(entry)) {
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	/**
	 * Open the jar of this module, or one of the class path.
	 */
	private static JarFile open(String name) throws IOException {
		Path file = Path.of(name.formatted(VERSION));
		return new JarFile(Stream
			.concat(Stream.of(OWN),
					Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of))
			.filter((candidate) -> candidate.endsWith(file))
			.findFirst()
			.orElseThrow(() -> new IOException(file + " was not made"))
			.toFile());
	}

}
