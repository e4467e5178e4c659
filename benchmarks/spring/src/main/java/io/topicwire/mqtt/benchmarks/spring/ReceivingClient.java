package io.topicwire.mqtt.benchmarks.spring;

import java.util.function.BiConsumer;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.benchmarks.BenchmarkClient;
import org.jspecify.annotations.Nullable;

/**
 * A client that receives only.
 */
interface ReceivingClient extends BenchmarkClient<MqttMessage> {

	@Override
	default MqttMessage message(String topic, byte[] payload, int qos) {
		return MqttMessage.of(topic, payload);
	}

	@Override
	default PublishCall<MqttMessage> publishing(BiConsumer<@Nullable Object, @Nullable Throwable> completion) {
		throw new UnsupportedOperationException("Receives only");
	}

	@Override
	default void publishBlocking(String topic, MqttMessage message, int qos) {
		throw new UnsupportedOperationException("Receives only");
	}

}
