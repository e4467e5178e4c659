package io.topicwire.mqtt.spring.listener;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.context.Lifecycle;
import org.springframework.util.Assert;

/**
 * Containers that are started and stopped together. Thread-safe.
 *
 * @since 0.1.0
 */
public class ContainerGroup implements Lifecycle {

	private final String name;

	private final Map<String, MqttMessageListenerContainer> containers = new ConcurrentHashMap<>();

	/**
	 * Create a group without containers.
	 * @param name the name of the group
	 */
	public ContainerGroup(String name) {
		Assert.hasText(name, "'name' must not be empty");
		this.name = name;
	}

	/**
	 * Return the name of the group.
	 * @return the name
	 */
	public String getName() {
		return this.name;
	}

	/**
	 * Return the identifiers of the listeners.
	 * @return the identifiers
	 */
	public Collection<String> getListenerIds() {
		return List.copyOf(this.containers.keySet());
	}

	/**
	 * Return the containers, those of the lowest phase first.
	 * @return the containers
	 */
	public List<MqttMessageListenerContainer> getContainers() {
		return this.containers.values()
			.stream()
			.sorted(Comparator.comparingInt(MqttMessageListenerContainer::getPhase))
			.toList();
	}

	/**
	 * Return whether a container is part of the group.
	 * @param container the container
	 * @return whether it is
	 */
	public boolean contains(MqttMessageListenerContainer container) {
		return this.containers.containsValue(container);
	}

	/**
	 * Return whether no container is running.
	 * @return whether all are stopped
	 */
	public boolean allStopped() {
		return this.containers.values().stream().noneMatch(MqttMessageListenerContainer::isRunning);
	}

	/**
	 * Add a container.
	 * @param container the container
	 */
	public void addContainer(MqttMessageListenerContainer container) {
		this.containers.put(container.getListenerId(), container);
	}

	/**
	 * Remove a container.
	 * @param container the container
	 * @return whether it was part of the group
	 */
	public boolean removeContainer(MqttMessageListenerContainer container) {
		return this.containers.remove(container.getListenerId(), container);
	}

	/**
	 * Start all containers, those of the lowest phase first.
	 */
	@Override
	public void start() {
		getContainers().forEach(MqttMessageListenerContainer::start);
	}

	/**
	 * Stop all containers, those of the highest phase first, which unsubscribes.
	 */
	@Override
	public void stop() {
		List<MqttMessageListenerContainer> containers = getContainers();
		for (int i = containers.size() - 1; i >= 0; i--) {
			containers.get(i).stop();
		}
	}

	/**
	 * Return whether any container is running.
	 * @return whether one is
	 */
	@Override
	public boolean isRunning() {
		return !allStopped();
	}

	@Override
	public String toString() {
		return "ContainerGroup '%s' of %s".formatted(this.name, this.containers.keySet());
	}

}
