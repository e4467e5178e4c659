package io.topicwire.mqtt.boot.autoconfigure.console;

import io.topicwire.mqtt.boot.console.MqttConsoleRecorder;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.config.DefaultMqttListenerContainerFactory;
import io.topicwire.mqtt.spring.core.MqttClientRegistry;
import io.topicwire.mqtt.spring.listener.MqttInvocationListener;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.util.function.SingletonSupplier;

/**
 * Lets the console see what listeners do, also those of container factories that the
 * application makes itself.
 */
class ConsoleListenerPostProcessor implements BeanPostProcessor {

	private final ObjectProvider<MqttConsoleRecorder> recorder;

	private final ObjectProvider<MqttClientRegistry> clients;

	ConsoleListenerPostProcessor(ObjectProvider<MqttConsoleRecorder> recorder,
			ObjectProvider<MqttClientRegistry> clients) {
		this.recorder = recorder;
		this.clients = clients;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof DefaultMqttListenerContainerFactory factory) {
			MqttClient client = factory.getClient();
			MqttInvocationListener console = this.recorder.getObject()
				.invocationListener(SingletonSupplier.of(() -> findConnection(client)));
			factory.setInvocationListener(both(console, factory.getInvocationListener()));
		}
		return bean;
	}

	private static MqttInvocationListener both(MqttInvocationListener console,
			@Nullable MqttInvocationListener application) {
		if (application == null) {
			return console;
		}
		return (listenerId, message, elapsed, failure) -> {
			console.invoked(listenerId, message, elapsed, failure);
			application.invoked(listenerId, message, elapsed, failure);
		};
	}

	private String findConnection(MqttClient client) {
		return this.clients.getObject()
			.getClients()
			.entrySet()
			.stream()
			.filter((entry) -> entry.getValue() == client)
			.map((entry) -> entry.getKey())
			.findFirst()
			.orElse("");
	}

}
