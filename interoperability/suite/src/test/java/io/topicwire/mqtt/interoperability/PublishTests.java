package io.topicwire.mqtt.interoperability;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.client.MqttClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for messages on their way from one client to another.
 */
interface PublishTests {

	Peer peer();

	@ParameterizedTest(name = "{0}")
	@EnumSource
	default void messagesArriveOnceAndInTheOrderOfTheirTopic(QoS qos) throws Exception {
		peer().assume(qos);
		int count = 500;
		List<ReceivedMessages> received = List.of(new ReceivedMessages(), new ReceivedMessages());
		MqttClient subscriber = peer().connect();
		MqttClient publisher = peer().connect();
		for (int topic = 0; topic < received.size(); topic++) {
			subscriber.subscribe(peer().topic("topics/" + topic), qos, received.get(topic));
		}
		MessageStream stream = peer().stream(publisher, qos);
		for (int i = 0; i < count; i++) {
			for (int topic = 0; topic < received.size(); topic++) {
				stream.publish(MqttMessage.of(peer().topic("topics/" + topic), "m" + i).qos(qos));
			}
		}
		stream.await();
		List<String> expected = IntStream.range(0, count).mapToObj((i) -> "m" + i).toList();
		for (int topic = 0; topic < received.size(); topic++) {
			List<MqttMessage> messages = received.get(topic).next(count);
			assertThat(messages).extracting(MqttMessage::payloadAsString).isEqualTo(expected);
			assertThat(messages).allSatisfy((message) -> assertThat(message.qos()).isEqualTo(qos));
		}
		publisher.publish(MqttMessage.of(peer().topic("topics/0"), "last").qos(qos));
		assertThat(received.get(0).payloadsUntil("last")).isEmpty();
	}

	@ParameterizedTest(name = "{0}")
	@EnumSource
	default void qosOfTheSubscriptionIsTheHighestAtWhichMessagesArrive(QoS qos) {
		peer().assume(qos);
		ReceivedMessages received = new ReceivedMessages();
		MqttClient client = peer().connect();
		client.subscribe(peer().topic("level"), qos, received);
		for (QoS published : QoS.values()) {
			if (peer().supports(published)) {
				client.publish(MqttMessage.of(peer().topic("level"), "level").qos(published));
				int level = Math.min(qos.level(), published.level());
				assertThat(received.next().qos().level()).isEqualTo(level);
			}
		}
	}

	@Test
	default void messageWithoutPayloadArrives() {
		assertThat(sendAndReceive(MqttMessage.empty(peer().topic("empty")).qos(QoS.AT_LEAST_ONCE)).payload()).isEmpty();
	}

	@Test
	default void payloadOfAMebibyteArrives() {
		peer().assume(Feature.LARGE_PAYLOAD);
		byte[] payload = new byte[1024 * 1024];
		for (int i = 0; i < payload.length; i++) {
			payload[i] = (byte) (i * 31);
		}
		MqttMessage received = sendAndReceive(MqttMessage.of(peer().topic("large"), payload).qos(QoS.AT_LEAST_ONCE));
		assertThat(Arrays.equals(received.payload(), payload)).isTrue();
	}

	@Test
	default void topicNameInAnyScriptArrivesUnchanged() {
		String topic = peer().topic("Zürich/工場/Ω😀/$x//");
		assertThat(sendAndReceive(MqttMessage.of(topic, "text").qos(QoS.AT_LEAST_ONCE)).topic()).isEqualTo(topic);
	}

	@Test
	default void topicNameWithBlanksArrivesUnchanged() {
		peer().assume(Feature.BLANKS_IN_TOPICS);
		String topic = peer().topic(" north / 7 ");
		assertThat(sendAndReceive(MqttMessage.of(topic, "text").qos(QoS.AT_LEAST_ONCE)).topic()).isEqualTo(topic);
	}

	@Test
	default void payloadOfEveryByteArrivesUnchanged() {
		byte[] payload = new byte[256];
		for (int i = 0; i < payload.length; i++) {
			payload[i] = (byte) i;
		}
		MqttMessage received = sendAndReceive(MqttMessage.of(peer().topic("bytes"), payload).qos(QoS.AT_LEAST_ONCE));
		assertThat(received.payload()).isEqualTo(payload);
	}

	@Test
	default void publisherLearnsThatNobodySubscribes() {
		peer().assume(Feature.NO_MATCHING_SUBSCRIBERS);
		MqttClient client = peer().connect();
		PublishResult result = client.publish(MqttMessage.of(peer().topic("nobody"), "text").qos(QoS.AT_LEAST_ONCE));
		assertThat(result.reasonCode()).isEqualTo(ReasonCode.NO_MATCHING_SUBSCRIBERS);
	}

	private MqttMessage sendAndReceive(MqttMessage message) {
		ReceivedMessages received = new ReceivedMessages();
		MqttClient client = peer().connect();
		client.subscribe(peer().topic("#"), message.qos(), received);
		client.publish(message);
		return received.next();
	}

}
