package io.topicwire.mqtt.packet;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.ReasonCode;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Says that bytes are refused, and how.
 */
final class Malformed {

	private Malformed() {
	}

	// With the right remaining length put between the first byte and the rest
	static void assertRefused(ProtocolVersion version, int firstByte, String rest, @Nullable PacketType packetType,
			String field, ReasonCode reasonCode) {
		byte[] body = AnnotatedBytes.parse(rest);
		int headerSize = 1 + VariableInt.size(body.length);
		byte[] bytes = new byte[headerSize + body.length];
		bytes[0] = (byte) firstByte;
		VariableInt.write(body.length, bytes, 1);
		System.arraycopy(body, 0, bytes, headerSize, body.length);
		assertRefused(version, bytes, packetType, field, reasonCode);
	}

	static void assertRefused(ProtocolVersion version, byte[] bytes, @Nullable PacketType packetType, String field,
			ReasonCode reasonCode) {
		assertThatExceptionOfType(MalformedPacketException.class).as(Codec.hex(bytes))
			.isThrownBy(() -> Codec.read(version, bytes))
			.satisfies((ex) -> assertThat(ex.packetType()).isEqualTo(packetType))
			.satisfies((ex) -> assertThat(ex.field()).isEqualTo(field))
			.satisfies((ex) -> assertThat(ex.reasonCode()).isEqualTo(reasonCode))
			.satisfies((ex) -> assertThat(ex).hasMessageContaining(field))
			.satisfies((ex) -> assertThat(ex)
				.hasMessageStartingWith("Received a bad " + ((packetType != null) ? packetType : "control")));
	}

}
