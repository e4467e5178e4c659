package io.topicwire.mqtt.benchmarks.spring;

import java.util.Collections;
import java.util.Objects;

import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.benchmarks.Endpoint;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.support.ReceivedMessages;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConverter;

/**
 * A handler of the client of the same application, which calls by hand the converter that
 * the listener has its record from.
 */
public final class ConverterClient implements ReceivingClient {

	private @Nullable ConfigurableApplicationContext context;

	@Override
	public void connect(Endpoint endpoint) {
		this.context = ReadingApplication.run(endpoint);
	}

	private ConfigurableApplicationContext context() {
		return Objects.requireNonNull(this.context, "Not connected");
	}

	@Override
	public void subscribe(String filter, int qos, MessageCall call) {
		MessageConverter converter = context().getBean("mqttMessageConverter", MessageConverter.class);
		context().getBean(MqttClient.class).subscribe(filter, QoS.AT_MOST_ONCE, (received) -> {
			Message<byte[]> message = ReceivedMessages.toMessage(received, Collections.emptyMap());
			Reading reading = (Reading) Objects.requireNonNull(converter.fromMessage(message, Reading.class));
			call.received(reading.unit(), MessageCall.UNKNOWN);
		});
	}

	@Override
	public void close() {
		context().close();
	}

}
