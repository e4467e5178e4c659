package io.topicwire.mqtt.spring.listener;

import java.util.concurrent.CancellationException;

import io.topicwire.mqtt.Acknowledgement;
import io.topicwire.mqtt.MqttMessage;
import org.jspecify.annotations.Nullable;

/**
 * What all calls of a listener have in common.
 *
 * @param container the container of the listener
 * @param properties what it does
 * @param lanes run the calls that wait
 * @param gate lets calls in
 * @param counters count what happens
 * @param watch finds out which calls do not return, or {@code null}
 * @param events tell others what happens
 */
record ListenerContext(MqttMessageListenerContainer container, ContainerProperties properties, MessageLanes lanes,
		InvocationGate gate, ListenerCounters counters, @Nullable ListenerWatch watch, ContainerEvents events) {

	/**
	 * Leave a message unacknowledged that will not be handled.
	 */
	void discard(Acknowledgement acknowledgement) {
		this.counters.discarded.increment();
		acknowledgement
			.fail(new CancellationException("Listener '%s' is stopped".formatted(this.container.getListenerId())));
	}

	/**
	 * Handle that a message is left to the client's failure policy.
	 */
	void failed(MqttMessage message, ListenerExecutionFailedException failure) {
		this.counters.failures.increment();
		this.events.failed(message, failure);
	}

	void countConversionError(Throwable failure) {
		if (Attempts.isConversionError(failure)) {
			this.counters.conversionErrors.increment();
		}
	}

	ListenerExecutionFailedException describe(MqttMessage message, Throwable failure) {
		if (failure instanceof ListenerExecutionFailedException described) {
			return described;
		}
		return new ListenerExecutionFailedException("Listener '%s' failed on message from topic '%s' with QoS %d"
			.formatted(this.container.getListenerId(), message.topic(), message.qos().level()), failure);
	}

}
