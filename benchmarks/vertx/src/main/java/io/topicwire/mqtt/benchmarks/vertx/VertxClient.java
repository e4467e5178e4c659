package io.topicwire.mqtt.benchmarks.vertx;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

import io.netty.handler.codec.mqtt.MqttQoS;
import io.topicwire.mqtt.benchmarks.BenchmarkClient;
import io.topicwire.mqtt.benchmarks.Endpoint;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import org.jspecify.annotations.Nullable;

/**
 * The Vert.x client for MQTT 3.1.1. All clients share one Vert.x, as its documentation
 * says; as many messages may be in flight as will be outstanding, because it refuses
 * others. Acknowledgements are told by the one handler of the client, which is the only
 * way to learn of them.
 */
public final class VertxClient implements BenchmarkClient<Buffer> {

	private static final Vertx VERTX = Vertx.vertx();

	private final Map<String, MessageCall> calls = new ConcurrentHashMap<>();

	private @Nullable MqttClient client;

	private @Nullable Acknowledgements acknowledgements;

	@Override
	public void connect(Endpoint endpoint) throws Exception {
		if (endpoint.isVersion5()) {
			throw new UnsupportedOperationException("Compared with MQTT 3.1.1 only");
		}
		MqttClientOptions options = new MqttClientOptions().setClientId(endpoint.clientId())
			.setMaxInflightQueue(Math.max(endpoint.outstanding(), 10) + 1)
			.setMaxMessageSize(20 * 1024 * 1024);
		MqttClient client = MqttClient.create(VERTX, options);
		client.publishHandler((message) -> {
			MessageCall call = this.calls.get(message.topicName());
			if (call != null) {
				call.received(message.topicName(), message.payload().length());
			}
		});
		await(client.connect(endpoint.port(), Endpoint.HOST));
		this.client = client;
	}

	private static <T> T await(Future<T> future) throws Exception {
		return future.toCompletionStage().toCompletableFuture().get();
	}

	private MqttClient client() {
		return Objects.requireNonNull(this.client, "not connected");
	}

	@Override
	public Buffer message(String topic, byte[] payload, int qos) {
		return Buffer.buffer(payload);
	}

	@Override
	public PublishCall<Buffer> publishing(BiConsumer<@Nullable Object, @Nullable Throwable> completion) {
		MqttClient client = client();
		Acknowledgements acknowledgements = acknowledgements();
		Completable<Integer> written = completion::accept;
		Completable<Integer> acknowledged = (packetId, failure) -> {
			if (failure != null) {
				completion.accept(null, failure);
			}
			else {
				acknowledgements.written(packetId, completion);
			}
		};
		return (topic, message, qos) -> client.publish(topic, message, MqttQoS.valueOf(qos), false, false)
			.onComplete((qos == 0) ? written : acknowledged);
	}

	// Large, and so there only for a client that publishes
	private Acknowledgements acknowledgements() {
		if (this.acknowledgements == null) {
			this.acknowledgements = new Acknowledgements();
			client().publishCompletionHandler(this.acknowledgements::acknowledged);
		}
		return this.acknowledgements;
	}

	@Override
	public void publishBlocking(String topic, Buffer message, int qos) throws Exception {
		Acknowledgements acknowledgements = acknowledgements();
		Future<Integer> written = client().publish(topic, message, MqttQoS.valueOf(qos), false, false);
		if (qos == 0) {
			await(written);
			return;
		}
		CompletableFuture<@Nullable Void> acknowledged = new CompletableFuture<>();
		written.onComplete((packetId, failure) -> {
			if (failure != null) {
				acknowledged.completeExceptionally(failure);
			}
			else {
				acknowledgements.written(packetId, (result, none) -> acknowledged.complete(null));
			}
		});
		acknowledged.get();
	}

	@Override
	public void subscribe(String filter, int qos, MessageCall call) throws Exception {
		this.calls.put(filter, call);
		Map<String, Integer> topics = new HashMap<>();
		topics.put(filter, qos);
		await(client().subscribe(topics));
	}

	@Override
	public void close() throws Exception {
		await(client().disconnect());
	}

}
