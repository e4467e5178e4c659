package io.topicwire.mqtt.spring.observation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.client.MqttClient;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Observes messages that are published over one connection. Immutable.
 *
 * @since 0.1.0
 */
public final class MqttPublishObservations {

	/**
	 * Observations that do nothing.
	 */
	public static final MqttPublishObservations NOOP = new MqttPublishObservations(ObservationRegistry.NOOP, null,
			"default");

	private static final MqttPublishObservationConvention DEFAULT_CONVENTION = new DefaultMqttPublishObservationConvention();

	private final ObservationRegistry registry;

	private final @Nullable MqttPublishObservationConvention convention;

	private final String connection;

	/**
	 * Create observations.
	 * @param registry where to observe
	 * @param convention how to name it, or {@code null} for the default
	 * @param connection the name of the connection
	 */
	public MqttPublishObservations(ObservationRegistry registry, @Nullable MqttPublishObservationConvention convention,
			String connection) {
		Assert.notNull(registry, "'registry' must not be null");
		Assert.notNull(connection, "'connection' must not be null");
		this.registry = registry;
		this.convention = convention;
		this.connection = connection;
	}

	/**
	 * Publish a message and observe it until the future completes.
	 * @param <T> the type of the result
	 * @param client the client that publishes it
	 * @param message the message
	 * @param destinationTemplate the topic template that the topic name was made of, or
	 * {@code null} if it is not known
	 * @param publish publishes the message, which it is given with what continues the
	 * trace
	 * @return what {@code publish} returns
	 */
	public <T> CompletableFuture<T> observe(MqttClient client, MqttMessage message,
			@Nullable String destinationTemplate, Function<MqttMessage, CompletableFuture<T>> publish) {
		if (this.registry.isNoop()) {
			return publish.apply(message);
		}
		MqttPublishContext context = new MqttPublishContext(message, destinationTemplate, this.connection,
				client.clientId());
		Observation observation = MqttPublishObservation.PUBLISH
			.observation(this.convention, DEFAULT_CONVENTION, () -> context, this.registry)
			.start();
		try (Observation.Scope scope = observation.openScope()) {
			CompletableFuture<T> result = publish.apply(context.getMessage());
			result.whenComplete((value, failure) -> stop(observation, failure));
			return result;
		}
		catch (RuntimeException | Error ex) {
			stop(observation, ex);
			throw ex;
		}
	}

	/**
	 * Send a request and observe it until its reply has come.
	 * @param <T> the type of the reply
	 * @param request the request
	 * @param destinationTemplate the topic template that the topic name was made of, or
	 * {@code null} if it is not known
	 * @param exchange sends the request
	 * @return what {@code exchange} returns
	 */
	public <T> CompletableFuture<T> observeRequest(MqttMessage request, @Nullable String destinationTemplate,
			Supplier<CompletableFuture<T>> exchange) {
		if (this.registry.isNoop()) {
			return exchange.get();
		}
		Observation observation = MqttRequestObservation.start(request, destinationTemplate, this.connection,
				this.registry);
		try (Observation.Scope scope = observation.openScope()) {
			CompletableFuture<T> reply = exchange.get();
			reply.whenComplete((value, failure) -> MqttRequestObservation.stop(observation, failure));
			return reply;
		}
		catch (RuntimeException | Error ex) {
			MqttRequestObservation.stop(observation, ex);
			throw ex;
		}
	}

	static void stop(Observation observation, @Nullable Throwable failure) {
		Throwable cause = unwrap(failure);
		if (cause != null) {
			observation.error(cause);
		}
		observation.stop();
	}

	/**
	 * Return what a future has failed with, without what its stages have put around it.
	 */
	static @Nullable Throwable unwrap(@Nullable Throwable failure) {
		return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
	}

}
