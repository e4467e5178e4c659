/**
 * Meters of the connection to the broker. Knows the client and Micrometer, nothing else
 * of this project.
 */
@NullMarked
package io.topicwire.mqtt.boot.metrics;

import org.jspecify.annotations.NullMarked;
