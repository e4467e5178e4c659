package io.topicwire.mqtt.trace;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.UserProperty;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Property;
import io.topicwire.mqtt.text.SafeText;
import org.jspecify.annotations.Nullable;

/**
 * Puts the words of a line together, with a space between them.
 */
final class LineBuilder {

	private static final String HIDDEN = "***";

	private static final int MAXIMUM_ELEMENTS = 32;

	// What is shown as it is, in the order of the specification
	private static final List<Property<?>> PROPERTIES = List.of(Property.SESSION_EXPIRY_INTERVAL,
			Property.RECEIVE_MAXIMUM, Property.MAXIMUM_QOS, Property.RETAIN_AVAILABLE, Property.MAXIMUM_PACKET_SIZE,
			Property.ASSIGNED_CLIENT_IDENTIFIER, Property.TOPIC_ALIAS_MAXIMUM, Property.WILDCARD_SUBSCRIPTION_AVAILABLE,
			Property.SUBSCRIPTION_IDENTIFIER_AVAILABLE, Property.SHARED_SUBSCRIPTION_AVAILABLE,
			Property.SERVER_KEEP_ALIVE, Property.REQUEST_RESPONSE_INFORMATION, Property.REQUEST_PROBLEM_INFORMATION,
			Property.RESPONSE_INFORMATION, Property.SERVER_REFERENCE, Property.AUTHENTICATION_METHOD,
			Property.SUBSCRIPTION_IDENTIFIER);

	private final StringBuilder line = new StringBuilder();

	private final Redaction redaction;

	LineBuilder(Redaction redaction) {
		this.redaction = redaction;
	}

	LineBuilder word(Object word) {
		if (!this.line.isEmpty()) {
			this.line.append(' ');
		}
		this.line.append(word);
		return this;
	}

	LineBuilder wordIf(boolean condition, String word) {
		return condition ? word(word) : this;
	}

	LineBuilder attribute(String name, @Nullable Object value) {
		if (value == null) {
			return this;
		}
		return word(name + "=" + ((value instanceof String text) ? SafeText.name(text) : value));
	}

	LineBuilder hidden(String name, @Nullable Object value) {
		return attribute(name, (value != null) ? new StringBuilder(HIDDEN) : null);
	}

	/**
	 * Add the elements of a list, as many as a line can bear.
	 */
	<T> LineBuilder list(List<T> elements, String separator, Function<T, String> description) {
		int shown = Math.min(elements.size(), MAXIMUM_ELEMENTS);
		for (int i = 0; i < shown; i++) {
			word(description.apply(elements.get(i)) + ((i < elements.size() - 1) ? separator : ""));
		}
		return wordIf(shown < elements.size(), "… " + (elements.size() - shown) + " more");
	}

	LineBuilder code(ReasonCode reasonCode) {
		return word(hex(reasonCode));
	}

	static String hex(ReasonCode reasonCode) {
		return "0x%02X".formatted(reasonCode.code());
	}

	LineBuilder bytes(int count) {
		return word(count + " B");
	}

	LineBuilder duration(@Nullable Duration duration) {
		if (duration == null) {
			return this;
		}
		// As a floating point number, because captures may claim any time
		double millis = duration.getSeconds() * 1e3 + duration.getNano() / 1e6;
		return word(String.format(Locale.ROOT, "%.1f ms", millis));
	}

	LineBuilder content(String name, byte[] content) {
		return attribute(name, (this.redaction == Redaction.SECRETS) ? new StringBuilder(SafeText.payload(content))
				: new StringBuilder(content.length + " B"));
	}

	LineBuilder payload(byte[] payload) {
		return (this.redaction == Redaction.SECRETS) ? content("payload", payload) : this;
	}

	LineBuilder userProperties(List<UserProperty> userProperties) {
		if (userProperties.isEmpty()) {
			return this;
		}
		if (this.redaction == Redaction.SECRETS) {
			return list(userProperties, "",
					(property) -> SafeText.quoted(property.name()) + "=" + SafeText.quoted(property.value()));
		}
		return attribute("user-properties", userProperties.size());
	}

	LineBuilder properties(Properties properties) {
		for (Property<?> property : PROPERTIES) {
			attribute(property.name().toLowerCase(Locale.ROOT).replace(' ', '-'), properties.get(property));
		}
		hidden("authentication-data", properties.get(Property.AUTHENTICATION_DATA));
		userProperties(properties.getAll(Property.USER_PROPERTY));
		String reason = properties.get(Property.REASON_STRING);
		return (reason != null) ? word(SafeText.quoted(reason)) : this;
	}

	@Override
	public String toString() {
		return this.line.toString();
	}

}
