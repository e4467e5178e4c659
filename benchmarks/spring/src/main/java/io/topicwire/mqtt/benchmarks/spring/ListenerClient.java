package io.topicwire.mqtt.benchmarks.spring;

import java.util.Objects;

import io.topicwire.mqtt.benchmarks.Endpoint;
import io.topicwire.mqtt.spring.config.MqttListenerEndpointRegistry;
import io.topicwire.mqtt.spring.listener.MqttMessageListenerContainer;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * A method with {@code @MqttListener} that takes a record.
 */
public final class ListenerClient implements ReceivingClient {

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
		context().getBean(ReadingListener.class).call(call);
		MqttMessageListenerContainer container = context().getBean(MqttListenerEndpointRegistry.class)
			.getListenerContainer(ReadingListener.ID);
		Objects.requireNonNull(container, "No listener").addTopics(filter);
	}

	@Override
	public void close() {
		context().close();
	}

}
