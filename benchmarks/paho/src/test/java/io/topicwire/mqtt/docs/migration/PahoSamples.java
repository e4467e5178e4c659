package io.topicwire.mqtt.docs.migration;

import java.nio.charset.StandardCharsets;

import org.eclipse.paho.client.mqttv3.DisconnectedBufferOptions;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallbackExtended;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/**
 * Samples of Eclipse Paho.
 */
class PahoSamples {

	void connect() throws MqttException {
		// tag::connect[]
		MqttAsyncClient client = new MqttAsyncClient("ssl://broker.example.com:8883", "meter-7",
				new MemoryPersistence());
		MqttConnectOptions options = new MqttConnectOptions();
		options.setUserName("meter");
		options.setPassword("secret".toCharArray());
		options.setCleanSession(false);
		options.setAutomaticReconnect(true);
		client.setCallback(new MqttCallbackExtended() {

			@Override
			public void connectComplete(boolean reconnect, String serverUri) {
				try {
					client.subscribe("plants/+/commands", 1);
				}
				catch (MqttException ex) {
					// …
				}
			}

			@Override
			public void messageArrived(String topic, MqttMessage message) {
				handle(topic, message.getPayload());
			}

			@Override
			public void connectionLost(Throwable cause) {
			}

			@Override
			public void deliveryComplete(IMqttDeliveryToken token) {
			}

		});
		client.connect(options).waitForCompletion();
		// end::connect[]
	}

	void publish(MqttAsyncClient client) throws MqttException {
		// tag::publish[]
		MqttMessage message = new MqttMessage("running".getBytes(StandardCharsets.UTF_8));
		message.setQos(1);
		message.setRetained(true);
		client.publish("plants/7/state", message).waitForCompletion(10_000);
		// end::publish[]
	}

	void buffer(MqttAsyncClient client) {
		// tag::buffer[]
		DisconnectedBufferOptions buffer = new DisconnectedBufferOptions();
		buffer.setBufferEnabled(true);
		buffer.setBufferSize(1_000);
		buffer.setDeleteOldestMessages(true);
		client.setBufferOpts(buffer);
		// end::buffer[]
	}

	void acknowledge(MqttAsyncClient client, MqttMessage message) throws MqttException {
		// tag::acknowledge[]
		client.setManualAcks(true);
		// …
		client.messageArrivedComplete(message.getId(), message.getQos());
		// end::acknowledge[]
	}

	private void handle(String topic, byte[] payload) {
	}

}
