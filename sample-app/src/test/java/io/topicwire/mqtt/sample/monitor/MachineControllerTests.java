package io.topicwire.mqtt.sample.monitor;

import java.util.concurrent.CompletionException;

import io.topicwire.mqtt.MqttClosedException;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MachineController}.
 */
class MachineControllerTests {

	@Test
	void requestIsNotImplementedWhereMqttHasNone() {
		assertThat(MachineController.status(new CompletionException(new IllegalStateException("MQTT 3.1.1"))))
			.isEqualTo(HttpStatus.NOT_IMPLEMENTED);
	}

	@Test
	void machineThatDoesNotReplyIsATimeout() {
		assertThat(MachineController.status(new MqttClosedException("gone"))).isEqualTo(HttpStatus.GATEWAY_TIMEOUT);
	}

}
