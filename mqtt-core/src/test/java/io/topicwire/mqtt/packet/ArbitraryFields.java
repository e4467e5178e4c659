package io.topicwire.mqtt.packet;

import io.topicwire.mqtt.UserProperty;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Arbitrary values of what packets are made of.
 */
final class ArbitraryFields {

	// Beyond what the length of a packet needs two bytes for
	private static final int LONG = 20_000;

	private final Arbitrary<String> string = codePoints().list()
		.ofMaxSize(60)
		.map((codePoints) -> codePoints.stream()
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString());

	private final Arbitrary<byte[]> bytes = Arbitraries.frequencyOf(
			Tuple.of(40, Arbitraries.bytes().array(byte[].class).ofMaxSize(60)),
			Tuple.of(1, Arbitraries.integers().between(0, LONG).map(byte[]::new)));

	private static Arbitrary<Integer> codePoints() {
		return Arbitraries.frequencyOf(Tuple.of(4, Arbitraries.integers().between(1, 0x7F)),
				Tuple.of(1, Arbitraries.integers().between(0x80, Character.MIN_SURROGATE - 1)),
				Tuple.of(1, Arbitraries.integers().between(Character.MAX_SURROGATE + 1, Character.MAX_CODE_POINT)));
	}

	Arbitrary<Boolean> flag() {
		return Arbitraries.of(false, true);
	}

	Arbitrary<Integer> number(int minimum, int maximum) {
		return Arbitraries.frequencyOf(Tuple.of(8, Arbitraries.integers().between(minimum, maximum)),
				Tuple.of(1, Arbitraries.of(minimum, maximum)));
	}

	Arbitrary<Long> unsigned() {
		return Arbitraries.frequencyOf(Tuple.of(8, Arbitraries.longs().between(0, 0xFFFFFFFFL)),
				Tuple.of(1, Arbitraries.of(0L, 0xFFFFFFFFL)));
	}

	Arbitrary<String> string() {
		return this.string;
	}

	Arbitrary<byte[]> bytes() {
		return this.bytes;
	}

	Arbitrary<String> topic() {
		return this.string.map((string) -> "t/" + string.replace('+', '-').replace('#', '-'));
	}

	Arbitrary<UserProperty> userProperty() {
		return Combinators.combine(this.string, this.string).as(UserProperty::new);
	}

}
