package io.topicwire.mqtt.docs;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that what the documentation shows compiles and exists.
 */
class PagesTests {

	private static final String COMMAND = "mvn -pl mqtt-spring-boot-autoconfigure -am test -Dtest=PagesTests -Dsurefire.failIfNoSpecifiedTests=false -Dsamples.write=true";

	static List<Page> pages() throws IOException {
		return Page.all();
	}

	@ParameterizedTest
	@MethodSource("pages")
	void samplesAreThoseOfTheSources(Page page) throws IOException {
		assertThat(page.blocksWithoutSource()).as("blocks of Java in %s without a comment that says their source", page)
			.isZero();
		String content = page.withSamples();
		if (Boolean.getBoolean("samples.write")) {
			page.write(content);
		}
		assertThat(page.content()).as("%s, whose samples are written by %s", page, COMMAND).isEqualTo(content);
	}

	@ParameterizedTest
	@MethodSource("pages")
	void propertiesExist(Page page) throws IOException {
		Set<String> known = new HashSet<>();
		Set<String> maps = new HashSet<>();
		readMetadata(known, maps);
		assertThat(page.configurations().flatMap((yaml) -> names(yaml).stream()))
			.filteredOn((name) -> name.startsWith("mqtt."))
			.as("properties in %s", page)
			.allMatch((name) -> known.contains(name.replaceFirst("\\[\\d+].*", ""))
					|| maps.stream().anyMatch((map) -> name.startsWith(map + ".")));
	}

	private static Set<String> names(String yaml) {
		YamlPropertiesFactoryBean factory = new YamlPropertiesFactoryBean();
		factory.setResources(new ByteArrayResource(yaml.getBytes()));
		factory.setSingleton(false);
		Set<String> names = new HashSet<>();
		factory.getObject().keySet().forEach((name) -> names.add(name.toString()));
		return names;
	}

	private static void readMetadata(Set<String> known, Set<String> maps) throws IOException {
		for (var resource : new PathMatchingResourcePatternResolver()
			.getResources("classpath*:META-INF/spring-configuration-metadata.json")) {
			try (InputStream stream = resource.getInputStream()) {
				JsonMapper.shared().readTree(stream).path("properties").forEach((property) -> {
					String name = property.path("name").asString();
					known.add(name);
					if (property.path("type").asString("").startsWith("java.util.Map<")) {
						maps.add(name);
					}
				});
			}
		}
	}

}
