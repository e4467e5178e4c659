package io.topicwire.mqtt.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.fake.VirtualTimer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KeepAlive}.
 */
class KeepAliveTests {

	private final VirtualTimer timer = new VirtualTimer();

	private final List<MqttException> failures = new ArrayList<>();

	private int requests;

	private final KeepAlive keepAlive = new KeepAlive(Duration.ofSeconds(20), Duration.ofSeconds(10), this.timer,
			new ClientLock(), () -> this.requests++, this.failures::add);

	@Test
	void pingTimeoutBeginsWhenThePingIsWritten() {
		this.keepAlive.start();
		this.timer.advance(Duration.ofSeconds(18));
		assertThat(this.requests).isOne();
		// Something large is being written before it, piece by piece
		this.timer.advance(Duration.ofSeconds(8));
		this.keepAlive.writing();
		this.timer.advance(Duration.ofSeconds(8));
		this.keepAlive.pingTaken();
		this.keepAlive.writing();
		this.keepAlive.pingWritten();
		this.timer.advance(Duration.ofSeconds(9));
		assertThat(this.failures).isEmpty();
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(this.failures).hasSize(1);
	}

	@Test
	void connectionThatTakesNothingIsDeadAfterThePingTimeout() {
		this.keepAlive.start();
		this.timer.advance(Duration.ofSeconds(18));
		this.timer.advance(Duration.ofSeconds(10));
		assertThat(this.failures).hasSize(1);
	}

}
