package io.topicwire.mqtt.spring.listener;

import java.time.Duration;

/**
 * What a container has counted since it was created.
 *
 * @param handled messages that the listener handled with success
 * @param failures messages that were left to the client's failure policy because neither
 * the listener nor a recoverer took them
 * @param retries calls of the listener that repeated a failed one
 * @param recovered messages that a {@link MqttMessageRecoverer} took care of after all
 * attempts had failed
 * @param filtered messages that a {@link MqttMessageFilter} kept from the listener
 * @param discarded messages that were left unacknowledged because the container was not
 * running, or that found no room while it was paused; those of QoS 0 are lost
 * @param stuck calls of the listener on threads of its own that did not return in time
 * @param conversionErrors calls that failed because the message could not be converted to
 * what the listener takes
 * @param queued messages that have waited for a thread of the listener's own or for the
 * container to be resumed, and were then handled
 * @param queueTime how long they have waited, all together
 * @param waiting messages that wait for the listener at this moment
 * @since 0.1.0
 */
public record ListenerStatistics(long handled, long failures, long retries, long recovered, long filtered,
		long discarded, long stuck, long conversionErrors, long queued, Duration queueTime, int waiting) {

}
