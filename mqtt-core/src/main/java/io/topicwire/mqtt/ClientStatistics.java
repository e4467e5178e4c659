package io.topicwire.mqtt;

/**
 * What a client has counted since it was built, and what is under way at this moment.
 *
 * @param messagesPublished messages that were written to a connection, repetitions not
 * counted
 * @param publishFailures messages that were to be published and failed, whatever the
 * reason, told to the caller or to
 * {@link MqttClientListener#publishFailed(MqttMessage, MqttException)}
 * @param messagesDroppedFromOutbox messages that were dropped before they were sent,
 * because the outbox was full and its {@link OutboxFullPolicy} says so; counted as
 * {@code publishFailures} as well
 * @param messagesExpired messages that were not written because their lifetime was over
 * @param messagesReceived messages that arrived, duplicates of QoS 2 not counted
 * @param messagesDropped received messages of QoS 0 that were dropped because too many
 * waited for their handlers
 * @param messagesUnmatched received messages that no handler wanted
 * @param handlerFailures messages whose handler threw an exception, or could not take
 * them because it is stuck and too many bytes wait for it
 * @param handlersStuck handlers that did not return in time
 * @param receiveStalls how often the broker had to stop sending messages of QoS 1 and 2
 * because too many were left unacknowledged by handlers that failed or did not return
 * @param pingTimeouts connections that were closed because a PINGRESP was missing
 * @param received which messages were received
 * @param traffic which packets and how many bytes were sent and received
 * @param pending what is under way at this moment
 * @since 0.1.0
 */
public record ClientStatistics(long messagesPublished, long publishFailures, long messagesDroppedFromOutbox,
		long messagesExpired, long messagesReceived, long messagesDropped, long messagesUnmatched, long handlerFailures,
		long handlersStuck, long receiveStalls, long pingTimeouts, ReceivedStatistics received,
		TrafficStatistics traffic, PendingStatistics pending) {

}
