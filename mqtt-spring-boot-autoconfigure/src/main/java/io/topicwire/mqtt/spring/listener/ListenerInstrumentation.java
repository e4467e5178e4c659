package io.topicwire.mqtt.spring.listener;

import java.util.List;

import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.observation.MqttListenerObservations;
import io.topicwire.mqtt.topic.TopicTemplate;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * What is done around each call of a listener so that somebody who watches the
 * application knows about it. If SLF4J is there, the mapped diagnostic context of the log
 * says while the listener runs what it works on: {@code mqtt.connection},
 * {@code mqtt.clientId}, {@code mqtt.listenerId} and, unless it takes batches,
 * {@code mqtt.topic}. Immutable.
 *
 * @since 0.1.0
 */
public final class ListenerInstrumentation {

	private static final boolean MDC_PRESENT = ClassUtils.isPresent("org.slf4j.MDC",
			ListenerInstrumentation.class.getClassLoader());

	private final ListenerCaller caller;

	/**
	 * Create the instrumentation of a listener.
	 * @param listenerId the identifier of the listener
	 * @param topics the topics that it has from the beginning, by which it is observed
	 * @param client the client that receives its messages
	 * @param observations how to observe it; knows the name of the connection too
	 * @param invocationListener told about every call, or {@code null} for nobody
	 */
	public ListenerInstrumentation(String listenerId, List<TopicTemplate> topics, MqttClient client,
			MqttListenerObservations observations, @Nullable MqttInvocationListener invocationListener) {
		ListenerCaller caller = new ObservedCaller(ListenerCall::run, listenerId, new ObservedTopics(topics), client,
				observations);
		if (invocationListener != null) {
			caller = new TimedCaller(caller, listenerId, invocationListener);
		}
		this.caller = MDC_PRESENT ? new MdcCaller(caller, listenerId, observations.getConnection(), client) : caller;
	}

	/**
	 * Instrument a listener.
	 * @param listener the listener
	 * @return a listener that calls it
	 */
	public MqttMessageListener instrument(MqttMessageListener listener) {
		return new InstrumentedMessageListener(listener, this.caller);
	}

	/**
	 * Instrument a listener of batches.
	 * @param listener the listener
	 * @return a listener that calls it
	 */
	public MqttBatchMessageListener instrument(MqttBatchMessageListener listener) {
		return new InstrumentedBatchMessageListener(listener, this.caller);
	}

}
