package io.topicwire.mqtt.benchmarks.hivemq;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import io.topicwire.mqtt.benchmarks.BenchmarkClient;
import io.topicwire.mqtt.benchmarks.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * The HiveMQ client for MQTT 3.1.1 with its asynchronous API, the executors it has by
 * default, and a callback per subscription, as its documentation shows. The payload is
 * looked at through a buffer, which spares a copy.
 */
public final class HiveMqClient implements BenchmarkClient<Mqtt3Publish> {

	private @Nullable Mqtt3AsyncClient client;

	@Override
	public void connect(Endpoint endpoint) {
		if (endpoint.isVersion5()) {
			throw new UnsupportedOperationException("Compared with MQTT 3.1.1 only");
		}
		this.client = MqttClient.builder()
			.useMqttVersion3()
			.identifier(endpoint.clientId())
			.serverHost(Endpoint.HOST)
			.serverPort(endpoint.port())
			.buildAsync();
		this.client.connect().join();
	}

	private Mqtt3AsyncClient client() {
		return Objects.requireNonNull(this.client, "not connected");
	}

	@Override
	public Mqtt3Publish message(String topic, byte[] payload, int qos) {
		return Mqtt3Publish.builder().topic(topic).payload(payload).qos(qos(qos)).build();
	}

	private static MqttQos qos(int qos) {
		return Objects.requireNonNull(MqttQos.fromCode(qos));
	}

	@Override
	public PublishCall<Mqtt3Publish> publishing(BiConsumer<@Nullable Object, @Nullable Throwable> completion) {
		Mqtt3AsyncClient client = client();
		return (topic, message, qos) -> client.publish(message).whenComplete(completion);
	}

	@Override
	public CompletableFuture<?> future() {
		return new CompletableFuture<>();
	}

	@Override
	public void publishBlocking(String topic, Mqtt3Publish message, int qos) {
		client().toBlocking().publish(message);
	}

	@Override
	public void subscribe(String filter, int qos, MessageCall call) {
		client().subscribeWith()
			.topicFilter(filter)
			.qos(qos(qos))
			.callback((publish) -> call.received(publish.getTopic().toString(),
					publish.getPayload().map((payload) -> payload.remaining()).orElse(0)))
			.send()
			.join();
	}

	@Override
	public void close() {
		client().disconnect().join();
	}

}
