package io.topicwire.mqtt.engine;

import io.topicwire.mqtt.InboxOverflowPolicy;

/**
 * What may wait for handlers, apart from the number of messages of QoS 1 and 2.
 *
 * @param messages how many messages of QoS 0 may wait
 * @param bytes how many bytes of messages of QoS 1 and 2 may wait, and how many of QoS 0
 * @param overflowPolicy what becomes of messages of QoS 0 when too many wait
 */
public record InboxSettings(int messages, long bytes, InboxOverflowPolicy overflowPolicy) {

}
