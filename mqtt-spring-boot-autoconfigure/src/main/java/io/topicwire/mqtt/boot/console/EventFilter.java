package io.topicwire.mqtt.boot.console;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.topicwire.mqtt.packet.PacketType;
import io.topicwire.mqtt.topic.TopicFilter;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * What a page wants to see.
 *
 * @param topics topics of messages, or {@code null} for all
 * @param words words that topic or text of messages must have
 * @param connection name of the connection of messages and packets, or {@code null} for
 * all
 * @param types types of packets that are shown, or {@code null} for all
 * @param hiddenTypes types of packets that are not shown
 * @param parts the parts of the page
 */
record EventFilter(@Nullable TopicFilter topics, List<String> words, @Nullable String connection,
		@Nullable Set<String> types, Set<String> hiddenTypes, Set<String> parts) {

	private static final Set<String> PARTS = new LinkedHashSet<>(
			List.of("connections", "timeline", "pings", "topics", "messages", "packets", "listeners"));

	static EventFilter of(Map<String, String> parameters) {
		Set<String> types = new TreeSet<>();
		Set<String> hiddenTypes = new TreeSet<>();
		for (String type : list(parameters.get("types"))) {
			boolean hidden = type.startsWith("-");
			(hidden ? hiddenTypes : types).add(type(hidden ? type.substring(1) : type));
		}
		return new EventFilter(topics(parameters.get("topic")), words(parameters.get("text")),
				StringUtils.hasLength(parameters.get("connection")) ? parameters.get("connection") : null,
				types.isEmpty() ? null : types, hiddenTypes, parts(parameters.get("parts")));
	}

	private static List<String> list(@Nullable String text) {
		return StringUtils.hasLength(text) ? Arrays.asList(text.split(",")) : Collections.emptyList();
	}

	private static String type(String type) {
		String name = type.toUpperCase(Locale.ROOT);
		if (!name.equals(RecordedPacket.MALFORMED)
				&& Arrays.stream(PacketType.values()).noneMatch((known) -> known.name().equals(name))) {
			throw ConsoleException.badRequest(
					"There is no packet type '%s'; use %s".formatted(type, Arrays.toString(PacketType.values())));
		}
		return name;
	}

	private static @Nullable TopicFilter topics(@Nullable String filter) {
		try {
			return StringUtils.hasLength(filter) ? TopicFilter.of(filter) : null;
		}
		catch (IllegalArgumentException ex) {
			throw ConsoleException.badRequest(String.valueOf(ex.getMessage()));
		}
	}

	private static List<String> words(@Nullable String text) {
		return StringUtils.hasText(text) ? List.of(text.strip().toLowerCase(Locale.ROOT).split("\\s+"))
				: Collections.emptyList();
	}

	private static Set<String> parts(@Nullable String text) {
		if (!StringUtils.hasLength(text)) {
			return PARTS;
		}
		Set<String> parts = Set.copyOf(list(text));
		if (!PARTS.containsAll(parts)) {
			throw ConsoleException.badRequest("'parts' is %s but must be among %s".formatted(text, PARTS));
		}
		return parts;
	}

	boolean has(String part) {
		return this.parts.contains(part);
	}

	boolean accepts(RecordedMessage message) {
		return isConnection(message.connection()) && (this.topics == null || this.topics.matches(message.topic()))
				&& message.hasWords(this.words);
	}

	boolean accepts(RecordedPacket packet) {
		String type = packet.type();
		return isConnection(packet.connection()) && (this.types == null || this.types.contains(type))
				&& !this.hiddenTypes.contains(type);
	}

	private boolean isConnection(String candidate) {
		return this.connection == null || this.connection.equals(candidate);
	}

}
