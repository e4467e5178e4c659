package io.topicwire.mqtt.boot.autoconfigure;

import java.io.IOException;
import java.time.Duration;

import javax.net.ssl.SSLHandshakeException;

import io.topicwire.mqtt.MqttConnectRefusedException;
import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.MqttDisconnectedException;
import io.topicwire.mqtt.MqttException;
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
					"[meter-7] No connection to the MQTT broker at mqtt://broker:1883; trying on: connection refused. ")
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
	void failureOfTlsIsNoReasonToStartTheBroker(CapturedOutput output) {
		this.logger.connectFailed(
				new MqttConnectionException("not trusted", new IOException(new SSLHandshakeException("PKIX"))), SOON);
		assertThat(output).contains("Correct mqtt.url or mqtt.ssl.bundle").doesNotContain("Start the broker");
	}

	@Test
	void reasonThatAsksIsASentenceOfItsOwn(CapturedOutput output) {
		this.logger.connectFailed(new MqttConnectionException("does it speak MQTT 5.0?"), SOON);
		assertThat(output).contains("does it speak MQTT 5.0? Start the broker or correct mqtt.url");
	}

	@Test
	void refusalThatIsNotTriedAgainIsAnError(CapturedOutput output) {
		MqttException refusal = new MqttConnectRefusedException(ReasonCode.NOT_AUTHORIZED, "not authorized");
		this.logger.connectFailed(refusal, null);
		this.logger.gaveUp(refusal);
		assertThat(output).containsOnlyOnce("ERROR")
			.contains("no further attempt: not authorized. Check mqtt.username,")
			.contains("; then restart the application, or call connect()");
	}

	@Test
	void connectionThatTheBrokerHasEndedForGoodIsAnError(CapturedOutput output) {
		this.logger.connected(FakeMqttClient.connectResult());
		MqttException ended = new MqttDisconnectedException(ReasonCode.PROTOCOL_ERROR, "protocol error");
		this.logger.disconnected(ended);
		this.logger.gaveUp(ended);
		assertThat(output).containsOnlyOnce("ERROR")
			.contains("no further attempt: protocol error. Mend what the broker complains of; then restart");
	}

}
