package io.topicwire.mqtt.architecture;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that auto-configurations tell their order by class for what every application
 * has, and by name for what it may do without.
 */
class AutoConfigurationOrderTests {

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages("io.topicwire.mqtt.boot.autoconfigure");

	@Test
	void whatEveryApplicationHasIsNamedByClass() throws Exception {
		List<String> optional = optionalDependencies();
		assertThat(optional).isNotEmpty();
		assertThat(annotations().flatMap((annotation) -> Stream.of(annotation.before(), annotation.after()))
			.flatMap(Stream::of)).isNotEmpty()
			.allMatch((type) -> !isOfAny(optional, type), "is there in every application");
	}

	@Test
	void whatAnApplicationMayDoWithoutIsNamedByText() throws Exception {
		List<String> optional = optionalDependencies();
		assertThat(annotations().flatMap((annotation) -> Stream.of(annotation.beforeName(), annotation.afterName()))
			.flatMap(Stream::of)).isNotEmpty()
			.allMatch((name) -> isOfAny(optional, ClassUtils.resolveClassName(name, null)), "is optional");
	}

	private static Stream<AutoConfiguration> annotations() {
		return CLASSES.stream()
			.filter((type) -> type.isAnnotatedWith(AutoConfiguration.class))
			.map(JavaClass::reflect)
			.map((type) -> type.getAnnotation(AutoConfiguration.class));
	}

	private static boolean isOfAny(List<String> dependencies, Class<?> type) {
		Path source = Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
		String file = String.valueOf(source.getFileName());
		return Files.isRegularFile(source)
				&& dependencies.stream().anyMatch((dependency) -> file.matches(dependency + "-\\d.*"));
	}

	private static List<String> optionalDependencies() throws Exception {
		// Tests run in the directory of their module
		Document model = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(Path.of("pom.xml").toFile());
		NodeList dependencies = model.getElementsByTagName("dependency");
		List<String> optional = new ArrayList<>();
		for (int i = 0; i < dependencies.getLength(); i++) {
			Element dependency = (Element) dependencies.item(i);
			if ("true".equals(text(dependency, "optional"))) {
				optional.add(text(dependency, "artifactId"));
			}
		}
		return Collections.unmodifiableList(optional);
	}

	private static String text(Element dependency, String name) {
		NodeList elements = dependency.getElementsByTagName(name);
		return (elements.getLength() > 0) ? elements.item(0).getTextContent() : "";
	}

}
