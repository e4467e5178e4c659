package io.topicwire.mqtt;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ReasonCode}.
 */
class ReasonCodeTests {

	@ParameterizedTest
	@CsvSource({ "00, SUCCESS, RETRY", "01, GRANTED_QOS_1, RETRY", "02, GRANTED_QOS_2, RETRY",
			"04, DISCONNECT_WITH_WILL_MESSAGE, RETRY", "10, NO_MATCHING_SUBSCRIBERS, RETRY",
			"11, NO_SUBSCRIPTION_EXISTED, RETRY", "18, CONTINUE_AUTHENTICATION, RETRY", "19, RE_AUTHENTICATE, RETRY",
			"80, UNSPECIFIED_ERROR, RETRY", "81, MALFORMED_PACKET, STOP", "82, PROTOCOL_ERROR, STOP",
			"83, IMPLEMENTATION_SPECIFIC_ERROR, STOP", "84, UNSUPPORTED_PROTOCOL_VERSION, STOP",
			"85, CLIENT_IDENTIFIER_NOT_VALID, STOP", "86, BAD_USER_NAME_OR_PASSWORD, STOP", "87, NOT_AUTHORIZED, STOP",
			"88, SERVER_UNAVAILABLE, RETRY", "89, SERVER_BUSY, RETRY", "8A, BANNED, STOP",
			"8B, SERVER_SHUTTING_DOWN, RETRY", "8C, BAD_AUTHENTICATION_METHOD, STOP", "8D, KEEP_ALIVE_TIMEOUT, RETRY",
			"8E, SESSION_TAKEN_OVER, RETRY", "8F, TOPIC_FILTER_INVALID, STOP", "90, TOPIC_NAME_INVALID, STOP",
			"91, PACKET_IDENTIFIER_IN_USE, RETRY", "92, PACKET_IDENTIFIER_NOT_FOUND, RETRY",
			"93, RECEIVE_MAXIMUM_EXCEEDED, RETRY", "94, TOPIC_ALIAS_INVALID, RETRY", "95, PACKET_TOO_LARGE, STOP",
			"96, MESSAGE_RATE_TOO_HIGH, RETRY_LATER", "97, QUOTA_EXCEEDED, RETRY_LATER",
			"98, ADMINISTRATIVE_ACTION, RETRY_LATER", "99, PAYLOAD_FORMAT_INVALID, STOP",
			"9A, RETAIN_NOT_SUPPORTED, STOP", "9B, QOS_NOT_SUPPORTED, STOP", "9C, USE_ANOTHER_SERVER, OTHER_SERVER",
			"9D, SERVER_MOVED, OTHER_SERVER", "9E, SHARED_SUBSCRIPTIONS_NOT_SUPPORTED, STOP",
			"9F, CONNECTION_RATE_EXCEEDED, RETRY_LATER", "A0, MAXIMUM_CONNECT_TIME, RETRY",
			"A1, SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED, STOP", "A2, WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED, STOP" })
	void everyCodeOfTheSpecificationIsKnown(String code, ReasonCode reasonCode, ReasonCode.Reconnect reconnect) {
		int number = Integer.parseInt(code, 16);
		assertThat(reasonCode.code()).isEqualTo(number);
		assertThat(ReasonCode.of(number)).isSameAs(reasonCode);
		assertThat(reasonCode.reconnect()).isEqualTo(reconnect);
		assertThat(reasonCode.isError()).isEqualTo(number >= 0x80);
		assertThat(reasonCode.toString()).endsWith(" (0x" + code + ")");
	}

	@Test
	void thereAreNoOtherCodes() {
		assertThat(ReasonCode.values()).hasSize(43);
		assertThat(Arrays.stream(ReasonCode.values()).map(ReasonCode::code)).doesNotHaveDuplicates().isSorted();
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 0x03, 0x7F, 0xA3, 0xFF, 0x100 })
	void unknownCodeIsRefused(int code) {
		assertThatIllegalArgumentException().isThrownBy(() -> ReasonCode.of(code))
			.withMessage("MQTT knows no reason code 0x%02X".formatted(code));
	}

	@Test
	void toStringIsMeantForPeople() {
		assertThat(ReasonCode.NOT_AUTHORIZED).hasToString("not authorized (0x87)");
	}

}
