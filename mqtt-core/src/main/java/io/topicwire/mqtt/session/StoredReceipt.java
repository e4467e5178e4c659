package io.topicwire.mqtt.session;

/**
 * A received message of QoS 2, from its PUBLISH until its PUBREL.
 *
 * @param packetIdentifier the packet identifier
 * @param number identifies the message within the session
 * @param handled whether its handlers have succeeded, so that it must not be handed to
 * them again
 * @since 0.1.0
 */
public record StoredReceipt(int packetIdentifier, long number, boolean handled) {

}
