package io.topicwire.mqtt.packet;

import io.topicwire.mqtt.UserProperty;

/**
 * How the value of a property is encoded (MQTT 5.0, section 2.2.2.2).
 * <p>
 * Without lambdas, which would take 25 ms of the start of a JVM: every client needs this
 * class for its first packet.
 *
 * @param <T> the type of the value
 */
final class PropertyType<T> {

	static final PropertyType<Integer> BYTE = new PropertyType<>(Integer.class, Encoding.BYTE);

	static final PropertyType<Integer> TWO_BYTES = new PropertyType<>(Integer.class, Encoding.TWO_BYTES);

	static final PropertyType<Long> FOUR_BYTES = new PropertyType<>(Long.class, Encoding.FOUR_BYTES);

	static final PropertyType<Integer> VARIABLE = new PropertyType<>(Integer.class, Encoding.VARIABLE);

	static final PropertyType<String> STRING = new PropertyType<>(String.class, Encoding.STRING);

	static final PropertyType<byte[]> BINARY = new PropertyType<>(byte[].class, Encoding.BINARY);

	static final PropertyType<UserProperty> PAIR = new PropertyType<>(UserProperty.class, Encoding.PAIR);

	private final Class<T> valueType;

	private final Encoding encoding;

	private PropertyType(Class<T> valueType, Encoding encoding) {
		this.valueType = valueType;
		this.encoding = encoding;
	}

	T cast(Object value) {
		return this.valueType.cast(value);
	}

	T read(ByteReader reader, String field) {
		Object value = switch (this.encoding) {
			case BYTE -> Integer.valueOf(reader.oneByte(field));
			case TWO_BYTES -> Integer.valueOf(reader.twoBytes(field));
			case FOUR_BYTES -> Long.valueOf(reader.fourBytes(field));
			case VARIABLE -> Integer.valueOf(reader.variableInt(field));
			case STRING -> reader.string(field);
			case BINARY -> reader.binary(field);
			case PAIR -> new UserProperty(reader.string(field + " name"), reader.string(field + " value"));
		};
		return cast(value);
	}

	void write(ByteWriter writer, T value, String field) {
		switch (this.encoding) {
			case BYTE -> writer.oneByte((Integer) value);
			case TWO_BYTES -> writer.twoBytes((Integer) value, field);
			case FOUR_BYTES -> writer.fourBytes((Long) value);
			case VARIABLE -> writer.variableInt((Integer) value);
			case STRING -> writer.string((String) value, field);
			case BINARY -> writer.binary((byte[]) value, field);
			case PAIR -> {
				UserProperty pair = (UserProperty) value;
				writer.string(pair.name(), field + " name");
				writer.string(pair.value(), field + " value");
			}
		}
	}

	private enum Encoding {

		BYTE, TWO_BYTES, FOUR_BYTES, VARIABLE, STRING, BINARY, PAIR

	}

}
