package io.topicwire.mqtt.packet;

import java.util.function.BiFunction;

import io.topicwire.mqtt.UserProperty;

/**
 * How the value of a property is encoded (MQTT 5.0, section 2.2.2.2).
 *
 * @param <T> the type of the value
 */
final class PropertyType<T> {

	static final PropertyType<Integer> BYTE = new PropertyType<>(Integer.class, ByteReader::oneByte,
			(writer, value, field) -> writer.oneByte(value));

	static final PropertyType<Integer> TWO_BYTES = new PropertyType<>(Integer.class, ByteReader::twoBytes,
			ByteWriter::twoBytes);

	static final PropertyType<Long> FOUR_BYTES = new PropertyType<>(Long.class, ByteReader::fourBytes,
			(writer, value, field) -> writer.fourBytes(value));

	static final PropertyType<Integer> VARIABLE = new PropertyType<>(Integer.class, ByteReader::variableInt,
			(writer, value, field) -> writer.variableInt(value));

	static final PropertyType<String> STRING = new PropertyType<>(String.class, ByteReader::string, ByteWriter::string);

	static final PropertyType<byte[]> BINARY = new PropertyType<>(byte[].class, ByteReader::binary, ByteWriter::binary);

	static final PropertyType<UserProperty> PAIR = new PropertyType<>(UserProperty.class,
			(reader, field) -> new UserProperty(reader.string(field + " name"), reader.string(field + " value")),
			(writer, value, field) -> {
				writer.string(value.name(), field + " name");
				writer.string(value.value(), field + " value");
			});

	private final Class<T> valueType;

	private final BiFunction<ByteReader, String, T> reading;

	private final Writing<T> writing;

	private PropertyType(Class<T> valueType, BiFunction<ByteReader, String, T> reading, Writing<T> writing) {
		this.valueType = valueType;
		this.reading = reading;
		this.writing = writing;
	}

	T cast(Object value) {
		return this.valueType.cast(value);
	}

	T read(ByteReader reader, String field) {
		return this.reading.apply(reader, field);
	}

	void write(ByteWriter writer, T value, String field) {
		this.writing.write(writer, value, field);
	}

	private interface Writing<T> {

		void write(ByteWriter writer, T value, String field);

	}

}
