package io.topicwire.mqtt.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.docs.ObservationDocumentation;

import org.springframework.beans.BeanUtils;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.springframework.util.ClassUtils;

/**
 * An observation as its documentation in the code describes it.
 *
 * @param documentation the documentation
 * @param source the source of its class
 */
record Observed(ObservationDocumentation documentation, String source) {

	private static final Path SOURCES = Path.of("src/main/java");

	static List<Observed> findAll() throws IOException {
		ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
		scanner.addIncludeFilter(new AssignableTypeFilter(ObservationDocumentation.class));
		return scanner.findCandidateComponents("io.topicwire.mqtt")
			.stream()
			.map((candidate) -> ClassUtils.resolveClassName(Objects.requireNonNull(candidate.getBeanClassName()), null))
			.flatMap((type) -> Stream.of(type.getEnumConstants()))
			.map((constant) -> new Observed((ObservationDocumentation) constant, read(constant.getClass())))
			.sorted(Comparator.comparing(Observed::name))
			.toList();
	}

	private static String read(Class<?> type) {
		try {
			return Files.readString(SOURCES.resolve(type.getName().replace('.', '/') + ".java"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String name() {
		String name = this.documentation.getName();
		return (name != null) ? name
				: BeanUtils.instantiateClass(Objects.requireNonNull(this.documentation.getDefaultConvention()))
					.getName();
	}

	/**
	 * Return whether this observation makes a meter.
	 */
	boolean measures(String meter) {
		return meter.equals(name()) || meter.equals(name() + ".active");
	}

	void appendTo(StringBuilder page) {
		page.append("\n### %s\n\n%s\n\n| Key | in | |\n|---|---|---|\n".formatted(name(),
				describe("\\bpublic enum " + this.documentation.getClass().getSimpleName())));
		append(page, "timer and span", this.documentation.getLowCardinalityKeyNames());
		append(page, "span", this.documentation.getHighCardinalityKeyNames());
	}

	private void append(StringBuilder page, String where, KeyName[] keys) {
		for (KeyName key : keys) {
			page.append("| `%s` | %s | %s |\n".formatted(key.asString(), where,
					describe(((Enum<?>) key).name() + "\\(\"" + Pattern.quote(key.asString()) + "\"\\)")));
		}
	}

	/**
	 * Return the comment before a declaration as Markdown.
	 */
	private String describe(String declaration) {
		Matcher matcher = Pattern.compile("/\\*\\*((?:(?!\\*/).)*)\\*/\\s+(?:@\\S+\\s+)*" + declaration, Pattern.DOTALL)
			.matcher(this.source);
		if (!matcher.find()) {
			throw new IllegalStateException("No comment before " + declaration);
		}
		return matcher.group(1)
			.replaceAll("(?m)^\\s*\\* ?", "")
			.replaceFirst("(?s)\\n@.*", "")
			.replaceAll("\\{@(?:code|link) ([^}]*)}", "`$1`")
			.strip()
			.replaceAll("\\s+", " ");
	}

}
