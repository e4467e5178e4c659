package io.topicwire.mqtt;

import java.time.Duration;

/**
 * What is under way between a client, its broker and its handlers at one moment.
 *
 * @param publishes how many messages of QoS 1 and 2 were sent and are not acknowledged
 * @param publishLimit how many there may be: the broker's Receive Maximum, which is
 * 65,535 unless a broker of MQTT 5.0 says less
 * @param acknowledgements how many received messages of QoS 1 and 2 wait for the answers
 * of their handlers
 * @param oldestAge how long ago the oldest of them came, to the millisecond; zero if
 * there is none
 * @param inboxMessages how many received messages wait for their handlers or for the
 * answers of those
 * @param inboxBytes how many bytes those have that were not handed out yet: payload,
 * topic and properties
 * @since 0.1.0
 */
public record PendingStatistics(int publishes, int publishLimit, int acknowledgements, Duration oldestAge,
		int inboxMessages, long inboxBytes) {

}
