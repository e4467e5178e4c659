/**
 * Monitors the machines of a plant over MQTT: the application itself and the messages
 * that machines and monitor exchange. Must not know who sends a message, who keeps it, or
 * who shows it.
 */
@NullMarked
package io.topicwire.mqtt.sample;

import org.jspecify.annotations.NullMarked;
