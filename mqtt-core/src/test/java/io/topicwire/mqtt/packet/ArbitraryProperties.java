package io.topicwire.mqtt.packet;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/**
 * Arbitrary properties that a type of packet may have, in any order.
 */
final class ArbitraryProperties {

	private final PacketType packetType;

	private final ArbitraryFields fields;

	ArbitraryProperties(PacketType packetType, ArbitraryFields fields) {
		this.packetType = packetType;
		this.fields = fields;
	}

	Arbitrary<Properties> any() {
		List<? extends Property<?>> allowed = IntStream.range(0, 256)
			.mapToObj(Property::find)
			.filter(Objects::nonNull)
			.filter((property) -> property.isAllowedIn(this.packetType))
			.toList();
		if (allowed.isEmpty()) {
			return Arbitraries.just(Properties.NONE);
		}
		return Arbitraries.of(allowed)
			.flatMap((property) -> entry(property))
			.list()
			.ofMaxSize(12)
			.map(this::withoutContradictions);
	}

	private <T> Arbitrary<Properties.Entry<?>> entry(Property<T> property) {
		PropertyType<T> type = property.valueType();
		return values(type).filter((value) -> property.problemOf(type.cast(value)) == null)
			.map((value) -> new Properties.Entry<>(property, type.cast(value)));
	}

	private Arbitrary<?> values(PropertyType<?> type) {
		if (type == PropertyType.BYTE) {
			return this.fields.number(0, 1);
		}
		if (type == PropertyType.TWO_BYTES) {
			return this.fields.number(0, 0xFFFF);
		}
		if (type == PropertyType.VARIABLE) {
			return this.fields.number(1, 0xFFFFFFF);
		}
		if (type == PropertyType.FOUR_BYTES) {
			return this.fields.unsigned();
		}
		if (type == PropertyType.BINARY) {
			return this.fields.bytes();
		}
		return (type == PropertyType.STRING) ? this.fields.string() : this.fields.userProperty();
	}

	// Only some properties may repeat, and there is no data without a method
	private Properties withoutContradictions(List<Properties.Entry<?>> entries) {
		Properties.Builder builder = Properties.builder();
		Set<Property<?>> seen = new HashSet<>();
		for (Properties.Entry<?> entry : entries) {
			if (seen.add(entry.property()) || entry.property().mayRepeatIn(this.packetType)) {
				add(builder, entry);
			}
		}
		boolean methodNeeded = this.packetType == PacketType.AUTH || seen.contains(Property.AUTHENTICATION_DATA);
		if (methodNeeded && !seen.contains(Property.AUTHENTICATION_METHOD)) {
			builder.add(Property.AUTHENTICATION_METHOD, "SCRAM-SHA-256");
		}
		return builder.build();
	}

	private <T> void add(Properties.Builder builder, Properties.Entry<T> entry) {
		builder.add(entry.property(), entry.value());
	}

}
