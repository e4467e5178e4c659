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
 * Tests for {@link IncomingPublishes} on one connection.
 */
class IncomingPublishesTests {

	private final List<Packet> answers = new ArrayList<>();

	private final IncomingPublishes publishes = new IncomingPublishes(4, this.answers::add, new RecordedChanges());

	@Test
	@Mqtt5("MQTT-4.3.2-4")
	@Mqtt3({ "MQTT-3.3.4-1", "MQTT-4.3.2-2" })
	void messageOfQos1IsAcknowledgedAfterItWasHandled() {
		IncomingPublish message = receiveNew(QoS.AT_LEAST_ONCE, 7);
		assertThat(message.packetIdentifier()).isEqualTo(7);
		assertThat(message.qos()).isEqualTo(QoS.AT_LEAST_ONCE);
		assertThat(this.answers).isEmpty();
		this.publishes.acknowledge(message, ReasonCode.SUCCESS);
		assertThat(this.answers).containsExactly(new Puback(7));
	}

	@Test
	@Mqtt5("MQTT-4.3.2-5")
	@Mqtt3("MQTT-4.3.2-2")
	void identifierOfQos1MeansAnotherMessageAfterPuback() {
		this.publishes.acknowledge(receiveNew(QoS.AT_LEAST_ONCE, 5), ReasonCode.SUCCESS);
		IncomingPublish again = this.publishes.receive(publish(QoS.AT_LEAST_ONCE, 5, true));
		assertThat(again).isNotNull();
		this.publishes.acknowledge(again, ReasonCode.SUCCESS);
		assertThat(this.answers).containsExactly(new Puback(5), new Puback(5));
	}

	@Test
	@Mqtt5({ "MQTT-2.2.1-5", "MQTT-4.3.3-8", "MQTT-4.3.3-11" })
	@Mqtt3({ "MQTT-3.3.4-1", "MQTT-4.3.3-2" })
	void messageOfQos2IsAnsweredByPubrecAndPubcomp() {
		IncomingPublish message = receiveNew(QoS.EXACTLY_ONCE, 9);
		assertThat(message.qos()).isEqualTo(QoS.EXACTLY_ONCE);
		assertThat(this.answers).isEmpty();
		this.publishes.acknowledge(message, ReasonCode.SUCCESS);
		assertThat(this.answers).containsExactly(new Pubrec(9));
		this.publishes.release(9);
		assertThat(this.answers).containsExactly(new Pubrec(9), new Pubcomp(9));
	}

	@Test
	@Mqtt5("MQTT-3.3.1-3")
	void duplicateFlagAloneMakesNoDuplicate() {
		assertThat(this.publishes.receive(publish(QoS.EXACTLY_ONCE, 1, true))).isNotNull();
		assertThat(this.publishes.receive(publish(QoS.AT_LEAST_ONCE, 2, true))).isNotNull();
	}

	@Test
	@Mqtt5("MQTT-4.3.3-10")
	@Mqtt3("MQTT-4.3.3-2")
	void duplicateOfQos2IsNotHandledTwiceWhileItIsHandled() {
		IncomingPublish message = receiveNew(QoS.EXACTLY_ONCE, 9);
		assertThat(receive(QoS.EXACTLY_ONCE, 9)).isNull();
		assertThat(this.answers).isEmpty();
		this.publishes.acknowledge(message, ReasonCode.SUCCESS);
		assertThat(this.answers).containsExactly(new Pubrec(9));
	}

	@Test
	@Mqtt5("MQTT-4.3.3-10")
	@Mqtt3("MQTT-4.3.3-2")
	void duplicateOfQos2IsAnsweredAgainAfterPubrec() {
		this.publishes.acknowledge(receiveNew(QoS.EXACTLY_ONCE, 9), ReasonCode.SUCCESS);
		assertThat(receive(QoS.EXACTLY_ONCE, 9)).isNull();
		assertThat(this.publishes.receive(publish(QoS.EXACTLY_ONCE, 9, false))).isNull();
		assertThat(this.answers).containsExactly(new Pubrec(9), new Pubrec(9), new Pubrec(9));
	}

	@Test
	@Mqtt5("MQTT-4.3.3-12")
	@Mqtt3("MQTT-4.3.3-2")
	void identifierOfQos2MeansAnotherMessageAfterPubcomp() {
		this.publishes.acknowledge(receiveNew(QoS.EXACTLY_ONCE, 9), ReasonCode.SUCCESS);
		this.publishes.release(9);
		this.publishes.acknowledge(receiveNew(QoS.EXACTLY_ONCE, 9), ReasonCode.SUCCESS);
		this.publishes.release(9);
		assertThat(this.answers).containsExactly(new Pubrec(9), new Pubcomp(9), new Pubrec(9), new Pubcomp(9));
	}

	@Test
	@Mqtt5("MQTT-4.3.3-9")
	void identifierOfQos2MeansAnotherMessageAfterItWasRefused() {
		IncomingPublish refused = receiveNew(QoS.EXACTLY_ONCE, 9);
		this.publishes.acknowledge(refused, ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR);
		assertThat(this.answers)
			.containsExactly(new Pubrec(9, ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR, Properties.NONE));
		assertThat(receiveNew(QoS.EXACTLY_ONCE, 9)).isNotSameAs(refused);
	}

	@Test
	void messageOfQos1CanBeRefused() {
		this.publishes.acknowledge(receiveNew(QoS.AT_LEAST_ONCE, 1), ReasonCode.UNSPECIFIED_ERROR);
		assertThat(this.answers).containsExactly(new Puback(1, ReasonCode.UNSPECIFIED_ERROR, Properties.NONE));
	}

	@Test
	@Mqtt5("MQTT-2.2.1-5")
	void pubrelWithUnknownIdentifierIsAnswered() {
		this.publishes.release(3);
		assertThat(this.answers)
			.containsExactly(new Pubcomp(3, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND, Properties.NONE));
	}

	@Test
	@Mqtt5("MQTT-2.2.1-5")
	void repeatedPubrelIsAnsweredAgain() {
		this.publishes.acknowledge(receiveNew(QoS.EXACTLY_ONCE, 3), ReasonCode.SUCCESS);
		this.publishes.release(3);
		this.publishes.release(3);
		assertThat(this.answers).containsExactly(new Pubrec(3), new Pubcomp(3),
				new Pubcomp(3, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND, Properties.NONE));
	}

	@Test
	void pubrelBeforePubrecIsRefused() {
		IncomingPublish first = receiveNew(QoS.AT_LEAST_ONCE, 1);
		IncomingPublish message = receiveNew(QoS.EXACTLY_ONCE, 9);
		assertReleaseRefused();
		this.publishes.acknowledge(message, ReasonCode.SUCCESS);
		assertReleaseRefused();
		this.publishes.acknowledge(first, ReasonCode.SUCCESS);
		this.publishes.release(9);
		assertThat(this.answers).containsExactly(new Puback(1), new Pubrec(9), new Pubcomp(9));
	}

	@Test
	void pubrelAfterPubrecIsTakenAlthoughTheMessageCameOnceMore() {
		this.publishes.acknowledge(receiveNew(QoS.EXACTLY_ONCE, 9), ReasonCode.SUCCESS);
		IncomingPublish other = receiveNew(QoS.AT_LEAST_ONCE, 1);
		assertThat(this.publishes.receive(publish(QoS.EXACTLY_ONCE, 9, true))).isNull();
		this.publishes.release(9);
		this.publishes.acknowledge(other, ReasonCode.SUCCESS);
		assertThat(this.answers).containsExactly(new Pubrec(9), new Pubcomp(9), new Puback(1));
	}

	private void assertReleaseRefused() {
		assertThatExceptionOfType(MqttProtocolException.class).isThrownBy(() -> this.publishes.release(9))
			.withMessage("The broker sent PUBREL with packet identifier 9 before it got PUBREC")
			.satisfies((ex) -> assertThat(ex.reasonCode()).isEqualTo(ReasonCode.PROTOCOL_ERROR));
		assertThat(this.answers).isEmpty();
	}

	@Test
	@Mqtt5({ "MQTT-4.6.0-2", "MQTT-4.6.0-3" })
	@Mqtt3({ "MQTT-4.6.0-2", "MQTT-4.6.0-3" })
	void answersAreInTheOrderOfArrivalWhateverIsHandledFirst() {
		IncomingPublish first = receiveNew(QoS.AT_LEAST_ONCE, 4);
		IncomingPublish second = receiveNew(QoS.EXACTLY_ONCE, 3);
		IncomingPublish third = receiveNew(QoS.EXACTLY_ONCE, 2);
		IncomingPublish fourth = receiveNew(QoS.AT_LEAST_ONCE, 1);
		this.publishes.acknowledge(fourth, ReasonCode.SUCCESS);
		this.publishes.acknowledge(second, ReasonCode.SUCCESS);
		assertThat(this.answers).isEmpty();
		this.publishes.acknowledge(first, ReasonCode.SUCCESS);
		assertThat(this.answers).containsExactly(new Puback(4), new Pubrec(3));
		this.publishes.acknowledge(third, ReasonCode.SUCCESS);
		assertThat(this.answers).containsExactly(new Puback(4), new Pubrec(3), new Pubrec(2), new Puback(1));
	}

	@Test
	@Mqtt5("MQTT-4.6.0-3")
	@Mqtt3("MQTT-4.6.0-3")
	void repeatedPubrecTakesItsPlaceInTheOrderOfArrival() {
		this.publishes.acknowledge(receiveNew(QoS.EXACTLY_ONCE, 1), ReasonCode.SUCCESS);
		this.answers.clear();
		IncomingPublish second = receiveNew(QoS.EXACTLY_ONCE, 2);
		assertThat(receive(QoS.EXACTLY_ONCE, 1)).isNull();
		assertThat(this.answers).isEmpty();
		this.publishes.acknowledge(second, ReasonCode.SUCCESS);
		assertThat(this.answers).containsExactly(new Pubrec(2), new Pubrec(1));
	}

	@Test
	void abandonedMessageIsNotAnsweredAndHoldsNothingBack() {
		IncomingPublish first = receiveNew(QoS.AT_LEAST_ONCE, 1);
		IncomingPublish second = receiveNew(QoS.EXACTLY_ONCE, 2);
		IncomingPublish third = receiveNew(QoS.AT_LEAST_ONCE, 3);
		this.publishes.acknowledge(third, ReasonCode.SUCCESS);
		this.publishes.abandon(second);
		assertThat(this.answers).isEmpty();
		this.publishes.abandon(first);
		assertThat(this.answers).containsExactly(new Puback(3));
	}

	@Test
	@Mqtt5("MQTT-3.3.4-9")
	void brokerMustNotExceedTheReceiveMaximum() {
		receiveNew(QoS.AT_LEAST_ONCE, 1);
		receiveNew(QoS.EXACTLY_ONCE, 2);
		receiveNew(QoS.AT_LEAST_ONCE, 3);
		receiveNew(QoS.EXACTLY_ONCE, 4);
		assertReceiveMaximumExceeded(QoS.AT_LEAST_ONCE);
		assertReceiveMaximumExceeded(QoS.EXACTLY_ONCE);
	}

	@Test
	@Mqtt5("MQTT-3.3.4-9")
	void placeIsFreeAfterPubackPubcompAndRefusal() {
		IncomingPublish first = receiveNew(QoS.AT_LEAST_ONCE, 1);
		IncomingPublish second = receiveNew(QoS.EXACTLY_ONCE, 2);
		IncomingPublish third = receiveNew(QoS.EXACTLY_ONCE, 3);
		receiveNew(QoS.EXACTLY_ONCE, 4);
		this.publishes.acknowledge(first, ReasonCode.SUCCESS);
		receiveNew(QoS.AT_LEAST_ONCE, 5);
		this.publishes.acknowledge(second, ReasonCode.SUCCESS);
		assertReceiveMaximumExceeded(QoS.AT_LEAST_ONCE);
		this.publishes.release(2);
		this.publishes.release(2);
		receiveNew(QoS.AT_LEAST_ONCE, 6);
		assertReceiveMaximumExceeded(QoS.AT_LEAST_ONCE);
		this.publishes.acknowledge(third, ReasonCode.UNSPECIFIED_ERROR);
		receiveNew(QoS.AT_LEAST_ONCE, 7);
		assertReceiveMaximumExceeded(QoS.AT_LEAST_ONCE);
	}

	@Test
	@Mqtt5("MQTT-3.3.4-9")
	void acknowledgementThatIsHeldBackFreesNoPlace() {
		receiveNew(QoS.AT_LEAST_ONCE, 1);
		this.publishes.acknowledge(receiveNew(QoS.AT_LEAST_ONCE, 2), ReasonCode.SUCCESS);
		receiveNew(QoS.AT_LEAST_ONCE, 3);
		receiveNew(QoS.AT_LEAST_ONCE, 4);
		assertReceiveMaximumExceeded(QoS.AT_LEAST_ONCE);
	}

	@Test
	@Mqtt5("MQTT-3.3.4-9")
	void abandonedMessageKeepsItsPlaceOnItsConnection() {
		this.publishes.abandon(receiveNew(QoS.AT_LEAST_ONCE, 1));
		this.publishes.abandon(receiveNew(QoS.EXACTLY_ONCE, 2));
		receiveNew(QoS.AT_LEAST_ONCE, 3);
		receiveNew(QoS.AT_LEAST_ONCE, 4);
		assertReceiveMaximumExceeded(QoS.AT_LEAST_ONCE);
	}

	@Test
	@Mqtt5("MQTT-3.3.4-9")
	void duplicateOfQos2TakesNoSecondPlace() {
		this.publishes.acknowledge(receiveNew(QoS.EXACTLY_ONCE, 1), ReasonCode.SUCCESS);
		receiveNew(QoS.EXACTLY_ONCE, 2);
		receive(QoS.EXACTLY_ONCE, 1);
		receive(QoS.EXACTLY_ONCE, 2);
		receiveNew(QoS.EXACTLY_ONCE, 3);
		receiveNew(QoS.EXACTLY_ONCE, 4);
		assertReceiveMaximumExceeded(QoS.EXACTLY_ONCE);
	}

	private void assertReceiveMaximumExceeded(QoS qos) {
		assertThatExceptionOfType(MqttProtocolException.class).isThrownBy(() -> receive(qos, 100))
			.withMessage("The broker sent more than 4 messages without waiting for their acknowledgement")
			.satisfies((ex) -> assertThat(ex.reasonCode()).isEqualTo(ReasonCode.RECEIVE_MAXIMUM_EXCEEDED));
	}

	private IncomingPublish receiveNew(QoS qos, int packetIdentifier) {
		return Objects.requireNonNull(receive(qos, packetIdentifier), "taken for a duplicate");
	}

	private @Nullable IncomingPublish receive(QoS qos, int packetIdentifier) {
		return this.publishes.receive(publish(qos, packetIdentifier, false));
	}

	private Publish publish(QoS qos, int packetIdentifier, boolean duplicate) {
		return new Publish(packetIdentifier, duplicate, MqttMessage.of("a", "payload").qos(qos), 0);
	}

}
