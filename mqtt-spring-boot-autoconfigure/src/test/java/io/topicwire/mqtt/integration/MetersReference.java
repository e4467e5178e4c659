package io.topicwire.mqtt.integration;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.topicwire.mqtt.docs.GeneratedPage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Writes down all meters of an application that runs, and all observations.
 */
final class MetersReference {

	/**
	 * What tags are, by their keys.
	 */
	private static final Map<String, String> TAGS = Map.ofEntries(
			Map.entry("connection", "name of the connection; `default` for that of `mqtt.*`"),
			Map.entry("direction", "`out` for what was sent, `in` for what was received"),
			Map.entry("initiator", "who ended the connection: `client`, `server`, `timeout` or `network`"),
			Map.entry("listener.id",
					"identifier of the listener; give listeners an `id`, because one that is made up says little"),
			Map.entry("qos", "QoS of the message: `0`, `1` or `2`"),
			Map.entry("reason",
					"why: the broker's reason code in lower case with hyphens, or `network`, `timeout`, `protocol-error`, `session-store`, `none`; of dropped messages `buffer-full`, `expired`, `inbox-full`"),
			Map.entry("result", "what came of it: `success` or `failure`"),
			Map.entry("retained", "`true` for messages that the broker had retained, or `false`"),
			Map.entry("state",
					"what the broker said to a topic filter: `active` if it was granted, `paused` if it was and all its listeners are paused, `failed` if it was refused, `pending` if there is no answer yet"),
			Map.entry("type", "type of the packet in lower case, such as `publish`"));

	private MetersReference() {
	}

	static String generate(MeterRegistry registry) throws IOException {
		List<Observed> observations = Observed.findAll();
		Map<String, List<Meter.Id>> meters = new TreeMap<>();
		registry.getMeters()
			.stream()
			.map(Meter::getId)
			.filter((id) -> id.getName().startsWith("mqtt."))
			.filter((id) -> observations.stream().noneMatch((observed) -> observed.measures(id.getName())))
			.forEach((id) -> meters.computeIfAbsent(id.getName(), (name) -> new ArrayList<>()).add(id));
		StringBuilder page = new StringBuilder(
				"""
						# Meters and observations

						Every meter and every observation, with its tags.
						How to use them is told in [observability.md](observability.md).

						No meter has a topic or a client identifier as a tag, of which there may be any number.
						A system like Prometheus has names of its own for them: `mqtt.ping.latency` is `mqtt_ping_latency_seconds` there.

						This page follows from the code, and the build fails if it is out of date.
						It is written by `%s`.
						"""
					.formatted(GeneratedPage.COMMAND));
		appendMeters(page, "Meters of each connection", select(meters, "connection", "listener.id"));
		appendMeters(page, "Meters of each listener", select(meters, "listener.id", ""));
		appendTags(page, meters.values());
		page.append("\n## Observations\n\n");
		page.append("Each is a timer of its name, with the number of those under way as `<name>.active`, ")
			.append("and a span if there is a tracer.\n")
			.append("The timer also has the key `error`: the class of the exception, or `none`.\n");
		observations.forEach((observed) -> observed.appendTo(page));
		return page.toString();
	}

	private static Map<String, List<Meter.Id>> select(Map<String, List<Meter.Id>> meters, String with, String without) {
		Map<String, List<Meter.Id>> selected = new TreeMap<>(meters);
		selected.values().removeIf((ids) -> !keys(ids).contains(with) || keys(ids).contains(without));
		return selected;
	}

	private static void appendMeters(StringBuilder page, String title, Map<String, List<Meter.Id>> meters) {
		page.append("\n## ").append(title).append("\n\n| Meter | Type, unit | Tags | |\n|---|---|---|---|\n");
		meters.forEach((name,
				ids) -> page.append("| `%s` | %s | %s | %s |\n".formatted(name, type(ids.get(0)),
						keys(ids).stream().map((key) -> "`" + key + "`").collect(Collectors.joining(", ")),
						ids.get(0).getDescription())));
	}

	private static void appendTags(StringBuilder page, Collection<List<Meter.Id>> meters) {
		TreeSet<String> keys = meters.stream()
			.flatMap((ids) -> keys(ids).stream())
			.collect(Collectors.toCollection(TreeSet::new));
		assertThat(TAGS).as("tags that MetersReference.TAGS explains").containsOnlyKeys(keys);
		page.append("\n## Tags\n\n| Tag | |\n|---|---|\n");
		keys.forEach((key) -> page.append("| `%s` | %s |\n".formatted(key, TAGS.get(key))));
	}

	private static String type(Meter.Id id) {
		String unit = id.getBaseUnit();
		return id.getType().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ((unit != null) ? ", " + unit : "");
	}

	private static TreeSet<String> keys(List<Meter.Id> ids) {
		return ids.stream()
			.flatMap((id) -> id.getTags().stream())
			.map(Tag::getKey)
			.collect(Collectors.toCollection(TreeSet::new));
	}

	/**
	 * Return the names of all meters and observations that a page tells of.
	 */
	static Stream<String> names(String page) {
		return page.lines()
			.filter((line) -> line.startsWith("| `") || line.startsWith("### "))
			.map((line) -> line.replaceFirst("^(\\| `|### )", "").replaceFirst("`.*", ""));
	}

}
