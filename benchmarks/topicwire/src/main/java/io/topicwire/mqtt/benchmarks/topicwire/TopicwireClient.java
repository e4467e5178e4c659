package io.topicwire.mqtt.benchmarks.topicwire;

import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.function.BiConsumer;

import io.topicwire.mqtt.InboxOverflowPolicy;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.OutboxFullPolicy;
import io.topicwire.mqtt.OutboxOptions;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.benchmarks.BenchmarkClient;
import io.topicwire.mqtt.benchmarks.Endpoint;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.client.MqttClientBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The client of this project. Its outbox has room for all messages that are outstanding,
 * whatever their size, and holds a caller back that does not ask what becomes of them;
 * and received messages that find no room hold the server back, because none may be
 * missing here. All else is as by default, but for packets that may be a little larger.
 */
public final class TopicwireClient implements BenchmarkClient<MqttMessage> {

	private static final QoS[] QOS = QoS.values();

	private @Nullable MqttClient client;

	@Override
	public void connect(Endpoint endpoint) throws Exception {
		OutboxOptions outbox = new OutboxOptions(Math.max(10_000, endpoint.outstanding()), 256L * 1024 * 1024,
				OutboxFullPolicy.WAIT, Duration.ofSeconds(30), 1_000, OutboxOptions.DEFAULT.whileOffline());
		MqttClientBuilder builder = MqttClient.builder("mqtt://" + Endpoint.HOST + ":" + endpoint.port())
			.clientId(endpoint.clientId())
			.protocolVersion(endpoint.isVersion5() ? ProtocolVersion.MQTT_5 : ProtocolVersion.MQTT_3_1_1)
			.outbox(outbox)
			.maximumPacketSize(20 * 1024 * 1024)
			.onInboxOverflow(InboxOverflowPolicy.STOP_READING);
		if (endpoint.virtualThreads()) {
			builder.threadFactory(virtualThreads());
		}
		this.client = builder.build();
		this.client.connect();
	}

	// Compiled for Java 17, which has none
	private static ThreadFactory virtualThreads() throws ReflectiveOperationException {
		try {
			Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
			return (ThreadFactory) Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
		}
		catch (InvocationTargetException ex) {
			throw new IllegalStateException(ex.getCause());
		}
	}

	private MqttClient client() {
		if (this.client == null) {
			throw new IllegalStateException("Not connected");
		}
		return this.client;
	}

	@Override
	public MqttMessage message(String topic, byte[] payload, int qos) {
		MqttMessage message = MqttMessage.of(topic, payload);
		return (qos == 0) ? message : message.qos(QOS[qos]);
	}

	@Override
	public PublishCall<MqttMessage> publishing(BiConsumer<@Nullable Object, @Nullable Throwable> completion) {
		MqttClient client = client();
		return (topic, message, qos) -> client.publishAsync(message).whenComplete(completion);
	}

	@Override
	public CompletableFuture<?> future() {
		return new CompletableFuture<>();
	}

	@Override
	public PublishCall<MqttMessage> sending() {
		MqttClient client = client();
		return (topic, message, qos) -> client.enqueue(message);
	}

	@Override
	public void publishBlocking(String topic, MqttMessage message, int qos) {
		client().publish(message);
	}

	@Override
	public void subscribe(String filter, int qos, MessageCall call) {
		client().subscribe(filter, QOS[qos], (message) -> call.received(message.topic(), message.payload().length));
	}

	@Override
	public void close() {
		client().close();
	}

}
