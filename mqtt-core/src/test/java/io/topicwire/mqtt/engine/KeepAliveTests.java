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

	private KeepAlive writing;

	private final KeepAlive keepAlive = new KeepAlive(Duration.ofSeconds(20), Duration.ofSeconds(10), this.timer,
			new ClientLock(), owner(() -> this.requests++));

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

	@Test
	void answerMayComeAfterALargeMessageThatIsBeingRead() {
		this.keepAlive.start();
		ping();
		for (int i = 0; i < 100; i++) {
			this.timer.advance(Duration.ofSeconds(9));
			this.keepAlive.bytesRead();
		}
		assertThat(this.failures).isEmpty();
		this.timer.advance(Duration.ofSeconds(10));
		assertThat(this.failures).hasSize(1);
	}

	@Test
	void brokerHearsFromTheClientInTimeAlthoughItOwesAnAnswer() {
		this.keepAlive.start();
		ping();
		for (int i = 2; i < 10; i++) {
			this.timer.advance(Duration.ofSeconds(8));
			this.keepAlive.bytesRead();
			this.timer.advance(Duration.ofSeconds(9));
			this.keepAlive.bytesRead();
			assertThat(this.requests).isEqualTo(i - 1);
			this.timer.advance(Duration.ofSeconds(1));
			assertThat(this.requests).isEqualTo(i);
			this.keepAlive.writing();
			this.keepAlive.pingTaken();
			this.keepAlive.pingWritten();
		}
		assertThat(this.failures).isEmpty();
		assertThat(this.keepAlive.pingAnswered()).isNotNull();
		// What is left of the answers says nothing new
		assertThat(this.keepAlive.pingAnswered()).isNull();
	}

	@Test
	void bytesThatAreReadDoNotHelpAConnectionThatTakesNothing() {
		this.keepAlive.start();
		this.timer.advance(Duration.ofSeconds(18));
		assertThat(this.requests).isOne();
		this.timer.advance(Duration.ofSeconds(9));
		this.keepAlive.bytesRead();
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(this.failures).hasSize(1);
	}

	private void ping() {
		this.timer.advance(Duration.ofSeconds(18));
		assertThat(this.requests).isOne();
		this.keepAlive.writing();
		this.keepAlive.pingTaken();
		this.keepAlive.pingWritten();
	}

	@Test
	void timeoutHoldsAlthoughItIsLongerThanTheInterval() {
		KeepAlive patient = new KeepAlive(Duration.ofSeconds(5), Duration.ofSeconds(10), this.timer, new ClientLock(),
				owner(this::write));
		this.writing = patient;
		patient.start();
		this.timer.advance(Duration.ofMillis(4_500));
		assertThat(this.requests).isOne();
		this.timer.advance(Duration.ofMillis(9_999));
		assertThat(this.requests).isEqualTo(3);
		assertThat(this.failures).isEmpty();
		this.timer.advance(Duration.ofMillis(1));
		assertThat(this.failures).hasSize(1);
	}

	private KeepAlive.Owner owner(Runnable pingRequest) {
		return new KeepAlive.Owner() {

			@Override
			public void requestPing() {
				pingRequest.run();
			}

			@Override
			public void pingTimedOut(MqttException failure) {
				KeepAliveTests.this.failures.add(failure);
			}

		};
	}

	private void write() {
		this.requests++;
		this.writing.writing();
		this.writing.pingTaken();
		this.writing.pingWritten();
	}

}
