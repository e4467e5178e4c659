package io.topicwire.mqtt.spring.observation;

import java.util.List;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.topicwire.mqtt.MqttMessage;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Observes listeners of one connection. Immutable.
 *
 * @since 0.1.0
 */
public final class MqttListenerObservations {

	/**
	 * Observations that do nothing.
	 */
	public static final MqttListenerObservations NOOP = new MqttListenerObservations(ObservationRegistry.NOOP, null,
			"default");

	private static final MqttListenerObservationConvention DEFAULT_CONVENTION = new DefaultMqttListenerObservationConvention();

	private final ObservationRegistry registry;

	private final @Nullable MqttListenerObservationConvention convention;

	private final String connection;

	/**
	 * Create observations.
	 * @param registry where to observe
	 * @param convention how to name it, or {@code null} for the default
	 * @param connection the name of the connection
	 */
	public MqttListenerObservations(ObservationRegistry registry,
			@Nullable MqttListenerObservationConvention convention, String connection) {
		Assert.notNull(registry, "'registry' must not be null");
		Assert.notNull(connection, "'connection' must not be null");
		this.registry = registry;
		this.convention = convention;
		this.connection = connection;
	}

	/**
	 * Return the name of the connection.
	 * @return the name
	 */
	public String getConnection() {
		return this.connection;
	}

	/**
	 * Return whether nothing is observed at this moment, so that whoever calls listeners
	 * need not find out what there would be to tell.
	 * @return whether an observation that is started now would do nothing
	 */
	public boolean isNoop() {
		return this.registry.isNoop();
	}

	/**
	 * Start to observe a listener that handles a message. The caller opens a scope around
	 * each piece of code that works on the message, tells an error, and stops the
	 * observation when the message is handled.
	 * @param message the message
	 * @param listenerId the identifier of the listener
	 * @param filter the topic filter or template that the topic name matches
	 * @param clientId the client identifier
	 * @return the observation, started
	 */
	public Observation start(MqttMessage message, String listenerId, String filter, String clientId) {
		return start(new MqttListenerContext(message, listenerId, filter, this.connection, clientId));
	}

	/**
	 * Start to observe a listener that handles a batch, as for a message.
	 * @param messages the messages; at least one
	 * @param listenerId the identifier of the listener
	 * @param filter the topic filter or template that all topic names match
	 * @param clientId the client identifier
	 * @return the observation, started
	 */
	public Observation startBatch(List<MqttMessage> messages, String listenerId, String filter, String clientId) {
		return start(MqttListenerContext.ofBatch(messages, listenerId, filter, this.connection, clientId));
	}

	private Observation start(MqttListenerContext context) {
		return MqttListenerObservation.PROCESS
			.observation(this.convention, DEFAULT_CONVENTION, () -> context, this.registry)
			.start();
	}

}
