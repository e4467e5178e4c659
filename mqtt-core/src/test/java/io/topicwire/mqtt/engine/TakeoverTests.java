package io.topicwire.mqtt.engine;

import java.time.Duration;

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

	private final Takeover takeover = new Takeover();

	@Test
	void adviceNamesTheClientIdentifier() {
		assertThat(this.takeover.advice(CERTAIN, "meter-7", false))
			.isEqualTo("; give every client an identifier of its own, 'meter-7' is used twice");
		assertThat(this.takeover.advice(POSSIBLE, "meter-7", true))
			.isEqualTo("; if that goes on, look for another client with the identifier 'meter-7'");
	}

	@Test
	void connectionsThatEndSoonAreCounted() {
		this.takeover.advice(POSSIBLE, "meter-7", true);
		assertThat(this.takeover.advice(POSSIBLE, "meter-7", true))
			.isEqualTo("; 2 connections in a row have ended soon after the broker accepted them, "
					+ "look for another client with the identifier 'meter-7'");
		assertThat(this.takeover.advice(POSSIBLE, "meter-7", true)).startsWith("; 3 connections in a row");
		assertThat(this.takeover.advice(POSSIBLE, "meter-7", false)).isEmpty();
		assertThat(this.takeover.advice(POSSIBLE, "meter-7", true)).startsWith("; if that goes on");
	}

	@Test
	void otherLossesNeedNoAdvice() {
		assertThat(this.takeover.advice(new PingTimeoutException(Duration.ofSeconds(10)), "meter-7", true)).isEmpty();
		assertThat(this.takeover.advice(POSSIBLE, "meter-7", false)).isEmpty();
		assertThat(this.takeover.advice(new MqttTimeoutException("late"), "meter-7", true)).isEmpty();
		assertThat(this.takeover.advice(new MqttDisconnectedException(ReasonCode.SERVER_BUSY, "busy"), "meter-7", true))
			.isEmpty();
	}

}
