package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.List;

import io.topicwire.mqtt.engine.ClientSettings;

/**
 * Writes down, in Markdown, all limits with their defaults and messages.
 */
final class LimitsDocument {

	/**
	 * Writes the document.
	 */
	static final String COMMAND = "mvn -pl mqtt-core test -Dtest=LimitsTests -Dlimits.write=true";

	private static final String INTRODUCTION = """
			# Limits

			Everything that is bounded, with its default, the property of Spring Boot, and what somebody reads who goes beyond.
			Nothing else limits a client but memory and the broker.

			The texts are not copied: for each row a test goes beyond the limit and compares what it is told, and the defaults are those of the code.
			The build fails if this file is not what follows from that.
			It is written by `%s`.
			""";

	private LimitsDocument() {
	}

	static String generate(List<Limit> limits, List<RunningLimit> runningLimits) {
		ClientSettings defaults = MqttClient.builder("mqtt://localhost").settings();
		StringBuilder document = new StringBuilder(INTRODUCTION.formatted(COMMAND));
		document.append("\n## Settings\n\n");
		document.append("A value that is not allowed is refused when the client is built, ");
		document.append("with an `IllegalArgumentException`.\n\n");
		document
			.append("| What | Setting | Property | Default | Allowed | Told otherwise |\n|---|---|---|---|---|---|\n");
		for (Limit limit : limits) {
			document.append("| %s | `%s` | %s | %s | %s | %s |\n".formatted(limit.name(), limit.setting(),
					(limit.property() != null) ? "`" + limit.property() + "`" : "",
					format(limit.value().apply(defaults)), limit.allowed(), shorten(limit.message())));
		}
		document.append("\n## While the client runs\n\n");
		document.append("| What | Limit | What happens | Told |\n|---|---|---|---|\n");
		for (RunningLimit limit : runningLimits) {
			document.append("| %s | %s | %s | %s |\n".formatted(limit.name(), limit.limit(), limit.consequence(),
					shorten(limit.message())));
		}
		return document.toString();
	}

	private static String format(Object value) {
		if (value instanceof Duration duration) {
			return duration.isZero() ? "0" : "%,d s".formatted(duration.toSeconds());
		}
		return (value instanceof Number number) ? "%,d".formatted(number.longValue()) : value.toString();
	}

	private static String shorten(String message) {
		return message.replace("a".repeat(64), "aaa").replace("|", "\\|");
	}

}
