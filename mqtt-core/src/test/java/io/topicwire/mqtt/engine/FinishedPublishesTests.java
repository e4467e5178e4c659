package io.topicwire.mqtt.engine;

import java.util.List;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.session.SessionChange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FinishedPublishes}.
 */
class FinishedPublishesTests {

	private final SessionChange first = accepted(1);

	private final SessionChange second = accepted(2);

	@Test
	void stepsOfFinishedMessagesAreLeftOut() {
		List<SessionChange> changes = List.of(this.first, this.second, new SessionChange.PublishSent(1, 1, 0),
				new SessionChange.PublishSent(2, 2, 1), new SessionChange.PublishReleased(1, 2),
				new SessionChange.PublishRequeued(1), new SessionChange.PublishFinished(1));
		assertThat(FinishedPublishes.withoutTheirSteps(changes)).containsExactly(this.first, this.second,
				new SessionChange.PublishSent(2, 2, 1), new SessionChange.PublishFinished(1));
	}

	@Test
	void changesWithoutFinishedMessagesAreKept() {
		List<SessionChange> changes = List.of(this.first, new SessionChange.PublishSent(1, 1, 0),
				new SessionChange.MessageReceived(1, 2), new SessionChange.MessageHandled(1),
				new SessionChange.MessageForgotten(1), new SessionChange.Cleared());
		assertThat(FinishedPublishes.withoutTheirSteps(changes)).isEqualTo(changes);
	}

	private static SessionChange accepted(long number) {
		return new SessionChange.PublishAccepted(number, MqttMessage.empty("a").qos(QoS.AT_LEAST_ONCE), 0);
	}

}
