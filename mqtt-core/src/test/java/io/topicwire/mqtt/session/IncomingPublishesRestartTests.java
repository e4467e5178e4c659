package io.topicwire.mqtt.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttProtocolException;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Pubcomp;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.Pubrec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link IncomingPublishes} after a connection was lost at any step of an
 * exchange.
 */
class IncomingPublishesRestartTests {

	private final List<Packet> answers = new ArrayList<>();

	private final IncomingPublishes publishes = new IncomingPublishes(2, this.answers::add, new RecordedChanges());

	@Test
	@Mqtt5("MQTT-4.3.3-10")
	@Mqtt3("MQTT-4.3.3-2")
	void messageOfQos2ThatIsBeingHandledIsNotHandledTwice() {
		IncomingPublish message = receiveNew(QoS.EXACTLY_ONCE, 9);
		this.publishes.restart(true);
		assertThat(receive(QoS.EXACTLY_ONCE, 9)).isNull();
		assertThat(this.answers).isEmpty();
		this.publishes.acknowledge(message, ReasonCode.SUCCESS);
		assertThat(this.answers).containsExactly(new Pubrec(9));
		this.publishes.release(9);
		assertThat(this.answers).containsExactly(new Pubrec(9), new Pubcomp(9));
	}

	@Test
	@Mqtt5("MQTT-4.3.3-10")
	@Mqtt3("MQTT-4.3.3-2")
	void messageOfQos2ThatWasHandledMeanwhileIsAnsweredWhenItComesAgain() {
		IncomingPublish message = receiveNew(QoS.EXACTLY_ONCE, 9);
		this.publishes.restart(true);
		this.publishes.acknowledge(message, ReasonCode.SUCCESS);
		assertThat(this.answers).isEmpty();
		assertThat(receive(QoS.EXACTLY_ONCE, 9)).isNull();
		assertThat(this.answers).containsExactly(new Pubrec(9));
	}

	@Test
	@Mqtt5("MQTT-4.3.3-10")
	@Mqtt3("MQTT-4.3.3-2")
	void messageOfQos2WhosePubrecWasHeldBackIsNotHandledTwice() {
		receiveNew(QoS.AT_LEAST_ONCE, 1);
		this.publishes.acknowledge(receiveNew(QoS.EXACTLY_ONCE, 9), ReasonCode.SUCCESS);
		assertThat(this.answers).isEmpty();
		this.publishes.restart(true);
		assertThat(receive(QoS.EXACTLY_ONCE, 9)).isNull();
		assertThat(this.answers).containsExactly(new Pubrec(9));
	}

	@Test
	@Mqtt5("MQTT-4.3.3-10")
	@Mqtt3("MQTT-4.3.3-2")
	void messageOfQos2WhosePubrecWasLostIsNotHandledTwice() {
		this.publishes.acknowledge(receiveNew(QoS.EXACTLY_ONCE, 9), ReasonCode.SUCCESS);
		this.publishes.restart(true);
		assertThat(receive(QoS.EXACTLY_ONCE, 9)).isNull();
		this.publishes.restart(true);
		assertThat(receive(QoS.EXACTLY_ONCE, 9)).isNull();
		assertThat(this.answers).containsExactly(new Pubrec(9), new Pubrec(9), new Pubrec(9));
	}

	@Test
	@Mqtt5("MQTT-4.3.3-11")
	@Mqtt3("MQTT-4.3.3-2")
	void pubrelAfterPubrecOfAnEarlierConnectionIsAnswered() {
		this.publishes.acknowledge(receiveNew(QoS.EXACTLY_ONCE, 9), ReasonCode.SUCCESS);
		this.publishes.restart(true);
		this.publishes.release(9);
		assertThat(this.answers).containsExactly(new Pubrec(9), new Pubcomp(9));
		assertThat(receiveNew(QoS.EXACTLY_ONCE, 9)).isNotNull();
	}

	@Test
	@Mqtt5("MQTT-2.2.1-5")
	void pubrelWhosePubcompWasLostIsAnswered() {
		this.publishes.acknowledge(receiveNew(QoS.EXACTLY_ONCE, 9), ReasonCode.SUCCESS);
		this.publishes.release(9);
		this.publishes.restart(true);
		this.publishes.release(9);
		assertThat(this.answers).last()
			.isEqualTo(new Pubcomp(9, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND, Properties.NONE));
	}

	@Test
	void pubrelForMessageThatIsStillHandledIsRefused() {
		receiveNew(QoS.EXACTLY_ONCE, 9);
		this.publishes.restart(true);
		assertThatExceptionOfType(MqttProtocolException.class).isThrownBy(() -> this.publishes.release(9));
	}

	@Test
	@Mqtt5("MQTT-4.3.3-9")
	void refusalThatWasNotSentIsForgotten() {
		IncomingPublish message = receiveNew(QoS.EXACTLY_ONCE, 9);
		this.publishes.restart(true);
		this.publishes.acknowledge(message, ReasonCode.UNSPECIFIED_ERROR);
		assertThat(this.answers).isEmpty();
		assertThat(receiveNew(QoS.EXACTLY_ONCE, 9)).isNotSameAs(message);
	}

	@Test
	void messageOfQos1IsHandledAgainAndAcknowledgedOnce() {
		IncomingPublish before = receiveNew(QoS.AT_LEAST_ONCE, 1);
		this.publishes.restart(true);
		IncomingPublish after = receiveNew(QoS.AT_LEAST_ONCE, 1);
		this.publishes.acknowledge(before, ReasonCode.SUCCESS);
		assertThat(this.answers).isEmpty();
		this.publishes.acknowledge(after, ReasonCode.SUCCESS);
		assertThat(this.answers).containsExactly(new Puback(1));
	}

	@Test
	void messageThatWasAbandonedIsHandledAgain() {
		IncomingPublish before = receiveNew(QoS.AT_LEAST_ONCE, 1);
		IncomingPublish other = receiveNew(QoS.EXACTLY_ONCE, 2);
		this.publishes.abandon(before);
		this.publishes.abandon(other);
		this.publishes.restart(true);
		this.publishes.acknowledge(receiveNew(QoS.AT_LEAST_ONCE, 1), ReasonCode.SUCCESS);
		this.publishes.acknowledge(receiveNew(QoS.EXACTLY_ONCE, 2), ReasonCode.SUCCESS);
		assertThat(this.answers).containsExactly(new Puback(1), new Pubrec(2));
	}

	@Test
	void messageThatIsAbandonedAfterTheConnectionWasLostIsHandledAgain() {
		IncomingPublish message = receiveNew(QoS.EXACTLY_ONCE, 2);
		this.publishes.restart(true);
		this.publishes.abandon(message);
		assertThat(receiveNew(QoS.EXACTLY_ONCE, 2)).isNotSameAs(message);
	}

	@Test
	void messageThatIsAbandonedAfterItCameAgainHoldsNothingBack() {
		IncomingPublish message = receiveNew(QoS.EXACTLY_ONCE, 2);
		this.publishes.restart(true);
		assertThat(receive(QoS.EXACTLY_ONCE, 2)).isNull();
		this.publishes.acknowledge(receiveNew(QoS.AT_LEAST_ONCE, 3), ReasonCode.SUCCESS);
		assertThat(this.answers).isEmpty();
		this.publishes.abandon(message);
		assertThat(this.answers).containsExactly(new Puback(3));
	}

	@Test
	@Mqtt5("MQTT-3.2.2-5")
	void nothingOfALostSessionIsKnown() {
		this.publishes.acknowledge(receiveNew(QoS.EXACTLY_ONCE, 9), ReasonCode.SUCCESS);
		IncomingPublish handling = receiveNew(QoS.EXACTLY_ONCE, 8);
		this.publishes.restart(false);
		this.answers.clear();
		this.publishes.release(9);
		assertThat(this.answers)
			.containsExactly(new Pubcomp(9, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND, Properties.NONE));
		assertThat(receiveNew(QoS.EXACTLY_ONCE, 8)).isNotSameAs(handling);
		assertThat(receiveNew(QoS.EXACTLY_ONCE, 9)).isNotNull();
	}

	@Test
	void endOfAMessageOfALostSessionDoesNotTouchTheOneThatHasItsIdentifierNow() {
		IncomingPublish acknowledged = receiveNew(QoS.EXACTLY_ONCE, 1);
		IncomingPublish refused = receiveNew(QoS.EXACTLY_ONCE, 2);
		this.publishes.restart(false);
		IncomingPublish abandoned = receiveNew(QoS.EXACTLY_ONCE, 1);
		this.publishes.restart(false);
		IncomingPublish first = receiveNew(QoS.EXACTLY_ONCE, 1);
		IncomingPublish second = receiveNew(QoS.EXACTLY_ONCE, 2);
		this.publishes.acknowledge(acknowledged, ReasonCode.SUCCESS);
		this.publishes.acknowledge(refused, ReasonCode.UNSPECIFIED_ERROR);
		this.publishes.abandon(abandoned);
		assertThat(this.answers).isEmpty();
		assertThat(receive(QoS.EXACTLY_ONCE, 1)).isNull();
		assertThat(receive(QoS.EXACTLY_ONCE, 2)).isNull();
		this.publishes.acknowledge(second, ReasonCode.SUCCESS);
		this.publishes.acknowledge(first, ReasonCode.SUCCESS);
		assertThat(this.answers).containsExactly(new Pubrec(1), new Pubrec(2));
	}

	@Test
	@Mqtt5("MQTT-3.3.4-9")
	void receiveMaximumIsCountedAnewOnEveryConnection() {
		IncomingPublish first = receiveNew(QoS.AT_LEAST_ONCE, 1);
		IncomingPublish second = receiveNew(QoS.EXACTLY_ONCE, 2);
		this.publishes.restart(false);
		this.publishes.acknowledge(first, ReasonCode.SUCCESS);
		this.publishes.acknowledge(second, ReasonCode.SUCCESS);
		receiveNew(QoS.AT_LEAST_ONCE, 3);
		receiveNew(QoS.AT_LEAST_ONCE, 4);
		assertThatExceptionOfType(MqttProtocolException.class).isThrownBy(() -> receive(QoS.AT_LEAST_ONCE, 5));
	}

	@Test
	void receiveMaximumMayBeExceededByWhatIsSentAgain() {
		this.publishes.restart(true);
		for (int i = 1; i <= 10; i++) {
			receiveNew(QoS.AT_LEAST_ONCE, i);
		}
	}

	private IncomingPublish receiveNew(QoS qos, int packetIdentifier) {
		return Objects.requireNonNull(receive(qos, packetIdentifier), "taken for a duplicate");
	}

	private @Nullable IncomingPublish receive(QoS qos, int packetIdentifier) {
		return this.publishes.receive(new Publish(packetIdentifier, false, MqttMessage.of("a", "payload").qos(qos), 0));
	}

}
