package io.topicwire.mqtt.boot.console;

import java.time.Clock;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.config.MqttListenerEndpointRegistry;
import io.topicwire.mqtt.spring.listener.DefaultMqttMessageListenerContainer;
import io.topicwire.mqtt.spring.listener.ListenerStatistics;
import io.topicwire.mqtt.spring.listener.MqttMessageListenerContainer;
import org.jspecify.annotations.Nullable;

/**
 * What there is to see: the connections, the listeners, and what was recorded of them.
 */
final class ConsoleState {

	private static final Comparator<MqttMessageListenerContainer> BY_ID = Comparator
		.comparing(MqttMessageListenerContainer::getListenerId);

	private final Clock clock = Clock.systemUTC();

	private final Map<String, ConnectionMonitor> monitors = new LinkedHashMap<>();

	private final @Nullable MqttListenerEndpointRegistry registry;

	private final MqttConsoleRecorder recorder;

	private boolean listening;

	ConsoleState(Map<String, MqttClient> clients, @Nullable MqttListenerEndpointRegistry registry,
			MqttConsoleRecorder recorder) {
		this.registry = registry;
		this.recorder = recorder;
		clients.forEach((name, client) -> this.monitors.put(name, new ConnectionMonitor(name, client, this.clock)));
		open();
	}

	/**
	 * Begin to keep in mind what happens to connections, or go on after {@link #close()}.
	 */
	synchronized void open() {
		if (!this.listening) {
			this.listening = true;
			this.monitors.values().forEach((monitor) -> monitor.client().addListener(monitor));
		}
	}

	long now() {
		return this.clock.millis();
	}

	MqttConsoleRecorder recorder() {
		return this.recorder;
	}

	Collection<ConnectionMonitor> monitors() {
		return this.monitors.values();
	}

	/**
	 * Return the client of a connection.
	 * @param name the name of the connection
	 */
	MqttClient client(String name) {
		ConnectionMonitor monitor = this.monitors.get(name);
		if (monitor == null) {
			throw ConsoleException
				.notFound("There is no connection '%s' among %s".formatted(name, this.monitors.keySet()));
		}
		return monitor.client();
	}

	/**
	 * Return the container of a listener.
	 * @param id the identifier of the listener
	 */
	MqttMessageListenerContainer container(String id) {
		MqttMessageListenerContainer container = (this.registry != null) ? this.registry.getListenerContainer(id)
				: null;
		if (container == null) {
			throw ConsoleException.notFound("There is no listener with id '%s'".formatted(id));
		}
		return container;
	}

	Map<String, @Nullable Object> connections() {
		long now = now();
		this.monitors.values().forEach(ConnectionMonitor::refresh);
		return Json.object("time", now, "connections",
				this.monitors.values()
					.stream()
					.map((monitor) -> ConnectionCard.of(monitor, this.recorder, now))
					.toList());
	}

	Map<String, @Nullable Object> listeners() {
		long now = now();
		return Json.object("time", now, "listeners",
				containers().stream().map((container) -> listener(container, now)).toList());
	}

	private List<MqttMessageListenerContainer> containers() {
		return (this.registry != null) ? this.registry.getListenerContainers().stream().sorted(BY_ID).toList()
				: Collections.emptyList();
	}

	private Map<String, @Nullable Object> listener(MqttMessageListenerContainer container, long now) {
		ListenerStatistics statistics = container.getStatistics();
		Map<String, @Nullable Object> json = Json.object("id", container.getListenerId(), "connection",
				connection(container), "filters", container.getTopicFilters(), "running", container.isRunning(),
				"paused", container.isPauseRequested(), "resting", container.isContainerPaused(), "handled",
				statistics.handled(), "failures", statistics.failures(), "retries", statistics.retries(), "recovered",
				statistics.recovered(), "filtered", statistics.filtered(), "discarded", statistics.discarded(), "stuck",
				statistics.stuck(), "waiting", statistics.waiting());
		json.putAll(this.recorder.listeners().describe(container.getListenerId(), now));
		return json;
	}

	private @Nullable String connection(MqttMessageListenerContainer container) {
		if (container instanceof DefaultMqttMessageListenerContainer known) {
			for (ConnectionMonitor monitor : this.monitors.values()) {
				if (monitor.client() == known.getClient()) {
					return monitor.name();
				}
			}
		}
		return null;
	}

	/**
	 * Do what is due once a second while somebody looks.
	 */
	void sample() {
		this.monitors.values().forEach(ConnectionMonitor::sample);
		Set<String> present = containers().stream()
			.map(MqttMessageListenerContainer::getListenerId)
			.collect(Collectors.toSet());
		this.recorder.listeners().retain(present);
	}

	void start() {
		this.recorder.start();
	}

	void stop() {
		this.recorder.stop();
		this.monitors.values().forEach(ConnectionMonitor::forgetSamples);
	}

	synchronized void close() {
		stop();
		this.listening = false;
		this.monitors.values().forEach((monitor) -> monitor.client().removeListener(monitor));
	}

}
