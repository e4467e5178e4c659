package io.topicwire.mqtt.engine;

import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.MqttDisconnectedException;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttTimeoutException;
import io.topicwire.mqtt.ReasonCode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Takeover}.
 */
class TakeoverTests {

	private static final MqttException CERTAIN = new MqttDisconnectedException(ReasonCode.SESSION_TAKEN_OVER, "ended");

	private static final MqttException POSSIBLE = new MqttConnectionException("The broker closed the connection");

	@Test
	void adviceNamesTheClientIdentifier() {
		assertThat(Takeover.advice(CERTAIN, "meter-7", false))
			.isEqualTo("; give every client an identifier of its own, 'meter-7' is used twice");
		assertThat(Takeover.advice(POSSIBLE, "meter-7", true))
			.isEqualTo("; if that goes on, look for another client with the identifier 'meter-7'");
	}

	@Test
	void otherLossesNeedNoAdvice() {
		assertThat(Takeover.advice(POSSIBLE, "meter-7", false)).isEmpty();
		assertThat(Takeover.advice(new MqttTimeoutException("late"), "meter-7", true)).isEmpty();
		assertThat(Takeover.advice(new MqttDisconnectedException(ReasonCode.SERVER_BUSY, "busy"), "meter-7", true))
			.isEmpty();
	}

}
