package io.topicwire.mqtt.packet;

import io.topicwire.mqtt.ReasonCode;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the properties of a packet other than PUBLISH (MQTT 5.0, section
 * 2.2.2).
 */
final class PropertiesCodec {

	private static final String METHOD_MISSING = "must come with an Authentication Method";

	private PropertiesCodec() {
	}

	static Properties read(ByteReader reader) {
		PropertyReader propertyReader = new PropertyReader(reader, false);
		Properties.Builder builder = Properties.builder();
		for (Property<?> property = propertyReader.next(); property != null; property = propertyReader.next()) {
			add(builder, property, propertyReader);
		}
		Properties properties = builder.build();
		if (lacksAuthenticationMethod(properties)) {
			throw reader.violation(ReasonCode.PROTOCOL_ERROR, Property.AUTHENTICATION_DATA.name(), METHOD_MISSING);
		}
		return properties;
	}

	private static <T> void add(Properties.Builder builder, Property<T> property, PropertyReader propertyReader) {
		builder.add(property, propertyReader.value(property));
	}

	static void write(ByteWriter writer, Properties properties, PacketType packetType) {
		if (properties.isEmpty()) {
			writer.oneByte(0);
			return;
		}
		if (lacksAuthenticationMethod(properties)) {
			throw writer.invalid(Property.AUTHENTICATION_DATA.name(), METHOD_MISSING);
		}
		int start = writer.openLength(0);
		long seen = 0;
		for (Properties.Entry<?> entry : properties.entries()) {
			Property<?> property = entry.property();
			if (!property.isAllowedIn(packetType)) {
				throw writer.invalid(property.name(), "is not allowed in this packet");
			}
			long bit = 1L << property.identifier();
			if ((seen & bit) != 0 && !property.mayRepeatIn(packetType)) {
				throw writer.invalid(property.name(), "must not repeat");
			}
			seen |= bit;
			write(writer, entry);
		}
		writer.closeLength(start, 0, 0);
	}

	private static <T> void write(ByteWriter writer, Properties.Entry<T> entry) {
		writeIfPresent(writer, entry.property(), entry.value());
	}

	static <T> void writeIfPresent(ByteWriter writer, Property<T> property, @Nullable T value) {
		if (value == null) {
			return;
		}
		String problem = property.problemOf(value);
		if (problem != null) {
			throw writer.invalid(property.name(), problem);
		}
		writer.oneByte(property.identifier());
		property.valueType().write(writer, value, property.name());
	}

	private static boolean lacksAuthenticationMethod(Properties properties) {
		return properties.get(Property.AUTHENTICATION_DATA) != null
				&& properties.get(Property.AUTHENTICATION_METHOD) == null;
	}

}
