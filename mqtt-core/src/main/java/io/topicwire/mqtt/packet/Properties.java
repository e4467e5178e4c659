package io.topicwire.mqtt.packet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The properties of a packet in their order (MQTT 5.0, section 2.2.2). Immutable. A
 * packet of MQTT 3.1.1 has {@link #NONE}. Byte arrays are not copied, so do not change
 * them.
 *
 * @since 0.1.0
 */
public final class Properties {

	/**
	 * No properties.
	 */
	public static final Properties NONE = new Properties(Collections.emptyList());

	private final List<Entry<?>> entries;

	private Properties(List<Entry<?>> entries) {
		this.entries = entries;
	}

	/**
	 * Return the value of a property.
	 * @param property the property
	 * @param <T> the type of the value
	 * @return the value, the first one if there are several, or {@code null} if there is
	 * none
	 */
	public <T> @Nullable T get(Property<T> property) {
		for (Entry<?> entry : this.entries) {
			if (entry.property() == property) {
				return property.valueType().cast(entry.value());
			}
		}
		return null;
	}

	/**
	 * Return the value of a property.
	 * @param property the property
	 * @param defaultValue what to return if there is no such property
	 * @param <T> the type of the value
	 * @return the value, the first one if there are several
	 */
	public <T> T get(Property<T> property, T defaultValue) {
		T value = get(property);
		return (value != null) ? value : defaultValue;
	}

	/**
	 * Return all values of a property that may repeat.
	 * @param property the property
	 * @param <T> the type of the value
	 * @return the values in their order
	 */
	public <T> List<T> getAll(Property<T> property) {
		List<T> values = new ArrayList<>();
		for (Entry<?> entry : this.entries) {
			if (entry.property() == property) {
				values.add(property.valueType().cast(entry.value()));
			}
		}
		return Collections.unmodifiableList(values);
	}

	/**
	 * Return these properties without one of them.
	 * @param property what to leave out, all of them if there are several
	 * @return the other properties in their order
	 */
	public Properties without(Property<?> property) {
		List<Entry<?>> others = this.entries.stream().filter((entry) -> entry.property() != property).toList();
		return others.isEmpty() ? NONE : new Properties(others);
	}

	/**
	 * Return whether there are no properties.
	 * @return whether there are no properties
	 */
	public boolean isEmpty() {
		return this.entries.isEmpty();
	}

	List<Entry<?>> entries() {
		return this.entries;
	}

	/**
	 * Return a builder of properties.
	 * @return an empty builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Properties that && this.entries.equals(that.entries);
	}

	@Override
	public int hashCode() {
		return this.entries.hashCode();
	}

	/**
	 * List the properties without the content of binary ones, which may be confidential.
	 */
	@Override
	public String toString() {
		return this.entries.stream().map(Entry::toString).collect(Collectors.joining(", ", "[", "]"));
	}

	/**
	 * Collects properties. Not for use by several threads at a time.
	 */
	public static final class Builder {

		private final List<Entry<?>> entries = new ArrayList<>();

		private Builder() {
		}

		/**
		 * Add a property.
		 * @param property the property
		 * @param value the value
		 * @param <T> the type of the value
		 * @return this builder
		 * @throws IllegalArgumentException if the value is out of range
		 */
		public <T> Builder add(Property<T> property, T value) {
			String problem = property.problemOf(value);
			if (problem != null) {
				throw new IllegalArgumentException(property + " " + problem);
			}
			this.entries.add(new Entry<>(property, value));
			return this;
		}

		/**
		 * Add a property if there is a value for it.
		 * @param property the property
		 * @param value the value, {@code null} to add nothing
		 * @param <T> the type of the value
		 * @return this builder
		 * @throws IllegalArgumentException if the value is out of range
		 */
		public <T> Builder addIfPresent(Property<T> property, @Nullable T value) {
			return (value != null) ? add(property, value) : this;
		}

		/**
		 * Return the properties added so far.
		 * @return the properties
		 */
		public Properties build() {
			return this.entries.isEmpty() ? NONE : new Properties(List.copyOf(this.entries));
		}

	}

	/**
	 * A property and its value.
	 *
	 * @param property the property
	 * @param value the value
	 * @param <T> the type of the value
	 */
	record Entry<T>(Property<T> property, T value) {

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Entry<?> that && this.property == that.property
					&& Objects.deepEquals(this.value, that.value);
		}

		@Override
		public int hashCode() {
			int valueHash = (this.value instanceof byte[] bytes) ? Arrays.hashCode(bytes) : this.value.hashCode();
			return 31 * this.property.identifier() + valueHash;
		}

		@Override
		public String toString() {
			return this.property + "=" + ((this.value instanceof byte[] bytes) ? bytes.length + " bytes" : this.value);
		}

	}

}
