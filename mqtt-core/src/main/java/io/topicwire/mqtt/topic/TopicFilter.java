package io.topicwire.mqtt.topic;

import io.topicwire.mqtt.Utf8String;
import org.jspecify.annotations.Nullable;

/**
 * A valid topic filter: what a subscription asks for (MQTT 5.0 and 3.1.1, section 4.7),
 * shared or not (MQTT 5.0, section 4.8.2). {@code +} stands for one level, {@code #} at
 * the end for the level before it and everything below. Filters are compared as they are
 * written, nothing is normalised. Immutable.
 *
 * @since 0.1.0
 */
public final class TopicFilter {

	static final String SHARE_PREFIX = "$share/";

	private final String filter;

	private final String matchingFilter;

	private final @Nullable String shareName;

	private final boolean wildcards;

	private TopicFilter(String filter, @Nullable String shareName, String matchingFilter) {
		this.filter = filter;
		this.shareName = shareName;
		this.matchingFilter = matchingFilter;
		this.wildcards = matchingFilter.indexOf('+') != -1 || matchingFilter.endsWith("#");
	}

	/**
	 * Return the given topic filter.
	 * @param filter the filter; for a shared subscription {@code $share/name/filter}
	 * @return the topic filter
	 * @throws IllegalArgumentException if the filter is empty, longer than 65,535 bytes
	 * in UTF-8, not well-formed, has a wildcard that does not fill a level, a {@code #}
	 * before the end, or a share name that is empty or followed by nothing
	 */
	public static TopicFilter of(String filter) {
		if (!filter.startsWith(SHARE_PREFIX)) {
			requireValid(filter);
			return new TopicFilter(filter, null, filter);
		}
		Utf8String.length(filter, "Topic filter");
		int end = TopicLevels.end(filter, SHARE_PREFIX.length());
		String shareName = filter.substring(SHARE_PREFIX.length(), end);
		if (shareName.isEmpty() || shareName.indexOf('+') != -1 || shareName.indexOf('#') != -1) {
			throw invalid("Share name must have at least one character and none of '/', '+' and '#'", filter);
		}
		if (end + 1 >= filter.length()) {
			throw invalid("Share name must be followed by '/' and a topic filter", filter);
		}
		requireValidWildcards(filter, end + 1);
		return new TopicFilter(filter, shareName, filter.substring(end + 1));
	}

	/**
	 * Check a filter that is not shared, without making an object of it.
	 * @param filter the filter
	 * @throws IllegalArgumentException if the filter is not valid
	 */
	static void requireValid(String filter) {
		if (filter.isEmpty()) {
			throw new IllegalArgumentException("Topic filter must not be empty, '#' asks for every topic");
		}
		Utf8String.length(filter, "Topic filter");
		requireValidWildcards(filter, 0);
	}

	private static void requireValidWildcards(String filter, int start) {
		int last = filter.length() - 1;
		for (int i = start; i <= last; i++) {
			char ch = filter.charAt(i);
			boolean wildcard = ch == '+' || ch == '#';
			if (wildcard && i > start && filter.charAt(i - 1) != '/') {
				throw invalid("Wildcard '" + ch + "' at index " + i + " must be the only character of its level",
						filter);
			}
			if (ch == '#' && i < last) {
				throw invalid("Wildcard '#' at index " + i + " must be the last character, use '+' for one level",
						filter);
			}
			if (ch == '+' && i < last && filter.charAt(i + 1) != '/') {
				throw invalid("Wildcard '+' at index " + i + " must be the only character of its level", filter);
			}
		}
	}

	private static IllegalArgumentException invalid(String problem, String filter) {
		return new IllegalArgumentException(problem + ": " + Utf8String.quote(filter));
	}

	/**
	 * Return whether this is the filter of a shared subscription, whose messages the
	 * broker spreads over all clients with the same share name and filter.
	 * @return whether the filter starts with {@code $share/}
	 */
	public boolean isShared() {
		return this.shareName != null;
	}

	/**
	 * Return the share name.
	 * @return the share name, or {@code null} if the filter is not shared
	 */
	public @Nullable String shareName() {
		return this.shareName;
	}

	/**
	 * Return the part of the filter that topics are compared with.
	 * @return the filter without {@code $share/name/}
	 */
	public String matchingFilter() {
		return this.matchingFilter;
	}

	/**
	 * Return whether the filter may match more than one topic.
	 * @return whether there is a {@code +} or {@code #} in the filter
	 */
	public boolean hasWildcards() {
		return this.wildcards;
	}

	/**
	 * Return whether messages of a topic are for this filter. A wildcard at the start
	 * does not match a topic that starts with {@code $}. Allocates nothing.
	 * @param topic a valid topic name; not checked again
	 * @return whether the filter matches
	 */
	public boolean matches(String topic) {
		if (!this.wildcards) {
			return this.matchingFilter.equals(topic);
		}
		char first = this.matchingFilter.charAt(0);
		if ((first == '+' || first == '#') && topic.startsWith("$")) {
			return false;
		}
		return matchesByCharacter(this.matchingFilter, topic);
	}

	private static boolean matchesByCharacter(String filter, String topic) {
		int position = 0;
		for (int i = 0; i < filter.length(); i++) {
			char ch = filter.charAt(i);
			if (ch == '#') {
				return true;
			}
			if (ch == '+') {
				position = TopicLevels.end(topic, position);
			}
			else if (position == topic.length()) {
				// The number sign includes the parent level
				return ch == '/' && filter.startsWith("#", i + 1);
			}
			else if (topic.charAt(position++) != ch) {
				return false;
			}
		}
		return position == topic.length();
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof TopicFilter that && this.filter.equals(that.filter);
	}

	@Override
	public int hashCode() {
		return this.filter.hashCode();
	}

	/**
	 * Return the filter as it was given.
	 */
	@Override
	public String toString() {
		return this.filter;
	}

}
