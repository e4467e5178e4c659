package io.topicwire.mqtt.packet;

import io.topicwire.mqtt.ReasonCode;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the properties of a packet, or of the will in it, and checks that each of
 * them may be there (MQTT 5.0, section 2.2.2).
 */
final class PropertyReader {

	private static final String LENGTH = "property length";

	private static final String WILL_LENGTH = "will property length";

	private final ByteReader reader;

	private final boolean inWill;

	private final int outerLimit;

	private long seen;

	PropertyReader(ByteReader reader, boolean inWill) {
		this.reader = reader;
		this.inWill = inWill;
		this.outerLimit = reader.enter(inWill ? WILL_LENGTH : LENGTH);
	}

	// The value has to be read before the next call
	@Nullable Property<?> next() {
		if (!this.reader.hasRemaining()) {
			this.reader.leave(this.outerLimit);
			return null;
		}
		int identifier = this.reader.variableInt("property identifier");
		Property<?> property = Property.find(identifier);
		if (property == null) {
			throw this.reader.malformed("property identifier", "0x%02X is unknown".formatted(identifier));
		}
		PacketType packetType = this.reader.packetType();
		if (!(this.inWill ? property.isAllowedInWill() : property.isAllowedIn(packetType))) {
			throw this.reader.malformed(property.name(), "is not allowed in " + (this.inWill ? "a will" : packetType));
		}
		long bit = 1L << identifier;
		if ((this.seen & bit) != 0 && !property.mayRepeatIn(packetType)) {
			throw this.reader.violation(ReasonCode.PROTOCOL_ERROR, property.name(), "must not repeat");
		}
		this.seen |= bit;
		return property;
	}

	<T> T value(Property<T> property) {
		T value = property.valueType().read(this.reader, property.name());
		String problem = property.problemOf(value);
		if (problem != null) {
			throw this.reader.violation(
					(property == Property.TOPIC_ALIAS) ? ReasonCode.TOPIC_ALIAS_INVALID : ReasonCode.PROTOCOL_ERROR,
					property.name(), problem);
		}
		return value;
	}

}
