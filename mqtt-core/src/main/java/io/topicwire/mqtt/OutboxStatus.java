package io.topicwire.mqtt;

import java.time.Duration;

/**
 * How full a client's outbox is at one moment.
 *
 * @param messages how many messages wait to be sent; may be more than
 * {@link OutboxOptions#maxMessages()} after a lost connection, because what could not be
 * sent comes back
 * @param bytes how many bytes of payload they have
 * @param oldestAge how long ago the one was published that is sent next, zero if none
 * waits
 * @param waitingForRoom how many messages wait for room, with
 * {@link OutboxFullPolicy#WAIT} only
 * @since 0.1.0
 */
public record OutboxStatus(int messages, long bytes, Duration oldestAge, int waitingForRoom) {

}
