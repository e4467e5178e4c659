package io.topicwire.mqtt.spring.listener;

import java.util.List;
import java.util.concurrent.CompletionStage;

import io.micrometer.observation.Observation;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.observation.MqttListenerObservations;
import org.jspecify.annotations.Nullable;

/**
 * Observes calls of a listener, each until it is done.
 *
 * @param next calls the listener
 * @param listenerId the identifier of the listener
 * @param topics the topics that it has from the beginning, by which it is observed
 * @param client the client that receives its messages
 * @param observations how to observe it
 */
record ObservedCaller(ListenerCaller next, String listenerId, ObservedTopics topics, MqttClient client,
		MqttListenerObservations observations) implements ListenerCaller {

	@Override
	public @Nullable CompletionStage<?> call(ListenerCall call) throws Exception {
		// Asked each time, because handlers may be added to the registry later
		if (this.observations.isNoop()) {
			return this.next.call(call);
		}
		Observation observation = start(call);
		CompletionStage<?> stage = null;
		try (Observation.Scope scope = observation.openScope()) {
			stage = this.next.call(call);
		}
		catch (Throwable ex) {
			observation.error(ex);
			throw ex;
		}
		finally {
			if (stage == null) {
				observation.stop();
			}
		}
		return (stage != null) ? stage.whenComplete((result, failure) -> stop(observation, failure)) : null;
	}

	private Observation start(ListenerCall call) {
		String clientId = this.client.clientId();
		MqttMessage message = call.message();
		if (message != null) {
			return this.observations.start(message, this.listenerId, this.topics.find(message.topic()), clientId);
		}
		List<MqttMessage> messages = call.messages();
		return this.observations.startBatch(messages, this.listenerId, this.topics.find(messages), clientId);
	}

	private static void stop(Observation observation, @Nullable Throwable failure) {
		if (failure != null) {
			observation.error(failure);
		}
		observation.stop();
	}

}
