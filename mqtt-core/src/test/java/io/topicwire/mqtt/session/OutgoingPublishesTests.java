package io.topicwire.mqtt.session;

import java.util.List;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttProtocolException;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import io.topicwire.mqtt.packet.Publish;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link OutgoingPublishes} on one connection.
 */
class OutgoingPublishesTests {

	private final PacketIdentifiers<Object> identifiers = new PacketIdentifiers<>();

	private final OutgoingPublishes<String> publishes = new OutgoingPublishes<>(this.identifiers,
			new RecordedChanges());

	@ParameterizedTest
	@EnumSource(names = { "AT_LEAST_ONCE", "EXACTLY_ONCE" })
	@Mqtt5({ "MQTT-4.3.2-2", "MQTT-4.3.3-2" })
	void firstTransmissionIsNoDuplicate(QoS qos) {
		MqttMessage message = message(qos);
		Publish publish = this.publishes.send(1, message, "attachment").toPublish(false);
		assertThat(publish.message()).isSameAs(message);
		assertThat(publish.packetIdentifier()).isEqualTo(1);
		assertThat(publish.duplicate()).isFalse();
		assertThat(publish.topicAlias()).isZero();
	}

	@Test
	@Mqtt5("MQTT-3.3.1-3")
	@Mqtt3("MQTT-3.3.1-3")
	void messageThatWasReceivedAsDuplicateIsSentAsNewOne() {
		MqttMessage received = new MqttMessage("a", new byte[0], QoS.AT_LEAST_ONCE, false, true,
				message(QoS.AT_LEAST_ONCE).properties());
		assertThat(this.publishes.send(2, received, "attachment").toPublish(false).duplicate()).isFalse();
	}

	@Test
	@Mqtt5({ "MQTT-4.3.2-1", "MQTT-4.3.3-1" })
	void everyMessageTakesAnIdentifierThatNoOtherRequestHolds() {
		this.identifiers.acquire((packetIdentifier) -> "SUBSCRIBE");
		assertThat(send(QoS.AT_LEAST_ONCE)).isEqualTo(2);
		this.identifiers.acquire((packetIdentifier) -> "UNSUBSCRIBE");
		assertThat(send(QoS.EXACTLY_ONCE)).isEqualTo(4);
	}

	@Test
	@Mqtt5({ "MQTT-2.2.1-5", "MQTT-4.3.2-3" })
	@Mqtt3({ "MQTT-2.3.1-3", "MQTT-2.3.1-6", "MQTT-4.3.2-1" })
	void pubackFinishesTheMessageWithItsIdentifier() {
		send(QoS.AT_LEAST_ONCE);
		this.publishes.send(1, message(QoS.AT_LEAST_ONCE), "second");
		OutgoingPublish<String> acknowledged = this.publishes.acknowledge(2);
		assertThat(acknowledged).isNotNull();
		assertThat(acknowledged.attachment()).isEqualTo("second");
		assertThat(acknowledged.packetIdentifier()).isEqualTo(2);
		assertThat(this.publishes.inFlight()).isEqualTo(1);
		assertThat(this.identifiers.get(1)).isNotNull();
		assertThat(this.identifiers.get(2)).isNull();
	}

	@Test
	@Mqtt5("MQTT-2.2.1-5")
	@Mqtt3("MQTT-2.3.1-6")
	void answerWithUnknownIdentifierFinishesNothing() {
		send(QoS.AT_LEAST_ONCE);
		send(QoS.EXACTLY_ONCE);
		assertThat(this.publishes.acknowledge(3)).isNull();
		assertThat(this.publishes.receive(3, ReasonCode.SUCCESS)).isNull();
		assertThat(this.publishes.complete(3)).isNull();
		assertThat(this.publishes.inFlight()).isEqualTo(2);
	}

	@Test
	@Mqtt5("MQTT-2.2.1-5")
	void answerWithIdentifierOfAnotherRequestFinishesNothing() {
		this.identifiers.acquire((packetIdentifier) -> "SUBSCRIBE");
		assertThat(this.publishes.acknowledge(1)).isNull();
		assertThat(this.publishes.receive(1, ReasonCode.SUCCESS)).isNull();
		assertThat(this.publishes.complete(1)).isNull();
		this.publishes.takeBack(1);
		assertThat(this.identifiers.get(1)).isEqualTo("SUBSCRIBE");
		assertThat(this.publishes.inFlight()).isZero();
	}

	@Test
	@Mqtt5({ "MQTT-4.3.3-3", "MQTT-4.3.3-4", "MQTT-4.3.3-5" })
	@Mqtt3({ "MQTT-2.3.1-3", "MQTT-4.3.3-1" })
	void messageOfQos2IsFinishedByPubrecAndPubcomp() {
		this.publishes.send(1, message(QoS.EXACTLY_ONCE), "attachment");
		OutgoingPublish<String> received = this.publishes.receive(1, ReasonCode.SUCCESS);
		assertThat(received).isNotNull();
		assertThat(received.released()).isTrue();
		assertThat(this.publishes.inFlight()).isEqualTo(1);
		assertThat(this.identifiers.get(1)).isNotNull();
		OutgoingPublish<String> completed = this.publishes.complete(1);
		assertThat(completed).isSameAs(received);
		assertThat(this.publishes.inFlight()).isZero();
		assertThat(this.identifiers.get(1)).isNull();
	}

	@Test
	@Mqtt5("MQTT-4.3.3-4")
	void pubrecWithoutSubscribersReleasesTheMessage() {
		send(QoS.EXACTLY_ONCE);
		OutgoingPublish<String> received = this.publishes.receive(1, ReasonCode.NO_MATCHING_SUBSCRIBERS);
		assertThat(received).isNotNull();
		assertThat(received.released()).isTrue();
	}

	@Test
	@Mqtt5({ "MQTT-3.5.2-1", "MQTT-4.3.3-4", "MQTT-4.4.0-2" })
	void pubrecThatRefusesFinishesTheMessage() {
		send(QoS.EXACTLY_ONCE);
		OutgoingPublish<String> received = this.publishes.receive(1, ReasonCode.NOT_AUTHORIZED);
		assertThat(received).isNotNull();
		assertThat(received.released()).isFalse();
		assertThat(this.publishes.inFlight()).isZero();
		assertThat(this.identifiers.get(1)).isNull();
		assertThat(this.publishes.resume(10)).isEmpty();
	}

	@Test
	void repeatedPubrecIsAnsweredAgain() {
		send(QoS.EXACTLY_ONCE);
		assertThat(this.publishes.receive(1, ReasonCode.SUCCESS)).isNotNull();
		assertThat(this.publishes.receive(1, ReasonCode.SUCCESS)).isNotNull();
		assertThat(this.publishes.inFlight()).isEqualTo(1);
	}

	@Test
	void pubackForQos2IsRefused() {
		send(QoS.EXACTLY_ONCE);
		assertRefused(() -> this.publishes.acknowledge(1), "PUBACK", 2);
	}

	@Test
	void pubrecForQos1IsRefused() {
		send(QoS.AT_LEAST_ONCE);
		assertRefused(() -> this.publishes.receive(1, ReasonCode.SUCCESS), "PUBREC", 1);
	}

	@ParameterizedTest
	@EnumSource(names = { "AT_LEAST_ONCE", "EXACTLY_ONCE" })
	void pubcompBeforePubrecIsRefused(QoS qos) {
		send(qos);
		assertRefused(() -> this.publishes.complete(1), "PUBCOMP", qos.level());
	}

	private void assertRefused(Runnable answer, String packet, int qos) {
		assertThatExceptionOfType(MqttProtocolException.class).isThrownBy(answer::run)
			.withMessage("The broker sent " + packet + " with packet identifier 1 for a message of QoS " + qos
					+ " that does not expect it")
			.satisfies((ex) -> assertThat(ex.reasonCode()).isEqualTo(ReasonCode.PROTOCOL_ERROR));
		assertThat(this.publishes.inFlight()).isEqualTo(1);
	}

	@Test
	@Mqtt5({ "MQTT-3.3.4-7", "MQTT-4.9.0-2" })
	void sendQuotaIsTheReceiveMaximum() {
		this.publishes.restart(2, (attachment) -> false);
		send(QoS.AT_LEAST_ONCE);
		assertThat(this.publishes.canSend()).isTrue();
		send(QoS.EXACTLY_ONCE);
		assertThat(this.publishes.canSend()).isFalse();
		assertThatIllegalStateException().isThrownBy(() -> send(QoS.AT_LEAST_ONCE))
			.withMessage("The send quota of 2 is used up");
		this.publishes.acknowledge(1);
		assertThat(this.publishes.canSend()).isTrue();
	}

	@Test
	@Mqtt5({ "MQTT-3.3.4-7", "MQTT-4.9.0-2" })
	void pubcompAndRefusingPubrecGiveQuotaBackButPubrecDoesNot() {
		this.publishes.restart(1, (attachment) -> false);
		send(QoS.EXACTLY_ONCE);
		this.publishes.receive(1, ReasonCode.SUCCESS);
		assertThat(this.publishes.canSend()).isFalse();
		this.publishes.complete(1);
		assertThat(this.publishes.canSend()).isTrue();
		send(QoS.EXACTLY_ONCE);
		this.publishes.receive(2, ReasonCode.QUOTA_EXCEEDED);
		assertThat(this.publishes.canSend()).isTrue();
	}

	@Test
	@Mqtt5("MQTT-4.9.0-2")
	void repeatedAnswersDoNotRaiseTheQuota() {
		this.publishes.restart(2, (attachment) -> false);
		send(QoS.AT_LEAST_ONCE);
		this.publishes.acknowledge(1);
		this.publishes.acknowledge(1);
		this.publishes.complete(1);
		send(QoS.AT_LEAST_ONCE);
		send(QoS.AT_LEAST_ONCE);
		assertThat(this.publishes.canSend()).isFalse();
	}

	@Test
	@Mqtt5("MQTT-2.2.1-3")
	@Mqtt3("MQTT-2.3.1-2")
	void identifiersAreLeftToSubscriptions() {
		this.identifiers.acquire((packetIdentifier) -> "SUBSCRIBE");
		for (int i = 1; i < 65_520; i++) {
			send(QoS.AT_LEAST_ONCE);
		}
		assertThat(this.publishes.canSend()).isFalse();
		assertThat(this.publishes.inFlight()).isEqualTo(65_519);
		assertThat(this.identifiers.available()).isEqualTo(15);
	}

	@Test
	void messageThatIsTakenBackGivesQuotaAndIdentifierBack() {
		this.publishes.restart(1, (attachment) -> false);
		send(QoS.AT_LEAST_ONCE);
		this.publishes.takeBack(1);
		assertThat(this.publishes.canSend()).isTrue();
		assertThat(this.identifiers.get(1)).isNull();
		assertThat(this.publishes.resume(1)).isEmpty();
	}

	@Test
	void drainReturnsMessagesInTheOrderInWhichTheyWereSent() {
		for (int i = 0; i < 65_534; i++) {
			int packetIdentifier = send(QoS.AT_LEAST_ONCE);
			this.publishes.acknowledge(packetIdentifier);
		}
		this.identifiers.acquire((packetIdentifier) -> "SUBSCRIBE");
		this.publishes.send(1, message(QoS.AT_LEAST_ONCE), "first");
		this.publishes.send(1, message(QoS.EXACTLY_ONCE), "second");
		List<OutgoingPublish<String>> drained = this.publishes.restart(65_535, (attachment) -> false);
		assertThat(drained).extracting(OutgoingPublish::attachment).containsExactly("first", "second");
		assertThat(drained).extracting(OutgoingPublish::packetIdentifier).containsExactly(1, 2);
		assertThat(this.publishes.inFlight()).isZero();
		assertThat(this.identifiers.values()).containsExactly("SUBSCRIBE");
	}

	private int send(QoS qos) {
		return this.publishes.send(1, message(qos), "attachment").packetIdentifier();
	}

	private MqttMessage message(QoS qos) {
		return MqttMessage.of("a", "payload").qos(qos);
	}

}
