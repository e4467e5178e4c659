package io.topicwire.mqtt;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MqttException} and those that are derived from it.
 */
class MqttExceptionTests {

	private final Exception cause = new Exception("cause");

	@Test
	void messageAndCauseAreKept() {
		assertThat(new MqttException("message", this.cause)).hasMessage("message").hasCause(this.cause);
		assertThat(new MqttException("message")).hasMessage("message").hasNoCause();
	}

	@Test
	void reasonCodeIsKept() {
		assertThat(new MqttConnectRefusedException(ReasonCode.BANNED, "message", this.cause).reasonCode())
			.isEqualTo(ReasonCode.BANNED);
		assertThat(new MqttDisconnectedException(ReasonCode.SERVER_BUSY, "message").reasonCode())
			.isEqualTo(ReasonCode.SERVER_BUSY);
		assertThat(new MqttProtocolException(ReasonCode.PROTOCOL_ERROR, "message", this.cause).reasonCode())
			.isEqualTo(ReasonCode.PROTOCOL_ERROR);
		assertThat(new MqttPublishException(ReasonCode.QUOTA_EXCEEDED, "message", this.cause).reasonCode())
			.isEqualTo(ReasonCode.QUOTA_EXCEEDED);
		assertThat(new MqttSubscribeException(ReasonCode.NOT_AUTHORIZED, "message", this.cause).reasonCode())
			.isEqualTo(ReasonCode.NOT_AUTHORIZED);
	}

	@Test
	void everyLostOrRefusedConnectionIsAConnectionException() {
		assertThat(new MqttConnectRefusedException(ReasonCode.BANNED, "message"))
			.isInstanceOf(MqttConnectionException.class);
		assertThat(new MqttDisconnectedException(ReasonCode.SERVER_BUSY, "message"))
			.isInstanceOf(MqttConnectionException.class);
	}

}
