package io.topicwire.mqtt.spring.config;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import io.topicwire.mqtt.spring.listener.ContainerGroup;
import io.topicwire.mqtt.spring.listener.MqttMessageListenerContainer;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * Keeps the containers of all listeners, and starts and stops them with the application.
 * When the application stops, containers are suspended rather than stopped, so that
 * subscriptions of a lasting session stay. While it is running and has a container, it
 * keeps the virtual machine from ending. Listeners may come and go at any time.
 * Thread-safe.
 * <p>
 * Each group of containers is a bean of type {@link ContainerGroup} as well, from the
 * moment when its first listener is registered: {@code nightly.group} for the group
 * {@code nightly}.
 *
 * @since 0.1.0
 */
public class MqttListenerEndpointRegistry implements SmartLifecycle, BeanFactoryAware {

	/**
	 * Phase in which containers are started, among each other by their own phases. A
	 * client has to connect in a later one, so that listeners are there when the broker
	 * replays a session.
	 */
	public static final int PHASE = Integer.MAX_VALUE - 100;

	private static final Comparator<MqttMessageListenerContainer> PHASES = Comparator
		.comparingInt(MqttMessageListenerContainer::getPhase);

	private final Map<String, MqttMessageListenerContainer> containers = new ConcurrentHashMap<>();

	private final Map<String, ContainerGroup> groups = new ConcurrentHashMap<>();

	private final List<MqttListenerRegistrationListener> listeners = new CopyOnWriteArrayList<>();

	private final KeepAlive keepAlive = new KeepAlive();

	private final ContainerStopper stopper = new ContainerStopper();

	// Tells those who still stop that it was started again
	private final AtomicInteger starts = new AtomicInteger();

	private @Nullable ConfigurableBeanFactory beanFactory;

	private volatile boolean running;

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = (beanFactory instanceof ConfigurableBeanFactory configurable) ? configurable : null;
	}

	/**
	 * Create the container of a listener, and start it if the registry is running and the
	 * container is to be started with the application.
	 * @param endpoint the listener
	 * @param factory makes the container
	 * @throws IllegalStateException if there is a listener with the same identifier
	 */
	public void registerListenerContainer(MqttListenerEndpoint endpoint, MqttListenerContainerFactory factory) {
		registerListenerContainer(endpoint, factory, false);
	}

	/**
	 * Create the container of a listener.
	 * @param endpoint the listener
	 * @param factory makes the container
	 * @param startImmediately whether to start the container now in any case;
	 * {@code false} to start it if the registry is running and the container is to be
	 * started with the application
	 * @throws IllegalStateException if there is a listener with the same identifier
	 */
	public void registerListenerContainer(MqttListenerEndpoint endpoint, MqttListenerContainerFactory factory,
			boolean startImmediately) {
		Assert.notNull(endpoint, "'endpoint' must not be null");
		Assert.notNull(factory, "'factory' must not be null");
		MqttMessageListenerContainer container = factory.createListenerContainer(endpoint);
		MqttMessageListenerContainer other = this.containers.putIfAbsent(endpoint.getId(), container);
		Assert.state(other == null,
				() -> "There are two listeners with id '%s', for the topics %s and %s; give each listener its own"
					.formatted(endpoint.getId(), topics(other), topics(container)));
		String group = endpoint.getGroup();
		if (StringUtils.hasText(group)) {
			group(group).addContainer(container);
		}
		this.listeners.forEach((listener) -> listener.registered(container));
		if (this.running) {
			this.keepAlive.start();
		}
		if (startImmediately || (this.running && container.isAutoStartup())) {
			container.start();
		}
	}

	private static List<String> topics(@Nullable MqttMessageListenerContainer container) {
		return (container != null) ? container.getTopicFilters() : Collections.emptyList();
	}

	private ContainerGroup group(String name) {
		ContainerGroup group = new ContainerGroup(name);
		ContainerGroup present = this.groups.putIfAbsent(name, group);
		if (present == null && this.beanFactory != null) {
			this.beanFactory.registerSingleton(name + ".group", group);
		}
		return (present != null) ? present : group;
	}

	/**
	 * Stop the container of a listener and forget it.
	 * @param id the identifier of the listener
	 * @return the container, or {@code null} if there is none
	 */
	public @Nullable MqttMessageListenerContainer unregisterListenerContainer(String id) {
		MqttMessageListenerContainer container = this.containers.remove(id);
		if (container != null) {
			this.groups.values().forEach((group) -> group.removeContainer(container));
			container.stop();
			this.listeners.forEach((listener) -> listener.unregistered(container));
		}
		return container;
	}

	/**
	 * Add what is told which listeners come and go. It is told about those that there are
	 * already at once.
	 * @param listener the listener
	 */
	public void addRegistrationListener(MqttListenerRegistrationListener listener) {
		Assert.notNull(listener, "'listener' must not be null");
		this.listeners.add(listener);
		this.containers.values().forEach(listener::registered);
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

	/**
	 * Return the containers of the listeners whose identifiers match.
	 * @param idMatcher says which identifiers match
	 * @return the containers
	 */
	public Collection<MqttMessageListenerContainer> getListenerContainersMatching(Predicate<String> idMatcher) {
		return getListenerContainers().stream()
			.filter((container) -> idMatcher.test(container.getListenerId()))
			.toList();
	}

	/**
	 * Return a group of containers.
	 * @param name the name that listeners give the group
	 * @return the group, or {@code null} if no listener belongs to it
	 */
	public @Nullable ContainerGroup getContainerGroup(String name) {
		return this.groups.get(name);
	}

	@Override
	public void start() {
		this.starts.incrementAndGet();
		this.running = true;
		if (!this.containers.isEmpty()) {
			this.keepAlive.start();
		}
		this.containers.values()
			.stream()
			.filter(MqttMessageListenerContainer::isAutoStartup)
			.sorted(PHASES)
			.forEach(MqttMessageListenerContainer::start);
	}

	@Override
	public void stop() {
		this.running = false;
		try {
			this.stopper.stop(getListenerContainers(), MqttMessageListenerContainer::suspend, isStartedAgain());
		}
		finally {
			if (!this.running) {
				this.keepAlive.stop();
			}
		}
	}

	/**
	 * Suspend all containers without waiting, unless it is a listener that stops the
	 * application.
	 * @param callback told when all listeners have returned, or may not be waited for any
	 * longer
	 */
	@Override
	public void stop(Runnable callback) {
		this.running = false;
		this.stopper.stop(getListenerContainers(), MqttMessageListenerContainer::suspend, isStartedAgain(), () -> {
			if (!this.running) {
				this.keepAlive.stop();
			}
			callback.run();
		});
	}

	/**
	 * Keep further messages waiting, and wait until all listeners have returned. To be
	 * called before containers are suspended: what has been handled is then acknowledged,
	 * and what is waiting stays unacknowledged and comes again if the session lasts.
	 * Containers of one phase are waited for at once, each for as long as it may take.
	 */
	public void hold() {
		this.stopper.stop(getListenerContainers(), MqttMessageListenerContainer::hold, isStartedAgain());
	}

	/**
	 * Do as {@link #hold()} without waiting, unless it is a listener that asks for it.
	 * @param callback told when all listeners have returned, or may not be waited for any
	 * longer
	 */
	public void hold(Runnable callback) {
		this.stopper.stop(getListenerContainers(), MqttMessageListenerContainer::hold, isStartedAgain(), callback);
	}

	/**
	 * Have no listener called any more from now on, without waiting for those that run.
	 * For the moment in which clients disconnect: containers whose turn to stop has not
	 * come yet, because the listeners of others did not return in the time that the
	 * application has to stop, would go on with beans that are destroyed.
	 */
	public void shut() {
		this.containers.values().forEach(MqttMessageListenerContainer::shut);
	}

	private BooleanSupplier isStartedAgain() {
		int start = this.starts.get();
		return () -> this.starts.get() != start;
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
