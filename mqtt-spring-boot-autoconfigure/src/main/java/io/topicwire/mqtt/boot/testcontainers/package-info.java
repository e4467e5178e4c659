/**
 * Service connections to MQTT brokers of Testcontainers.
 */
@NullMarked
package io.topicwire.mqtt.boot.testcontainers;

import org.jspecify.annotations.NullMarked;
