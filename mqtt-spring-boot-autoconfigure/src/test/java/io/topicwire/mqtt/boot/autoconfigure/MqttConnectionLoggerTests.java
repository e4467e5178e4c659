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
 * Tests for {@link MqttConnectionLogger}.
 */
@ExtendWith(OutputCaptureExtension.class)
class MqttConnectionLoggerTests {

	private static final Duration SOON = Duration.ofMillis(500);

	private final MqttConnectionLogger logger = new MqttConnectionLogger("mqtt://app:secret@broker:1883");

	@Test
	void connectionIsLoggedWithWhatWasAgreedOn(CapturedOutput output) {
		this.logger.connected(FakeMqttClient.connectResult());
		assertThat(output).contains("INFO")
			.contains("Connected to MQTT broker broker:1883 as 'meter-7' with MQTT 5.0, new session");
	}

	@Test
	void firstOfSeveralFailuresIsAWarningWithReasonAndRemedy(CapturedOutput output) {
		this.logger.connectFailed(new MqttConnectionException("connection refused"), SOON);
		this.logger.connectFailed(new MqttConnectionException("connection refused"), SOON);
		assertThat(output).containsOnlyOnce("WARN")
			.contains("Cannot connect to MQTT broker at mqtt://broker:1883: connection refused")
			.contains("Start the broker or correct mqtt.url");
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
		assertThat(output).contains("ERROR").contains("This is not tried again").contains("mqtt.username");
	}

	@Test
	void lossIsLoggedWithItsReason(CapturedOutput output) {
		this.logger.disconnected(new MqttConnectionException("end of stream"));
		assertThat(output).contains("Lost connection to MQTT broker at mqtt://broker:1883: end of stream");
	}

	@Test
	void intendedDisconnectIsLogged(CapturedOutput output) {
		this.logger.disconnected(null);
		assertThat(output).contains("Disconnected from MQTT broker at mqtt://broker:1883");
	}

	@Test
	void refusedSubscriptionIsAnError(CapturedOutput output) {
		this.logger.subscriptionRefused("a/#", new MqttConnectionException("not for you"));
		assertThat(output).contains("ERROR").contains("refused the subscription to 'a/#': not for you");
	}

	@Test
	void passwordIsNeverLogged(CapturedOutput output) {
		this.logger.connectFailed(new MqttConnectionException("refused"), SOON);
		this.logger.disconnected(new MqttConnectionException("lost"));
		assertThat(output).contains("broker:1883").doesNotContain("secret");
	}

}
