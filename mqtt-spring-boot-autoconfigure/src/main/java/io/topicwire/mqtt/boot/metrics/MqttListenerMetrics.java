package io.topicwire.mqtt.boot.metrics;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.topicwire.mqtt.spring.config.MqttListenerEndpointRegistry;
import io.topicwire.mqtt.spring.config.MqttListenerRegistrationListener;
import io.topicwire.mqtt.spring.listener.ListenerStatistics;
import io.topicwire.mqtt.spring.listener.MqttMessageListenerContainer;

import org.springframework.util.Assert;

/**
 * {@link MeterBinder} for all listeners: what waits for them and what becomes of their
 * messages ({@code mqtt.listener.*}), with the tag {@code listener.id}. The meters of a
 * listener come and go with it.
 *
 * @since 0.1.0
 */
public class MqttListenerMetrics implements MeterBinder {

	private final MqttListenerEndpointRegistry listeners;

	/**
	 * Create a binder.
	 * @param listeners the registry of the listeners
	 */
	public MqttListenerMetrics(MqttListenerEndpointRegistry listeners) {
		Assert.notNull(listeners, "'listeners' must not be null");
		this.listeners = listeners;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.listeners.addRegistrationListener(new ContainerMeters(registry));
	}

	private static final class ContainerMeters implements MqttListenerRegistrationListener {

		private final Map<MqttMessageListenerContainer, List<Meter>> meters = new ConcurrentHashMap<>();

		private final MeterRegistry registry;

		ContainerMeters(MeterRegistry registry) {
			this.registry = registry;
		}

		@Override
		public void registered(MqttMessageListenerContainer container) {
			this.meters.computeIfAbsent(container, this::register);
		}

		private List<Meter> register(MqttMessageListenerContainer container) {
			Meter waiting = Gauge
				.builder("mqtt.listener.queue.size", container, (target) -> target.getStatistics().waiting())
				.description("Messages that wait for a listener with threads of its own, or for a paused one")
				.baseUnit(BaseUnits.MESSAGES)
				.tag("listener.id", container.getListenerId())
				.register(this.registry);
			Meter wait = FunctionTimer
				.builder("mqtt.listener.queue.wait", container, (target) -> target.getStatistics().queued(),
						(target) -> target.getStatistics().queueTime().toNanos(), TimeUnit.NANOSECONDS)
				.description("Time for which messages have waited for the listener")
				.tag("listener.id", container.getListenerId())
				.register(this.registry);
			return List.of(waiting, wait,
					counter(container, "mqtt.listener.retries", "Calls that repeated a failed one",
							ListenerStatistics::retries),
					counter(container, "mqtt.listener.recovered",
							"Messages that a recoverer took care of, such as dead letters",
							ListenerStatistics::recovered),
					counter(container, "mqtt.listener.failures",
							"Messages that neither the listener nor a recoverer took", ListenerStatistics::failures),
					counter(container, "mqtt.listener.conversion-errors",
							"Calls that failed because the message could not be converted, which are not repeated",
							ListenerStatistics::conversionErrors),
					counter(container, "mqtt.listener.stuck",
							"Calls on threads of the listener's own that did not return in time",
							ListenerStatistics::stuck),
					counter(container, "mqtt.listener.filtered",
							"Messages that a filter kept from the listener, and that are acknowledged",
							ListenerStatistics::filtered),
					counter(container, "mqtt.listener.discarded",
							"Messages left unacknowledged, or with QoS 0 lost, by a listener that is stopped or paused",
							ListenerStatistics::discarded));
		}

		private Meter counter(MqttMessageListenerContainer container, String name, String description,
				ToLongFunction<ListenerStatistics> value) {
			return FunctionCounter.builder(name, container, (target) -> value.applyAsLong(target.getStatistics()))
				.description(description)
				.baseUnit(BaseUnits.MESSAGES)
				.tag("listener.id", container.getListenerId())
				.register(this.registry);
		}

		@Override
		public void unregistered(MqttMessageListenerContainer container) {
			List<Meter> meters = this.meters.remove(container);
			if (meters != null) {
				meters.forEach(this.registry::remove);
			}
		}

	}

}
