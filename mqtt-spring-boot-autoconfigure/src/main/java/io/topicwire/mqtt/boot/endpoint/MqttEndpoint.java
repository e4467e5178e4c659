package io.topicwire.mqtt.boot.endpoint;

import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.config.MqttListenerEndpointRegistry;
import io.topicwire.mqtt.spring.listener.MqttMessageListenerContainer;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.util.Assert;

/**
 * {@link Endpoint} that shows the connections to brokers and the listeners, and lets them
 * be pinged, started, stopped, paused and resumed if access to it is not restricted to
 * reading, which it is by default.
 *
 * @since 0.1.0
 */
@Endpoint(id = "mqtt", defaultAccess = Access.READ_ONLY)
public class MqttEndpoint {

	private final Map<String, MqttClient> clients;

	private final Map<String, MqttErrorHistory> errors;

	private final @Nullable MqttListenerEndpointRegistry registry;

	/**
	 * Create an endpoint.
	 * @param clients the clients by the names of their connections
	 * @param registry the containers of the listeners, or {@code null} if there are none
	 */
	public MqttEndpoint(Map<String, MqttClient> clients, @Nullable MqttListenerEndpointRegistry registry) {
		Assert.notNull(clients, "'clients' must not be null");
		this.clients = Collections.unmodifiableMap(new TreeMap<>(clients));
		this.registry = registry;
		this.errors = new ConcurrentHashMap<>();
		this.clients.forEach((name, client) -> {
			MqttErrorHistory history = new MqttErrorHistory();
			this.errors.put(name, history);
			client.addListener(history);
		});
	}

	/**
	 * Return all connections and listeners.
	 * @return their descriptions
	 */
	@ReadOperation
	public MqttDescriptor mqtt() {
		Map<String, ConnectionDescriptor> connections = this.clients.keySet()
			.stream()
			.collect(Collectors.toMap(Function.identity(), this::describe, (first, second) -> first, TreeMap::new));
		List<ListenerDescriptor> listeners = (this.registry != null) ? this.registry.getListenerContainers()
			.stream()
			.map(ListenerDescriptor::of)
			.sorted(Comparator.comparing(ListenerDescriptor::id))
			.toList() : Collections.emptyList();
		return new MqttDescriptor(connections, listeners);
	}

	private ConnectionDescriptor describe(String name) {
		MqttErrorHistory history = this.errors.get(name);
		return ConnectionDescriptor.of(client(name), (history != null) ? history.errors() : Collections.emptyList());
	}

	/**
	 * Do something with a connection or a listener.
	 * @param type {@code connections} or {@code listeners}
	 * @param name the name of the connection or the identifier of the listener
	 * @param action {@code ping} for a connection, {@code start}, {@code stop},
	 * {@code pause} or {@code resume} for a listener
	 * @return what came of it
	 */
	@WriteOperation
	public ActionDescriptor act(@Selector String type, @Selector String name, String action) {
		return switch (type + "/" + action) {
			case "connections/ping" -> ping(client(name));
			case "listeners/start" -> {
				container(name).start();
				yield new ActionDescriptor("started", null);
			}
			case "listeners/stop" -> {
				container(name).stop();
				yield new ActionDescriptor("stopped", null);
			}
			case "listeners/pause" -> {
				container(name).pause();
				yield new ActionDescriptor("paused", null);
			}
			case "listeners/resume" -> {
				container(name).resume();
				yield new ActionDescriptor("resumed", null);
			}
			default -> throw invalid(
					"There is no action '%s' for '%s'; use 'ping' for connections, 'start', 'stop', 'pause' or 'resume' for listeners"
						.formatted(action, type));
		};
	}

	private static ActionDescriptor ping(MqttClient client) {
		try {
			return new ActionDescriptor("answered", client.ping());
		}
		catch (MqttException ex) {
			return new ActionDescriptor(String.valueOf(ex.getMessage()), null);
		}
	}

	private MqttClient client(String name) {
		MqttClient client = this.clients.get(name);
		if (client == null) {
			throw invalid("There is no connection '%s' among %s".formatted(name, this.clients.keySet()));
		}
		return client;
	}

	private MqttMessageListenerContainer container(String id) {
		MqttMessageListenerContainer container = (this.registry != null) ? this.registry.getListenerContainer(id)
				: null;
		if (container == null) {
			throw invalid("There is no listener with id '%s'".formatted(id));
		}
		return container;
	}

	private static InvalidEndpointRequestException invalid(String message) {
		return new InvalidEndpointRequestException(message, message);
	}

	/**
	 * Description of all connections and listeners.
	 *
	 * @param connections the connections by name
	 * @param listeners the listeners, sorted by identifier
	 */
	public record MqttDescriptor(Map<String, ConnectionDescriptor> connections,
			List<ListenerDescriptor> listeners) implements OperationResponseBody {

	}

	/**
	 * What came of an action.
	 *
	 * @param result what was done, or why it could not be done
	 * @param latency time from PINGREQ to PINGRESP, for a ping only
	 */
	public record ActionDescriptor(String result, @Nullable Duration latency) implements OperationResponseBody {

	}

}
