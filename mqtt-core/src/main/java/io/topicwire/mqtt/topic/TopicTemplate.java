package io.topicwire.mqtt.topic;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.topicwire.mqtt.Utf8String;
import org.jspecify.annotations.Nullable;

/**
 * A topic filter whose wildcards have names, as in
 * <code>plants/{plant}/machines/{path*}</code>: it says what to subscribe to, takes the
 * values out of a received topic, and makes a topic name of values. A variable
 * <code>{name}</code> fills one level like {@code +}, <code>{name*}</code> the last level
 * and everything below like {@code #}. Plain wildcards and {@code $share/name/} may be
 * used as well. Names consist of letters, digits, {@code _}, {@code -} and {@code .}; a
 * level with a brace that is not a variable is refused. Immutable.
 *
 * @since 0.1.0
 */
public final class TopicTemplate {

	private final String template;

	private final TopicFilter filter;

	private final List<String> variables;

	private TopicTemplate(String template, TopicFilter filter, List<String> variables) {
		this.template = template;
		this.filter = filter;
		this.variables = variables;
	}

	/**
	 * Return the given template.
	 * @param template the template
	 * @return the topic template
	 * @throws IllegalArgumentException if a variable does not fill its level, has no
	 * valid name or the name of another one, if <code>{name*}</code> is not at the end,
	 * or if the topic filter is not valid
	 */
	public static TopicTemplate of(String template) {
		Set<String> variables = new LinkedHashSet<>();
		StringBuilder filter = new StringBuilder();
		for (int start = 0, end; start <= template.length(); start = end + 1) {
			end = TopicLevels.end(template, start);
			if (start > 0) {
				filter.append('/');
			}
			String level = template.substring(start, end);
			if (level.indexOf('{') == -1 && level.indexOf('}') == -1) {
				filter.append(level);
				continue;
			}
			String name = variableName(level, template);
			if (start == TopicFilter.SHARE_PREFIX.length() && template.startsWith(TopicFilter.SHARE_PREFIX)) {
				throw invalid("must not have a variable as its share name", template);
			}
			boolean rest = isRest(level);
			if (rest && end < template.length()) {
				throw invalid("must have " + Utf8String.quote(level) + " at its end, use {name} for one level",
						template);
			}
			if (!variables.add(name)) {
				throw invalid("must not have two variables of the name " + Utf8String.quote(name), template);
			}
			filter.append(rest ? '#' : '+');
		}
		return new TopicTemplate(template, filter(filter.toString(), template), List.copyOf(variables));
	}

	private static String variableName(String level, String template) {
		if (!level.startsWith("{") || !level.endsWith("}") || level.indexOf('{', 1) != -1
				|| level.indexOf('}') != level.length() - 1) {
			throw invalid(
					"must have variables that fill a whole level, like a/{name}/b, but has " + Utf8String.quote(level),
					template);
		}
		String name = level.substring(1, level.length() - (isRest(level) ? 2 : 1));
		if (name.isEmpty() || !name.codePoints().allMatch(TopicTemplate::isNamePart)) {
			throw invalid(
					"must have variable names of letters, digits, '_', '-' and '.', but has " + Utf8String.quote(level),
					template);
		}
		return name;
	}

	private static boolean isNamePart(int codePoint) {
		return Character.isLetterOrDigit(codePoint) || codePoint == '_' || codePoint == '-' || codePoint == '.';
	}

	private static boolean isRest(String level) {
		return level.endsWith("*}");
	}

	private static TopicFilter filter(String filter, String template) {
		try {
			return TopicFilter.of(filter);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					"Topic template " + Utf8String.quote(template) + " makes no valid filter: " + ex.getMessage(), ex);
		}
	}

	private static IllegalArgumentException invalid(String problem, String template) {
		return new IllegalArgumentException("Topic template " + problem + ": " + Utf8String.quote(template));
	}

	/**
	 * Return the topic filter to subscribe to.
	 * @return the template with {@code +} and {@code #} in place of its variables
	 */
	public String filter() {
		return this.filter.toString();
	}

	/**
	 * Return the names of the variables.
	 * @return the names from left to right, unmodifiable
	 */
	public List<String> variables() {
		return this.variables;
	}

	/**
	 * Return whether the template has a variable.
	 * @return whether the template has a variable
	 */
	public boolean hasVariables() {
		return !this.variables.isEmpty();
	}

	/**
	 * Take the values of the variables out of a topic. A <code>{name*}</code> gets
	 * everything to the end with its slashes, and an empty string if the topic is the
	 * parent level.
	 * @param topic a valid topic name; not checked again
	 * @return the values by name, from left to right, unmodifiable, or {@code null} if
	 * the topic does not match
	 */
	public @Nullable Map<String, String> match(String topic) {
		if (!this.filter.matches(topic)) {
			return null;
		}
		if (this.variables.isEmpty()) {
			return Map.of();
		}
		Map<String, String> values = new LinkedHashMap<>();
		int topicStart = 0;
		int sharePrefix = filter().length() - this.filter.matchingFilter().length();
		for (int start = sharePrefix, end; values.size() < this.variables.size(); start = end + 1) {
			end = TopicLevels.end(this.template, start);
			int topicEnd = isRest(start, end) ? topic.length() : TopicLevels.end(topic, topicStart);
			if (isVariable(start)) {
				String name = this.variables.get(values.size());
				values.put(name, (topicStart <= topicEnd) ? topic.substring(topicStart, topicEnd) : "");
			}
			topicStart = topicEnd + 1;
		}
		return Collections.unmodifiableMap(values);
	}

	/**
	 * Make a topic name to publish to. The value of a <code>{name*}</code> may contain
	 * slashes; if it is empty the topic is the parent level, as in {@link #match}.
	 * @param variables the values by name, used as their {@code toString()} says; others
	 * than those of the template are ignored
	 * @return the topic name
	 * @throws IllegalArgumentException if a value is missing, contains {@code +},
	 * {@code #} or a {@code /} where it fills one level, or if the topic name is not
	 * valid
	 * @throws IllegalStateException if the template is shared or has a wildcard without a
	 * name, so that no topic name can be made of it
	 */
	public String expand(Map<String, ?> variables) {
		if (this.filter.isShared()) {
			throw new IllegalStateException("Topic template is shared and makes no topic name, remove $share/ and the "
					+ "share name: " + Utf8String.quote(this.template));
		}
		StringBuilder topic = new StringBuilder();
		int next = 0;
		for (int start = 0, end; start <= this.template.length(); start = end + 1) {
			end = TopicLevels.end(this.template, start);
			if (start > 0) {
				topic.append('/');
			}
			if (isVariable(start)) {
				boolean rest = isRest(start, end);
				String value = value(this.variables.get(next++), variables, rest);
				topic.append(value);
				if (rest && value.isEmpty() && topic.length() > 1) {
					topic.setLength(topic.length() - 1);
				}
			}
			else if (this.template.startsWith("+", start) || this.template.startsWith("#", start)) {
				throw new IllegalStateException("Topic template has a wildcard without a name and makes no topic name, "
						+ "use a variable like {name}: " + Utf8String.quote(this.template));
			}
			else {
				topic.append(this.template, start, end);
			}
		}
		String name = topic.toString();
		TopicName.requireValid(name);
		return name;
	}

	private String value(String name, Map<String, ?> variables, boolean rest) {
		Object variable = variables.get(name);
		if (variable == null) {
			throw invalid("needs a value for the variable " + Utf8String.quote(name) + " but there is none",
					this.template);
		}
		String value = variable.toString();
		if (value.indexOf('+') != -1 || value.indexOf('#') != -1 || (!rest && value.indexOf('/') != -1)) {
			throw invalid("needs a value without " + (rest ? "'+' and '#'" : "'/', '+' and '#'") + " for the variable "
					+ Utf8String.quote(name) + " but got " + Utf8String.quote(value), this.template);
		}
		return value;
	}

	private boolean isVariable(int start) {
		return this.template.startsWith("{", start);
	}

	private boolean isRest(int start, int end) {
		return isVariable(start) && this.template.charAt(end - 2) == '*';
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof TopicTemplate that && this.template.equals(that.template);
	}

	@Override
	public int hashCode() {
		return this.template.hashCode();
	}

	/**
	 * Return the template as it was given.
	 */
	@Override
	public String toString() {
		return this.template;
	}

}
