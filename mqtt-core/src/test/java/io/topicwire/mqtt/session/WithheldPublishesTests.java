package io.topicwire.mqtt.session;

import java.util.ArrayList;
import java.util.List;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.Pubrec;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link IncomingPublishes} with messages whose handlers do not return.
 */
class WithheldPublishesTests {

	private final List<Packet> answers = new ArrayList<>();

	private final IncomingPublishes publishes = new IncomingPublishes(10, this.answers::add, new RecordedChanges());

	@Test
	void withheldMessageIsAnsweredInItsTurnIfNoLaterOneWas() {
		IncomingPublish first = receive(QoS.AT_LEAST_ONCE, 1);
		IncomingPublish second = receive(QoS.AT_LEAST_ONCE, 2);
		this.publishes.withhold(first);
		this.publishes.withhold(second);
		assertThat(this.publishes.withheld()).isEqualTo(2);
		acknowledge(first);
		acknowledge(second);
		assertThat(this.answers).containsExactly(new Puback(1), new Puback(2));
		assertThat(this.publishes.withheld()).isZero();
	}

	@Test
	@Mqtt5({ "MQTT-4.6.0-2", "MQTT-4.6.0-3" })
	@Mqtt3({ "MQTT-4.6.0-2", "MQTT-4.6.0-3" })
	void withheldMessageThatWasOvertakenIsNotAnsweredOnThisConnection() {
		IncomingPublish first = receive(QoS.AT_LEAST_ONCE, 1);
		IncomingPublish second = receive(QoS.EXACTLY_ONCE, 2);
		IncomingPublish third = receive(QoS.AT_LEAST_ONCE, 3);
		acknowledge(third);
		this.publishes.withhold(first);
		assertThat(this.answers).isEmpty();
		this.publishes.withhold(second);
		assertThat(this.answers).containsExactly(new Puback(3));
		assertThat(this.publishes.isAnswerable(first)).isFalse();
		assertThat(this.publishes.isAnswerable(second)).isTrue();
		acknowledge(first);
		acknowledge(second);
		assertThat(this.answers).containsExactly(new Puback(3));
		assertThat(this.publishes.withheld()).isEqualTo(2);
	}

	@Test
	void messageThatIsWithheldDoesNotLetOthersPassThatAreNot() {
		IncomingPublish first = receive(QoS.AT_LEAST_ONCE, 1);
		IncomingPublish second = receive(QoS.AT_LEAST_ONCE, 2);
		IncomingPublish third = receive(QoS.AT_LEAST_ONCE, 3);
		this.publishes.withhold(first);
		acknowledge(third);
		assertThat(this.answers).isEmpty();
		acknowledge(second);
		assertThat(this.answers).containsExactly(new Puback(2), new Puback(3));
	}

	@Test
	@Mqtt5({ "MQTT-4.3.3-10", "MQTT-4.6.0-3" })
	@Mqtt3("MQTT-4.3.3-2")
	void overtakenMessageOfQos2IsAnsweredOnTheNextConnectionWithoutBeingHandledAgain() {
		IncomingPublish first = receive(QoS.EXACTLY_ONCE, 1);
		this.publishes.withhold(first);
		acknowledge(receive(QoS.EXACTLY_ONCE, 2));
		acknowledge(first);
		this.publishes.restart(true);
		assertThat(this.publishes.withheld()).isZero();
		assertThat(this.publishes.receive(publish(QoS.EXACTLY_ONCE, 1))).isNull();
		assertThat(this.answers).containsExactly(new Pubrec(2), new Pubrec(1));
		assertThat(this.publishes.withheld()).isZero();
	}

	@Test
	void messageOfQos2StaysWithheldOnTheNextConnection() {
		IncomingPublish first = receive(QoS.EXACTLY_ONCE, 1);
		this.publishes.withhold(first);
		this.publishes.restart(true);
		assertThat(this.publishes.receive(publish(QoS.EXACTLY_ONCE, 1))).isNull();
		assertThat(this.publishes.withheld()).isOne();
		acknowledge(receive(QoS.AT_LEAST_ONCE, 2));
		assertThat(this.answers).containsExactly(new Puback(2));
	}

	@Test
	void messageOfAnEarlierConnectionTakesNoPlace() {
		IncomingPublish first = receive(QoS.AT_LEAST_ONCE, 1);
		this.publishes.restart(true);
		this.publishes.withhold(first);
		assertThat(this.publishes.withheld()).isZero();
	}

	@Test
	void overtakenMessageThatFailsIsHandledAgainOnTheNextConnection() {
		IncomingPublish first = receive(QoS.EXACTLY_ONCE, 1);
		this.publishes.withhold(first);
		acknowledge(receive(QoS.AT_LEAST_ONCE, 2));
		this.publishes.abandon(first);
		assertThat(this.publishes.withheld()).isOne();
		this.publishes.restart(true);
		acknowledge(receive(QoS.EXACTLY_ONCE, 1));
		assertThat(this.answers).containsExactly(new Puback(2), new Pubrec(1));
	}

	@Test
	void abandonedMessageThatTheBrokerReleasesGivesItsPlaceFree() {
		IncomingPublish first = receive(QoS.EXACTLY_ONCE, 1);
		this.publishes.abandon(first);
		assertThat(this.publishes.withheld()).isOne();
		this.publishes.release(1);
		assertThat(this.publishes.withheld()).isZero();
		for (int i = 1; i <= 10; i++) {
			assertThat(receive(QoS.AT_LEAST_ONCE, i)).isNotNull();
		}
	}

	@Test
	void messageTakesNoPlaceAfterItsExchange() {
		IncomingPublish first = receive(QoS.EXACTLY_ONCE, 1);
		this.publishes.withhold(first);
		acknowledge(first);
		assertThat(this.publishes.withheld()).isZero();
		this.publishes.release(1);
		assertThat(this.publishes.withheld()).isZero();
	}

	private IncomingPublish receive(QoS qos, int packetIdentifier) {
		IncomingPublish incoming = this.publishes.receive(publish(qos, packetIdentifier));
		assertThat(incoming).isNotNull();
		return incoming;
	}

	private static Publish publish(QoS qos, int packetIdentifier) {
		return new Publish(packetIdentifier, false, MqttMessage.of("a", "x").qos(qos), 0);
	}

	private void acknowledge(IncomingPublish incoming) {
		this.publishes.acknowledge(incoming, ReasonCode.SUCCESS);
	}

}
