package io.topicwire.mqtt.session;

import io.topicwire.mqtt.MqttMessage;

/**
 * A message of QoS 1 or 2 that was accepted for sending and is not finished.
 *
 * @param number identifies the message within the session; grows in the order in which
 * messages were accepted
 * @param message the message
 * @param acceptedAt when it was accepted, in milliseconds since 1970 (UTC)
 * @param packetIdentifier the packet identifier it may have been sent with, or 0 if it
 * was not sent
 * @param released whether the broker has answered with PUBREC, so that only PUBREL may be
 * sent any more
 * @param position position in the order in which PUBLISH, and after it PUBREL, were sent
 * first; 0 if it was not sent
 * @since 0.1.0
 */
public record StoredPublish(long number, MqttMessage message, long acceptedAt, int packetIdentifier, boolean released,
		long position) {

}
