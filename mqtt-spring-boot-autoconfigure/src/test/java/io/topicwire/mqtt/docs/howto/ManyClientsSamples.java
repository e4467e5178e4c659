package io.topicwire.mqtt.docs.howto;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;

import io.topicwire.mqtt.OutboxOptions;
import io.topicwire.mqtt.ReconnectPolicy;
import io.topicwire.mqtt.client.MqttClient;

/**
 * Samples of many clients.
 */
class ManyClientsSamples {

	// tag::fleet[]
	class Fleet implements AutoCloseable {

		private final List<MqttClient> clients = new ArrayList<>();

		Fleet(int size, ThreadFactory threadFactory) {
			for (int i = 0; i < size; i++) {
				MqttClient client = MqttClient.builder("mqtt://broker.example.com")
					.clientId("device-" + i)
					.outbox(OutboxOptions.DEFAULT.limit(100, 1024 * 1024))
					.reconnect(ReconnectPolicy.DEFAULT.firstConnect(true))
					.threadFactory(threadFactory)
					.build();
				this.clients.add(client);
				client.connectAsync();
			}
		}

		@Override
		public void close() {
			this.clients.parallelStream().forEach(MqttClient::close);
		}

	}
	// end::fleet[]

}
