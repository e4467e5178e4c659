package io.topicwire.mqtt.session;

import java.util.stream.IntStream;

import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link PacketIdentifiers}.
 */
class PacketIdentifiersTests {

	private final PacketIdentifiers<Object> identifiers = new PacketIdentifiers<>();

	@Test
	@Mqtt5("MQTT-2.2.1-3")
	@Mqtt3("MQTT-2.3.1-1")
	void firstIdentifierIsOne() {
		assertThat(acquire()).isEqualTo(1);
		assertThat(acquire()).isEqualTo(2);
	}

	@Test
	void identifierThatWasGivenBackIsNotTakenAtOnce() {
		acquire();
		this.identifiers.release(1);
		assertThat(acquire()).isEqualTo(2);
	}

	@Test
	@Mqtt5("MQTT-2.2.1-3")
	@Mqtt3({ "MQTT-2.3.1-1", "MQTT-2.3.1-2" })
	void afterTheLastIdentifierComesTheFirstFreeOne() {
		for (int expected = 1; expected <= 65_535; expected++) {
			assertThat(acquire()).isEqualTo(expected);
			if (expected != 1 && expected != 2 && expected != 700) {
				this.identifiers.release(expected);
			}
		}
		assertThat(acquire()).isEqualTo(3);
		for (int expected = 4; expected < 700; expected++) {
			assertThat(acquire()).isEqualTo(expected);
		}
		assertThat(acquire()).isEqualTo(701);
	}

	@Test
	@Mqtt5("MQTT-2.2.1-3")
	@Mqtt3("MQTT-2.3.1-2")
	void noIdentifierIsGivenOutWhenAllAreInUse() {
		IntStream.rangeClosed(1, 65_535).forEach((expected) -> acquire());
		assertThat(this.identifiers.isAvailable()).isFalse();
		assertThatIllegalStateException().isThrownBy(this::acquire)
			.withMessage("All 65535 packet identifiers are in use");
		this.identifiers.release(40_000);
		assertThat(this.identifiers.isAvailable()).isTrue();
		assertThat(acquire()).isEqualTo(40_000);
		assertThat(this.identifiers.isAvailable()).isFalse();
	}

	@Test
	void identifierStandsForWhatItWasTakenFor() {
		String value = this.identifiers.acquire((packetIdentifier) -> "exchange " + packetIdentifier);
		assertThat(value).isEqualTo("exchange 1");
		assertThat(this.identifiers.get(1)).isSameAs(value);
		this.identifiers.release(1);
		assertThat(this.identifiers.get(1)).isNull();
	}

	@Test
	void identifierThatIsNotInUseStandsForNothing() {
		acquire();
		for (int packetIdentifier : new int[] { 0, 2, 255, 256, 65_535 }) {
			assertThat(this.identifiers.get(packetIdentifier)).isNull();
		}
	}

	@Test
	void givingBackTwiceFreesOneIdentifierOnly() {
		IntStream.rangeClosed(1, 65_535).forEach((expected) -> acquire());
		this.identifiers.release(7);
		this.identifiers.release(7);
		acquire();
		assertThat(this.identifiers.isAvailable()).isFalse();
	}

	@Test
	void failureToMakeAValueTakesNoIdentifier() {
		assertThatIllegalStateException().isThrownBy(() -> this.identifiers.acquire((packetIdentifier) -> {
			throw new IllegalStateException("no value");
		}));
		assertThat(this.identifiers.values()).isEmpty();
		assertThat(acquire()).isEqualTo(1);
	}

	@Test
	void valuesAreInTheOrderOfTheIdentifiers() {
		IntStream.rangeClosed(1, 65_535).forEach((expected) -> acquire());
		IntStream.rangeClosed(1, 65_535)
			.filter((packetIdentifier) -> packetIdentifier % 300 != 0 && packetIdentifier != 1
					&& packetIdentifier != 65_535)
			.forEach(this.identifiers::release);
		assertThat(this.identifiers.values()).first().isEqualTo(1);
		assertThat(this.identifiers.values()).last().isEqualTo(65_535);
		assertThat(this.identifiers.values()).hasSize(2 + 65_535 / 300)
			.isSortedAccordingTo((one, other) -> Integer.compare((int) one, (int) other));
	}

	@Test
	void valuesAreFoundWhereverTheyAre() {
		for (int packetIdentifier = 1; packetIdentifier <= 65_535; packetIdentifier++) {
			acquire();
			if (packetIdentifier != 255 && packetIdentifier != 256 && packetIdentifier != 50_000) {
				this.identifiers.release(packetIdentifier);
			}
		}
		assertThat(this.identifiers.values()).containsExactly(255, 256, 50_000);
	}

	private int acquire() {
		return this.identifiers.acquire((packetIdentifier) -> packetIdentifier);
	}

}
