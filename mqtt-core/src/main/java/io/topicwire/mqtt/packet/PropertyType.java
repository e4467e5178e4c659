package io.topicwire.mqtt.packet;

import io.topicwire.mqtt.UserProperty;

/**
 * How the value of a property is encoded (MQTT 5.0, section 2.2.2.2).
 *
 * @param <T> the type of the value
 */
final class PropertyType<T> {

	static final PropertyType<Integer> BYTE = new PropertyType<>(Integer.class);

	static final PropertyType<Integer> TWO_BYTES = new PropertyType<>(Integer.class);

	static final PropertyType<Long> FOUR_BYTES = new PropertyType<>(Long.class);

	static final PropertyType<Integer> VARIABLE = new PropertyType<>(Integer.class);

	static final PropertyType<String> STRING = new PropertyType<>(String.class);

	static final PropertyType<byte[]> BINARY = new PropertyType<>(byte[].class);

	static final PropertyType<UserProperty> PAIR = new PropertyType<>(UserProperty.class);

	private final Class<T> valueType;

	private PropertyType(Class<T> valueType) {
		this.valueType = valueType;
	}

	T cast(Object value) {
		return this.valueType.cast(value);
	}

}
