package io.topicwire.mqtt.engine;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttProtocolException;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.conformance.Mqtt5;
import io.topicwire.mqtt.packet.Publish;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link IncomingTopicAliases}.
 */
class IncomingTopicAliasesTests {

	private final IncomingTopicAliases aliases = new IncomingTopicAliases(3);

	@Test
	void messageWithoutAliasStaysAsItIs() {
		Publish publish = publish("a", 0);
		assertThat(this.aliases.resolve(publish)).isSameAs(publish);
	}

	@Test
	@Mqtt5("MQTT-3.3.2-10")
	void everyAliasUpToTheMaximumCanBeUsedAndGivenToAnotherTopic() {
		for (int alias = 1; alias <= 3; alias++) {
			assertThat(topic("topic/" + alias, alias)).isEqualTo("topic/" + alias);
		}
		assertThat(topic("", 2)).isEqualTo("topic/2");
		assertThat(topic("another", 2)).isEqualTo("another");
		assertThat(topic("", 1)).isEqualTo("topic/1");
		assertThat(topic("", 2)).isEqualTo("another");
		assertThat(topic("", 3)).isEqualTo("topic/3");
	}

	@Test
	void onlyTheTopicOfTheMessageChanges() {
		topic("topic", 1);
		MqttMessage message = new MqttMessage("", new byte[] { 7 }, QoS.EXACTLY_ONCE, true, true,
				MqttMessage.empty("").contentType("text/plain").properties());
		Publish resolved = this.aliases.resolve(new Publish(5, true, message, 1));
		assertThat(resolved.packetIdentifier()).isEqualTo(5);
		assertThat(resolved.duplicate()).isTrue();
		assertThat(resolved.message()).usingRecursiveComparison().isEqualTo(message.topic("topic"));
	}

	@Test
	@Mqtt5({ "MQTT-3.1.2-26", "MQTT-3.3.2-11" })
	void aliasAboveTheMaximumIsRefused() {
		assertRefused(this.aliases, publish("a", 4), ReasonCode.TOPIC_ALIAS_INVALID,
				"The broker sent topic alias 4 although 3 is the highest one allowed");
	}

	@Test
	@Mqtt5("MQTT-3.1.2-27")
	void everyAliasIsRefusedIfNoneIsAllowed() {
		assertRefused(new IncomingTopicAliases(0), publish("a", 1), ReasonCode.TOPIC_ALIAS_INVALID,
				"The broker sent topic alias 1 although none is allowed");
	}

	@Test
	void unknownAliasIsRefused() {
		assertRefused(this.aliases, publish("", 1), ReasonCode.PROTOCOL_ERROR,
				"The broker sent topic alias 1 without having said what it stands for");
	}

	private String topic(String topic, int alias) {
		return this.aliases.resolve(publish(topic, alias)).message().topic();
	}

	private static Publish publish(String topic, int alias) {
		return new Publish(0, false, MqttMessage.empty(topic), alias);
	}

	private static void assertRefused(IncomingTopicAliases aliases, Publish publish, ReasonCode reasonCode,
			String message) {
		assertThatExceptionOfType(MqttProtocolException.class).isThrownBy(() -> aliases.resolve(publish))
			.withMessage(message)
			.satisfies((ex) -> assertThat(ex.reasonCode()).isEqualTo(reasonCode));
	}

}
