package io.topicwire.mqtt.engine;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.session.IncomingPublish;
import org.jspecify.annotations.Nullable;

/**
 * A received message on its way to its handlers.
 *
 * @param message the message
 * @param incoming what is to be acknowledged, or {@code null} for QoS 0
 * @param connection number of the connection it came over
 */
record Delivery(MqttMessage message, @Nullable IncomingPublish incoming, int connection) {

}
