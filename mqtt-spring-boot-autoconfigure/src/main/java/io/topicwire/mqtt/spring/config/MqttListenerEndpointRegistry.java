package io.topicwire.mqtt.spring.config;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.topicwire.mqtt.spring.listener.MqttMessageListenerContainer;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.util.Assert;

/**
 * Keeps the containers of all listeners, and starts and stops them with the application.
 * When the application stops, containers are suspended rather than stopped, so that
 * subscriptions of a lasting session stay. While it is running and has a container, it
 * keeps the virtual machine from ending. Thread-safe.
 *
 * @since 0.1.0
 */
public class MqttListenerEndpointRegistry implements SmartLifecycle {

	/**
	 * Phase in which containers are started. A client has to connect in a later one, so
	 * that listeners are there when the broker replays a session.
	 */
	public static final int PHASE = Integer.MAX_VALUE - 100;

	private final Map<String, MqttMessageListenerContainer> containers = new ConcurrentHashMap<>();

	private final KeepAlive keepAlive = new KeepAlive();

	private volatile boolean running;

	/**
	 * Create the container of a listener, and start it if the registry is running and the
	 * container is to be started with the application.
	 * @param endpoint the listener
	 * @param factory makes the container
	 * @throws IllegalStateException if there is a listener with the same identifier
	 */
	public void registerListenerContainer(MqttListenerEndpoint endpoint, MqttListenerContainerFactory factory) {
		MqttMessageListenerContainer container = factory.createListenerContainer(endpoint);
		Assert.state(this.containers.putIfAbsent(endpoint.getId(), container) == null,
				() -> "There is another listener with id '%s'; give each listener its own".formatted(endpoint.getId()));
		if (this.running) {
			this.keepAlive.start();
			if (container.isAutoStartup()) {
				container.start();
			}
		}
	}

	/**
	 * Stop the container of a listener and forget it.
	 * @param id the identifier of the listener
	 * @return the container, or {@code null} if there is none
	 */
	public @Nullable MqttMessageListenerContainer unregisterListenerContainer(String id) {
		MqttMessageListenerContainer container = this.containers.remove(id);
		if (container != null) {
			container.stop();
		}
		return container;
	}

	/**
	 * Return the container of a listener.
	 * @param id the identifier of the listener
	 * @return the container, or {@code null} if there is none
	 */
	public @Nullable MqttMessageListenerContainer getListenerContainer(String id) {
		return this.containers.get(id);
	}

	/**
	 * Return the identifiers of all listeners.
	 * @return the identifiers
	 */
	public Set<String> getListenerContainerIds() {
		return Set.copyOf(this.containers.keySet());
	}

	/**
	 * Return the containers of all listeners.
	 * @return the containers
	 */
	public Collection<MqttMessageListenerContainer> getListenerContainers() {
		return Set.copyOf(this.containers.values());
	}

	@Override
	public void start() {
		this.running = true;
		if (!this.containers.isEmpty()) {
			this.keepAlive.start();
		}
		this.containers.values()
			.stream()
			.filter(MqttMessageListenerContainer::isAutoStartup)
			.forEach(MqttMessageListenerContainer::start);
	}

	@Override
	public void stop() {
		this.running = false;
		this.containers.values().forEach(MqttMessageListenerContainer::suspend);
		this.keepAlive.stop();
	}

	/**
	 * Keep further messages waiting, and wait until all listeners have returned. To be
	 * called before containers are suspended: what has been handled is then acknowledged,
	 * and what is waiting stays unacknowledged and comes again if the session lasts.
	 */
	public void hold() {
		this.containers.values().forEach(MqttMessageListenerContainer::hold);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
