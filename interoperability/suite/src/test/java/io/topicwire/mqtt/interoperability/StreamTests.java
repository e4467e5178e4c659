package io.topicwire.mqtt.interoperability;

import java.util.stream.IntStream;

import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReconnectPolicy;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.stream.TlsOptions;
import io.topicwire.mqtt.stream.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what carries the bytes.
 */
interface StreamTests {

	Peer peer();

	@ParameterizedTest(name = "{0}")
	@EnumSource
	default void messagesOfAnySizeTravelBothWays(Transport transport) throws Exception {
		peer().assume(transport);
		ReceivedMessages received = new ReceivedMessages();
		MqttClient client = peer().client(transport, (builder) -> builder);
		for (int connection = 0; connection < 2; connection++) {
			client.connect();
			client.subscribe(peer().topic("stream"), QoS.AT_LEAST_ONCE, received);
			MessageStream stream = peer().stream(client, QoS.AT_LEAST_ONCE);
			int count = 200;
			for (int i = 0; i < count; i++) {
				stream.publish(MqttMessage.of(peer().topic("stream"), new byte[i * 20]).qos(QoS.AT_LEAST_ONCE));
			}
			stream.await();
			assertThat(received.next(count)).extracting((message) -> message.payload().length)
				.isEqualTo(IntStream.range(0, count).mapToObj((i) -> i * 20).toList());
			client.unsubscribe(peer().topic("stream"));
			client.disconnect();
		}
	}

	@ParameterizedTest(name = "{0}")
	@EnumSource(names = { "TLS", "SECURE_WEB_SOCKET" })
	default void certificateThatIsNotTrustedIsRefused(Transport transport) {
		peer().assume(transport);
		MqttClient client = peer().client(transport,
				(builder) -> builder.tls(TlsOptions.DEFAULT).reconnect(ReconnectPolicy.NEVER));
		assertThatExceptionOfType(MqttConnectionException.class).isThrownBy(client::connect)
			.withMessageContaining("certificate");
	}

	@Test
	default void largePayloadTravelsOverTls() {
		peer().assume(Feature.TLS);
		peer().assume(Feature.LARGE_PAYLOAD);
		ReceivedMessages received = new ReceivedMessages();
		MqttClient client = peer().client(Transport.TLS, (builder) -> builder);
		client.connect();
		client.subscribe(peer().topic("large"), QoS.AT_LEAST_ONCE, received);
		client.publish(MqttMessage.of(peer().topic("large"), new byte[1024 * 1024]).qos(QoS.AT_LEAST_ONCE));
		assertThat(received.next().payload()).hasSize(1024 * 1024);
	}

}
