package io.topicwire.mqtt.docs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.topicwire.mqtt.boot.autoconfigure.MqttConnectionProperties;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.BeanUtils;
import org.springframework.util.ClassUtils;

/**
 * Writes down all properties as the metadata describes them that editors read as well.
 */
final class PropertiesReference {

	// Where a group is told of in context
	private static final Map<String, String> PAGES = Map.ofEntries(Map.entry("mqtt", "connecting.md"),
			Map.entry("mqtt.console", "console.md"), Map.entry("mqtt.health", "observability.md#health"),
			Map.entry("mqtt.inbox", "../concepts/inbox.md"), Map.entry("mqtt.listener", "receiving.md"),
			Map.entry("mqtt.listener.retry", "errors.md#retries"), Map.entry("mqtt.outbox", "../client.md#the-outbox"),
			Map.entry("mqtt.session", "connecting.md#sessions"), Map.entry("mqtt.ssl", "connecting.md#tls"),
			Map.entry("mqtt.template", "sending.md"),
			Map.entry("mqtt.recovery", "connecting.md#when-the-broker-is-away"));

	private final JsonNode metadata;

	private PropertiesReference(JsonNode metadata) {
		this.metadata = metadata;
	}

	static String generate(JsonNode metadata) {
		return new PropertiesReference(metadata).generate();
	}

	private String generate() {
		Map<String, List<JsonNode>> groups = new TreeMap<>(
				Comparator.comparing((String group) -> !group.startsWith("mqtt")).thenComparing((group) -> group));
		this.metadata.path("properties").forEach((property) -> {
			if (!property.has("deprecation")) {
				groups.computeIfAbsent(group(name(property)), (group) -> new ArrayList<>()).add(property);
			}
		});
		StringBuilder page = new StringBuilder(
				"""
						# Properties

						Every property, the values that it takes, its default, and what it is for.

						A duration is a number with a unit, such as `500ms`, `30s`, `5m` or `7d`; a size one such as `512KB` or `64MB`.
						Whatever begins with `mqtt.`, except `mqtt.connection` itself, may be set for a [named connection](several-brokers.md) as well, as `mqtt.connection.<name>.…`, unless it is said to be for the whole application.
						What may be set in code only is told with [connecting](connecting.md) and, with all limits, in [limits.md](../limits.md).

						This page follows from the metadata that editors read too, and the build fails if it is out of date.
						It is written by `%s`.
						"""
					.formatted(GeneratedPage.COMMAND));
		groups.forEach((group, properties) -> appendGroup(page, group, properties));
		return page.toString();
	}

	private void appendGroup(StringBuilder page, String group, List<JsonNode> properties) {
		page.append("\n## %s.*\n\n".formatted(group));
		if (isForTheWholeApplication(group)) {
			page.append("For the whole application, not for a named connection.\n");
		}
		if (PAGES.containsKey(group)) {
			page.append(
					"More in [%s](%s).\n".formatted(PAGES.get(group).replaceAll("^.*/|#.*$", ""), PAGES.get(group)));
		}
		if (isForTheWholeApplication(group) || PAGES.containsKey(group)) {
			page.append('\n');
		}
		page.append("| Property | Values | Default | |\n|---|---|---|---|\n");
		properties.stream()
			.sorted(Comparator.comparing(PropertiesReference::name))
			.forEach((property) -> page.append("| `%s` | %s | %s | %s |\n".formatted(name(property), values(property),
					defaultValue(property), cell(property.path("description").asString("")))));
	}

	private static boolean isForTheWholeApplication(String group) {
		String[] names = group.split("\\.");
		return names[0].equals("mqtt") && names.length > 1
				&& BeanUtils.getPropertyDescriptor(MqttConnectionProperties.class, names[1]) == null;
	}

	/**
	 * Return the group with the longest name that a property is in.
	 */
	private String group(String property) {
		String parent = property.substring(0, property.lastIndexOf('.'));
		return this.metadata.path("groups")
			.valueStream()
			.map(PropertiesReference::name)
			.filter((group) -> (parent + ".").startsWith(group + "."))
			.max(Comparator.comparing(String::length))
			.orElse(parent);
	}

	private String values(JsonNode property) {
		List<String> hints = this.metadata.path("hints")
			.valueStream()
			.filter((hint) -> name(hint).equals(name(property)) && !hint.has("providers"))
			.flatMap((hint) -> hint.path("values").valueStream())
			.map((value) -> code(value.path("value").asString()))
			.toList();
		return hints.isEmpty() ? type(property.path("type").asString()) : String.join(", ", hints);
	}

	private static String type(String type) {
		if (type.startsWith("java.util.Map<")) {
			return "by name";
		}
		if (type.startsWith("java.util.List<") || type.startsWith("java.util.Set<")) {
			return "list";
		}
		return switch (type) {
			case "java.lang.String", "java.lang.CharSequence", "char[]" -> "text";
			case "java.lang.Boolean" -> "`true`, `false`";
			case "java.lang.Integer", "java.lang.Long", "java.lang.Double", "java.lang.Float" -> "number";
			case "java.time.Duration" -> "duration";
			case "org.springframework.util.unit.DataSize" -> "size";
			case "java.io.File", "java.nio.file.Path" -> "file";
			default -> constants(ClassUtils.resolveClassName(type.replaceFirst("<.*", ""), null));
		};
	}

	private static String constants(Class<?> type) {
		return type.isEnum() ? Stream.of(type.getEnumConstants())
			.map((constant) -> code(((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-')))
			.collect(Collectors.joining(", ")) : code(type.getSimpleName());
	}

	private static String defaultValue(JsonNode property) {
		JsonNode value = property.path("defaultValue");
		if (value.isMissingNode()) {
			return "";
		}
		if (value.isArray()) {
			return value.valueStream().map((element) -> code(element.asString())).collect(Collectors.joining(", "));
		}
		return value.asString().isEmpty() ? "empty" : code(value.asString().replace('_', '-'));
	}

	private static String name(JsonNode node) {
		return node.path("name").asString();
	}

	private static String code(String text) {
		return "`" + text + "`";
	}

	private static String cell(String text) {
		return text.replace("|", "\\|").replace("<", "&lt;");
	}

}
