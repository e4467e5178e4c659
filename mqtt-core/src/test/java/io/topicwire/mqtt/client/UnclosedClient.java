package io.topicwire.mqtt.client;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReconnectPolicy;
import io.topicwire.mqtt.store.DiskSessionStore;
import org.awaitility.Awaitility;

/**
 * A process whose main method ends without closing its client.
 */
public final class UnclosedClient {

	/**
	 * What the process says last.
	 */
	static final String END_OF_MAIN = "end of main";

	private UnclosedClient() {
	}

	/**
	 * Use a client, and end.
	 * @param arguments the situation, the URL of the broker, and a directory
	 * @throws Exception if anything fails
	 */
	public static void main(String[] arguments) throws Exception {
		MqttClientBuilder builder = MqttClient.builder(arguments[1]).clientId("meter-7");
		switch (arguments[0]) {
			case "connected" -> builder.build().connect();
			case "reconnecting" -> {
				MqttClient client = builder.build();
				client.connect();
				Awaitility.await().until(() -> client.status().state() == ConnectionState.RECONNECTING);
			}
			case "connecting" -> {
				MqttClient client = builder.reconnect(ReconnectPolicy.DEFAULT.firstConnect(true)).build();
				client.connectAsync();
				client.publishAsync(MqttMessage.of("a", "x").qos(QoS.AT_LEAST_ONCE));
			}
			case "handling" -> {
				CountDownLatch begun = new CountDownLatch(1);
				MqttClient client = builder.defaultHandler((message) -> {
					begun.countDown();
					new CountDownLatch(1).await();
				}).build();
				client.connect();
				begun.await();
			}
			case "storing" -> builder.sessionStore(DiskSessionStore.at(Path.of(arguments[2])))
				.cleanStart(false)
				.sessionExpiry(Duration.ofHours(1))
				.build()
				.enqueue(MqttMessage.of("a", "x").qos(QoS.AT_LEAST_ONCE));
			default -> throw new IllegalArgumentException(arguments[0]);
		}
		System.out.println(END_OF_MAIN);
	}

}
