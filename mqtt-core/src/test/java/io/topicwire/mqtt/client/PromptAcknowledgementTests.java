package io.topicwire.mqtt.client;

import java.time.Duration;

import io.topicwire.mqtt.MessageHandler;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.client.ClientFixture.Gate;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.packet.Pingreq;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Publish;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a message that was handled is soon acknowledged, although those that are
 * handled one right after the other are settled together.
 */
class PromptAcknowledgementTests {

	private final Handler handler = new Handler();

	@Test
	void handlerThatDoesNotReturnHoldsBackWhatWasHandledBeforeForMilliseconds() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5); this.handler) {
			FakeConnection connection = handOverTogether(fixture);
			fixture.timer.advanceTo(Duration.ofMillis(5));
			assertThat(connection.expect(Puback.class).packetIdentifier()).isEqualTo(2);
		}
	}

	@Test
	void whoeverDoesSomethingElseSettlesWhatWasHandled() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5); this.handler) {
			FakeConnection connection = handOverTogether(fixture);
			fixture.client.publishAsync(MqttMessage.of("b", "x"));
			assertThat(connection.expect(Puback.class).packetIdentifier()).isEqualTo(2);
			connection.expect(Publish.class);
		}
	}

	@Test
	void whatTookLongIsAcknowledgedBeforeTheNextHandlerIsCalled() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5); this.handler) {
			this.handler.whenSecond = () -> fixture.timer.advance(Duration.ofMillis(1));
			FakeConnection connection = handOverTogether(fixture);
			assertThat(connection.expect(Puback.class).packetIdentifier()).isEqualTo(2);
		}
	}

	/**
	 * Let the first message be handled, and then the second and the third, which the
	 * thread of the handlers has taken together. The third call does not return.
	 */
	private FakeConnection handOverTogether(ClientFixture fixture) {
		FakeConnection connection = fixture.connectAndSubscribe("a", this.handler);
		connection.send(ClientFixture.publish(1, "a", "first", QoS.AT_LEAST_ONCE));
		Awaitility.await().until(() -> this.handler.calls == 1);
		connection.send(ClientFixture.publish(2, "a", "second", QoS.AT_LEAST_ONCE),
				ClientFixture.publish(3, "a", "third", QoS.AT_LEAST_ONCE));
		Awaitility.await().until(() -> fixture.client.statistics().messagesReceived() == 3);
		// Whoever has had the lock after the reader knows that both wait for the thread
		fixture.client.pingAsync();
		connection.expect(Pingreq.class);
		this.handler.first.open();
		Awaitility.await().until(() -> this.handler.calls == 3);
		assertThat(connection.expect(Puback.class).packetIdentifier()).isEqualTo(1);
		return connection;
	}

	private static final class Handler implements MessageHandler, AutoCloseable {

		private final Gate first = new Gate();

		private final Gate third = new Gate();

		private Runnable whenSecond = () -> {
		};

		private volatile int calls;

		@Override
		public void handle(MqttMessage message) throws Exception {
			this.calls = this.calls + 1;
			switch (this.calls) {
				case 1 -> this.first.handle(message);
				case 2 -> this.whenSecond.run();
				default -> this.third.handle(message);
			}
		}

		@Override
		public void close() {
			this.first.open();
			this.third.open();
		}

	}

}
