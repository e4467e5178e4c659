package io.topicwire.mqtt.session;

import java.util.List;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.conformance.Mqtt3;
import io.topicwire.mqtt.conformance.Mqtt5;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.Pubrel;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OutgoingPublishes} after a connection was lost at any step of an
 * exchange.
 */
class OutgoingPublishesResumeTests {

	private final PacketIdentifiers<Object> identifiers = new PacketIdentifiers<>();

	private final OutgoingPublishes<Integer> publishes = new OutgoingPublishes<>(this.identifiers,
			new RecordedChanges());

	private int sent;

	@Test
	@Mqtt5({ "MQTT-3.3.1-1", "MQTT-4.3.3-3", "MQTT-4.4.0-1" })
	@Mqtt3({ "MQTT-2.3.1-3", "MQTT-3.3.1-1", "MQTT-4.4.0-1" })
	void publishIsSentAgainAsDuplicateWithItsIdentifier() {
		MqttMessage message = message(QoS.AT_LEAST_ONCE);
		this.publishes.send(1, message, 1);
		this.publishes.send(1, message(QoS.EXACTLY_ONCE), 2);
		List<Packet> packets = this.publishes.resume(10);
		assertThat(describe(packets)).containsExactly("PUBLISH 1 DUP", "PUBLISH 2 DUP");
		assertThat(((Publish) packets.get(0)).message()).isSameAs(message);
	}

	@Test
	@Mqtt5({ "MQTT-4.3.3-5", "MQTT-4.3.3-6", "MQTT-4.4.0-1" })
	@Mqtt3({ "MQTT-4.3.3-1", "MQTT-4.4.0-1" })
	void afterPubrecOnlyPubrelIsSentAgain() {
		send(QoS.EXACTLY_ONCE);
		this.publishes.receive(1, ReasonCode.SUCCESS);
		assertThat(this.publishes.resume(10)).containsExactly(new Pubrel(1));
		assertThat(this.publishes.resume(10)).containsExactly(new Pubrel(1));
	}

	@Test
	@Mqtt5("MQTT-4.4.0-2")
	void finishedMessagesAreNotSentAgain() {
		send(QoS.AT_LEAST_ONCE);
		send(QoS.EXACTLY_ONCE);
		this.publishes.acknowledge(1);
		this.publishes.receive(2, ReasonCode.SUCCESS);
		this.publishes.complete(2);
		assertThat(this.publishes.resume(10)).isEmpty();
	}

	@Test
	@Mqtt5({ "MQTT-4.6.0-1", "MQTT-4.6.0-4" })
	@Mqtt3({ "MQTT-4.6.0-1", "MQTT-4.6.0-4" })
	void everythingIsSentAgainInItsOriginalOrder() {
		send(QoS.EXACTLY_ONCE);
		send(QoS.EXACTLY_ONCE);
		send(QoS.AT_LEAST_ONCE);
		this.publishes.receive(2, ReasonCode.SUCCESS);
		send(QoS.EXACTLY_ONCE);
		this.publishes.receive(1, ReasonCode.SUCCESS);
		send(QoS.AT_LEAST_ONCE);
		assertThat(describe(this.publishes.resume(10))).containsExactly("PUBLISH 3 DUP", "PUBREL 2", "PUBLISH 4 DUP",
				"PUBREL 1", "PUBLISH 5 DUP");
	}

	@Test
	@Mqtt5("MQTT-4.6.0-1")
	@Mqtt3("MQTT-4.6.0-1")
	void orderIsKeptWhenIdentifiersStartAnew() {
		for (int i = 1; i < 65_535; i++) {
			this.publishes.acknowledge(send(QoS.AT_LEAST_ONCE));
		}
		send(QoS.AT_LEAST_ONCE);
		send(QoS.AT_LEAST_ONCE);
		assertThat(describe(this.publishes.resume(10))).containsExactly("PUBLISH 65535 DUP", "PUBLISH 1 DUP");
	}

	@Test
	@Mqtt5("MQTT-4.6.0-4")
	@Mqtt3("MQTT-4.6.0-4")
	void repeatedPubrecDoesNotChangeTheOrder() {
		send(QoS.EXACTLY_ONCE);
		send(QoS.EXACTLY_ONCE);
		this.publishes.receive(1, ReasonCode.SUCCESS);
		this.publishes.receive(2, ReasonCode.SUCCESS);
		this.publishes.receive(1, ReasonCode.SUCCESS);
		assertThat(describe(this.publishes.resume(10))).containsExactly("PUBREL 1", "PUBREL 2");
	}

	@Test
	@Mqtt5("MQTT-4.4.0-1")
	void newMessagesFollowThoseThatAreSentAgain() {
		send(QoS.AT_LEAST_ONCE);
		this.publishes.resume(10);
		send(QoS.AT_LEAST_ONCE);
		assertThat(describe(this.publishes.resume(10))).containsExactly("PUBLISH 1 DUP", "PUBLISH 2 DUP");
	}

	@Test
	@Mqtt5("MQTT-4.9.0-1")
	void messagesThatAreSentAgainCountAgainstTheQuota() {
		send(QoS.AT_LEAST_ONCE);
		send(QoS.AT_LEAST_ONCE);
		assertThat(this.publishes.resume(2)).hasSize(2);
		assertThat(this.publishes.canSend()).isFalse();
		this.publishes.acknowledge(1);
		assertThat(this.publishes.canSend()).isTrue();
	}

	@Test
	@Mqtt5({ "MQTT-3.3.4-7", "MQTT-4.9.0-1" })
	void noMoreIsSentAgainThanASmallerReceiveMaximumAllows() {
		send(QoS.AT_LEAST_ONCE);
		send(QoS.EXACTLY_ONCE);
		send(QoS.AT_LEAST_ONCE);
		assertThat(describe(this.publishes.resume(1))).containsExactly("PUBLISH 1 DUP");
		assertThat(this.publishes.resend()).isNull();
		this.publishes.acknowledge(1);
		assertThat(this.publishes.canSend()).isFalse();
		assertThat(describe(this.publishes.resend())).isEqualTo("PUBLISH 2 DUP");
		this.publishes.receive(2, ReasonCode.SUCCESS);
		assertThat(this.publishes.resend()).isNull();
		this.publishes.complete(2);
		assertThat(describe(this.publishes.resend())).isEqualTo("PUBLISH 3 DUP");
		assertThat(this.publishes.canSend()).isFalse();
		this.publishes.acknowledge(3);
		assertThat(this.publishes.canSend()).isTrue();
	}

	@Test
	@Mqtt5("MQTT-4.6.0-4")
	void pubrelIsNeverHeldBack() {
		send(QoS.EXACTLY_ONCE);
		send(QoS.EXACTLY_ONCE);
		send(QoS.AT_LEAST_ONCE);
		this.publishes.receive(2, ReasonCode.SUCCESS);
		this.publishes.receive(1, ReasonCode.SUCCESS);
		assertThat(describe(this.publishes.resume(1))).containsExactly("PUBREL 2", "PUBREL 1");
		this.publishes.complete(2);
		assertThat(this.publishes.resend()).isNull();
		this.publishes.complete(1);
		assertThat(describe(this.publishes.resend())).isEqualTo("PUBLISH 3 DUP");
	}

	@Test
	void messageThatIsAnsweredWhileItIsHeldBackIsNotSentAgain() {
		for (int i = 0; i < 5; i++) {
			send((i < 2) ? QoS.AT_LEAST_ONCE : QoS.EXACTLY_ONCE);
		}
		this.publishes.resume(1);
		this.publishes.acknowledge(2);
		this.publishes.receive(3, ReasonCode.SUCCESS);
		this.publishes.receive(4, ReasonCode.NOT_AUTHORIZED);
		assertThat(this.publishes.resend()).isNull();
		this.publishes.acknowledge(1);
		assertThat(this.publishes.resend()).isNull();
		this.publishes.complete(3);
		assertThat(describe(this.publishes.resend())).isEqualTo("PUBLISH 5 DUP");
		assertThat(this.publishes.inFlight()).isEqualTo(1);
	}

	@Test
	@Mqtt5("MQTT-4.4.0-1")
	void whatWasHeldBackIsNotForgottenWithTheNextConnection() {
		send(QoS.AT_LEAST_ONCE);
		send(QoS.AT_LEAST_ONCE);
		this.publishes.resume(1);
		assertThat(describe(this.publishes.resume(2))).containsExactly("PUBLISH 1 DUP", "PUBLISH 2 DUP");
		assertThat(this.publishes.resend()).isNull();
		this.publishes.resume(1);
		assertThat(this.publishes.restart(65_535, (attachment) -> false)).extracting(OutgoingPublish::attachment)
			.containsExactly(1, 2);
		assertThat(this.publishes.resend()).isNull();
		assertThat(this.publishes.canSend()).isTrue();
	}

	@Test
	@Mqtt5("MQTT-4.9.0-1")
	void quotaGrowsWithTheReceiveMaximumOfTheNextConnection() {
		this.publishes.restart(1, (attachment) -> false);
		send(QoS.AT_LEAST_ONCE);
		assertThat(this.publishes.canSend()).isFalse();
		this.publishes.resume(2);
		assertThat(this.publishes.canSend()).isTrue();
	}

	@Test
	@Mqtt5("MQTT-3.2.2-5")
	void nothingOfALostSessionIsUsedAgain() {
		this.publishes.restart(3, (attachment) -> false);
		send(QoS.AT_LEAST_ONCE);
		send(QoS.EXACTLY_ONCE);
		send(QoS.EXACTLY_ONCE);
		this.publishes.receive(3, ReasonCode.SUCCESS);
		this.publishes.restart(3, (attachment) -> false);
		assertThat(this.publishes.inFlight()).isZero();
		assertThat(this.identifiers.values()).isEmpty();
		assertThat(this.publishes.acknowledge(1)).isNull();
		assertThat(this.publishes.receive(2, ReasonCode.SUCCESS)).isNull();
		assertThat(this.publishes.complete(3)).isNull();
		assertThat(this.publishes.resume(3)).isEmpty();
	}

	private int send(QoS qos) {
		return this.publishes.send(1, message(qos), ++this.sent).packetIdentifier();
	}

	private MqttMessage message(QoS qos) {
		return MqttMessage.of("a", "payload").qos(qos);
	}

	private List<String> describe(List<Packet> packets) {
		return packets.stream().map(this::describe).toList();
	}

	private String describe(Packet packet) {
		return (packet instanceof Publish publish)
				? "PUBLISH " + publish.packetIdentifier() + (publish.duplicate() ? " DUP" : "")
				: "PUBREL " + ((Pubrel) packet).packetIdentifier();
	}

}
