package io.topicwire.mqtt.boot.autoconfigure;

import java.time.Duration;

import io.topicwire.mqtt.MqttConnectRefusedException;
import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.spring.FakeMqttClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConnectFailureLogger}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConnectFailureLoggerTests {

	private static final Duration SOON = Duration.ofMillis(500);

	private final ConnectFailureLogger logger = new ConnectFailureLogger("default", new FakeMqttClient());

	@Test
	void firstOfSeveralFailuresIsAWarningWithReasonAndRemedy(CapturedOutput output) {
		this.logger.connectFailed(new MqttConnectionException("connection refused"), SOON);
		this.logger.connectFailed(new MqttConnectionException("connection refused"), SOON);
		assertThat(output).containsOnlyOnce("WARN")
			.contains(
					"[meter-7] No connection to the MQTT broker at mqtt://broker:1883 yet; trying on: connection refused")
			.contains("Start the broker or correct mqtt.url");
	}

	@Test
	void remedyNamesThePropertiesOfTheConnection(CapturedOutput output) {
		new ConnectFailureLogger("cloud", new FakeMqttClient())
			.connectFailed(new MqttConnectionException("connection refused"), SOON);
		assertThat(output).contains("Start the broker or correct mqtt.connection.cloud.url");
	}

	@Test
	void failureAfterASuccessIsAWarningAgain(CapturedOutput output) {
		this.logger.connectFailed(new MqttConnectionException("one"), SOON);
		this.logger.connected(FakeMqttClient.connectResult());
		this.logger.connectFailed(new MqttConnectionException("two"), SOON);
		assertThat(output.toString().split("WARN")).hasSize(3);
	}

	@Test
	void refusalThatIsNotTriedAgainIsAnError(CapturedOutput output) {
		this.logger.connectFailed(new MqttConnectRefusedException(ReasonCode.NOT_AUTHORIZED, "not authorized"), null);
		assertThat(output).contains("ERROR").contains("no further attempt: not authorized").contains("mqtt.username");
	}

}
