package io.topicwire.mqtt.packet;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.conformance.SpecificationTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that properties and reason codes are those in the tables of the specification.
 */
class SpecificationTablesTests {

	private static final Map<String, PropertyType<?>> TYPES = Map.of("byte", PropertyType.BYTE, "two byte int",
			PropertyType.TWO_BYTES, "four byte int", PropertyType.FOUR_BYTES, "variable byte int",
			PropertyType.VARIABLE, "utf-8 string", PropertyType.STRING, "utf-8 pair", PropertyType.PAIR, "binary",
			PropertyType.BINARY);

	static List<List<String>> properties() {
		return SpecificationTable.rows("mqtt-5.0-properties.tsv");
	}

	static List<List<String>> reasonCodes() {
		return SpecificationTable.rows("mqtt-5.0-reason-codes.tsv");
	}

	@ParameterizedTest
	@MethodSource("properties")
	void propertyIsTheOneInTheTable(List<String> row) {
		Property<?> property = Property.find(Integer.decode(row.get(0)));
		assertThat(property).isNotNull();
		assertThat(property.name()).isEqualTo(row.get(1));
		assertThat(property.valueType()).isSameAs(TYPES.get(row.get(2)));
		Set<String> packets = Set.of(row.get(3).split(", "));
		assertThat(property.isAllowedInWill()).isEqualTo(packets.contains("WILL"));
		for (PacketType packetType : PacketType.values()) {
			boolean allowed = packets.contains(packetType.name());
			assertThat(property.isAllowedIn(packetType)).as(packetType.name()).isEqualTo(allowed);
			boolean repeats = row.get(4).equals("yes") || row.get(4).contains("yes in " + packetType + ",");
			assertThat(allowed && property.mayRepeatIn(packetType)).as(packetType.name()).isEqualTo(allowed && repeats);
		}
	}

	@Test
	void thereIsNoOtherProperty() {
		Set<Integer> known = properties().stream().map((row) -> Integer.decode(row.get(0))).collect(Collectors.toSet());
		assertThat(known).hasSize(27);
		for (int identifier = 0; identifier < 256; identifier++) {
			assertThat(Property.find(identifier) != null).as("0x%02X", identifier)
				.isEqualTo(known.contains(identifier));
		}
	}

	@ParameterizedTest
	@EnumSource
	void reconnectFollowsTheAdviceInTheTable(ReasonCode reasonCode) {
		List<String> rows = reasonCodes().stream()
			.filter((row) -> Integer.decode(row.get(0)) == reasonCode.code())
			.map((row) -> row.get(5))
			.filter((reconnect) -> !reconnect.startsWith("n/a"))
			.toList();
		assertThat(rows).allMatch((row) -> row
			.matches(".*\\blong( first)? delay\\b.*") == (reasonCode.reconnect() == ReasonCode.Reconnect.RETRY_LATER));
		List<String> advice = rows.stream().map((row) -> row.split(":")[0]).toList();
		String expected = switch (reasonCode.reconnect()) {
			case RETRY, RETRY_LATER -> "yes, with backoff";
			case OTHER_SERVER -> "use another server";
			case STOP -> "no, needs the user";
		};
		// A client that came back never would be at the mercy of any other with its name
		assertThat(advice).allMatch((text) -> text.equals(expected) != (reasonCode == ReasonCode.SESSION_TAKEN_OVER));
	}

}
