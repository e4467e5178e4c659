package io.topicwire.mqtt.spring.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Collects listeners until the application context is complete, and then hands them to
 * the registry. Later ones are handed on at once.
 *
 * @since 0.1.0
 */
public class MqttListenerEndpointRegistrar {

	private final Supplier<MqttListenerEndpointRegistry> registry;

	private final List<Registration> registrations = new ArrayList<>();

	private boolean complete;

	/**
	 * Create a registrar.
	 * @param registry supplies the registry, asked for when it is needed first
	 */
	public MqttListenerEndpointRegistrar(Supplier<MqttListenerEndpointRegistry> registry) {
		this.registry = registry;
	}

	/**
	 * Register a listener.
	 * @param endpoint the listener
	 * @param factory supplies what makes its container, asked for when the application
	 * context is complete
	 */
	public synchronized void registerEndpoint(MqttListenerEndpoint endpoint,
			Supplier<? extends MqttListenerContainerFactory> factory) {
		Registration registration = new Registration(endpoint, factory);
		if (this.complete) {
			register(registration);
		}
		else {
			this.registrations.add(registration);
		}
	}

	/**
	 * Hand all listeners to the registry.
	 */
	public synchronized void registerAllEndpoints() {
		this.registrations.forEach(this::register);
		this.registrations.clear();
		this.complete = true;
	}

	private void register(Registration registration) {
		this.registry.get().registerListenerContainer(registration.endpoint(), registration.factory().get());
	}

	private record Registration(MqttListenerEndpoint endpoint,
			Supplier<? extends MqttListenerContainerFactory> factory) {

	}

}
