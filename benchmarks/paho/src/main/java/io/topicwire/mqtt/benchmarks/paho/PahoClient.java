package io.topicwire.mqtt.benchmarks.paho;

import java.util.Objects;
import java.util.function.BiConsumer;

import io.topicwire.mqtt.benchmarks.BenchmarkClient;
import io.topicwire.mqtt.benchmarks.Endpoint;
import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.jspecify.annotations.Nullable;

/**
 * Eclipse Paho for MQTT 3.1.1: its asynchronous client without files, which are its
 * default and slow. More messages may be in flight than are outstanding, because it
 * refuses others, and says that a message is finished before it has given its place free.
 */
public final class PahoClient implements BenchmarkClient<MqttMessage> {

	private @Nullable MqttAsyncClient client;

	@Override
	public void connect(Endpoint endpoint) throws MqttException {
		if (endpoint.isVersion5()) {
			throw new UnsupportedOperationException("Compared with MQTT 3.1.1 only");
		}
		MqttConnectOptions options = new MqttConnectOptions();
		options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
		options.setMaxInflight(Math.min(endpoint.outstanding() * 10 + 100, 65_535));
		this.client = new MqttAsyncClient("tcp://" + Endpoint.HOST + ":" + endpoint.port(), endpoint.clientId(),
				new MemoryPersistence());
		this.client.connect(options).waitForCompletion();
	}

	private MqttAsyncClient client() {
		return Objects.requireNonNull(this.client, "not connected");
	}

	@Override
	public MqttMessage message(String topic, byte[] payload, int qos) {
		MqttMessage message = new MqttMessage(payload);
		message.setQos(qos);
		return message;
	}

	@Override
	public PublishCall<MqttMessage> publishing(BiConsumer<@Nullable Object, @Nullable Throwable> completion) {
		MqttAsyncClient client = client();
		IMqttActionListener listener = new IMqttActionListener() {

			@Override
			public void onSuccess(IMqttToken token) {
				completion.accept(token, null);
			}

			@Override
			public void onFailure(IMqttToken token, Throwable failure) {
				completion.accept(null, failure);
			}

		};
		return (topic, message, qos) -> client.publish(topic, message, null, listener);
	}

	@Override
	public void publishBlocking(String topic, MqttMessage message, int qos) throws MqttException {
		client().publish(topic, message).waitForCompletion();
	}

	@Override
	public void subscribe(String filter, int qos, MessageCall call) throws MqttException {
		client().subscribe(filter, qos, (topic, message) -> call.received(topic, message.getPayload().length))
			.waitForCompletion();
	}

	@Override
	public void close() throws MqttException {
		client().disconnect().waitForCompletion();
	}

}
