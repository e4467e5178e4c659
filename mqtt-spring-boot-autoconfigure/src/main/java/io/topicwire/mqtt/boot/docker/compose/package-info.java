/**
 * Service connections to MQTT brokers of Docker Compose.
 */
@NullMarked
package io.topicwire.mqtt.boot.docker.compose;

import org.jspecify.annotations.NullMarked;
